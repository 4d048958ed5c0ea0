import { afterAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { commandStore } from './commandStore.js';
import { playerStore } from './playerStore.js';
import { SchemaTooNew, migrate } from './migrate.js';

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

describe.each(testDatabases())('the tables in $name', (kind) => {
  afterAll(() => kind.end?.(), STARTING_MS);

  it(
    'are brought up to date with what is in them, once',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      const player = {
        playerId: 'msx_a',
        playerKey: null,
        deviceId: 'a',
        displayName: 'Kitchen',
        owner: null,
        platform: '',
        msxVersion: null,
        userAgent: '',
        address: '',
        registeredAtMs: 0,
        lastActivityAtMs: 0,
      };
      await playerStore(database).save([player]);
      await database.query('ALTER TABLE players DROP COLUMN msx_version');
      await database.query('UPDATE schema_version SET version = 1');
      await migrate(database);
      await migrate(database);
      expect(await playerStore(database).all()).toMatchObject([player]);
      await playerStore(database).save([{ ...player, msxVersion: '0.1.163' }]);
      expect(await playerStore(database).all()).toMatchObject([{ msxVersion: '0.1.163' }]);
      await close();
    },
    STARTING_MS,
  );

  it(
    'of a version that knew no commands get a table for them',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      await database.query('DROP TABLE commands');
      await database.query('UPDATE schema_version SET version = 3');
      await migrate(database);
      expect(await commandStore(database).last('msx_a')).toEqual([]);
      await close();
    },
    STARTING_MS,
  );

  it(
    'of a later version are left alone',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      await database.query('UPDATE schema_version SET version = 99');
      await expect(migrate(database)).rejects.toThrow(SchemaTooNew);
      await close();
    },
    STARTING_MS,
  );
});
