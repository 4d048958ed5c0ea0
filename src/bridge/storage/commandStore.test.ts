import { afterAll, describe, expect, it } from 'vitest';
import type { CommandRecord } from '../commands/commandStore.js';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { commandStore } from './commandStore.js';
import { playerStore } from './playerStore.js';

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

const aCommand = (number: number, fields: Partial<CommandRecord> = {}): CommandRecord => ({
  commandId: `c${number}`,
  playerId: 'msx_a',
  type: 'show_notice',
  payload: { text: 'Ä "b"', seconds: 5 },
  sender: { by: 'session', address: '192.168.1.2' },
  sentAtMs: 1_700_000_000_000 + number,
  result: 'error',
  error: 'No.',
  endedAtMs: 1_700_000_000_100 + number,
  ...fields,
});
const many = (count: number, fields: Partial<CommandRecord> = {}, from = 0) =>
  Array.from({ length: count }, (_, i) => aCommand(from + i, fields));

describe.each(testDatabases())('commands in $name', (kind) => {
  afterAll(() => kind.end?.(), STARTING_MS);
  const withStore =
    (
      work: (
        store: ReturnType<typeof commandStore>,
        opened: Awaited<ReturnType<typeof kind.open>>,
      ) => Promise<void>,
    ) =>
    async (context: { skip: (why: string) => void }) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const opened = await kind.open();
      await work(commandStore(opened.database), opened);
      await opened.close();
    };

  it(
    'are kept with every field, each of its own player, the newest first',
    withStore(async (store) => {
      const other = aCommand(3, { playerId: 'msx_b', error: null, result: 'ok' });
      await store.add([aCommand(2), other, aCommand(1)]); // as they have ended
      expect(await store.last('msx_a')).toEqual([aCommand(2), aCommand(1)]);
      expect(await store.last('msx_b')).toEqual([other]);
      expect(await store.last('msx_c')).toEqual([]);
    }),
    STARTING_MS,
  );

  it(
    'are the last hundred of each player, in the order in which they were sent',
    withStore(async (store, { database }) => {
      await store.add(many(5, { playerId: 'msx_b' }));
      await store.add(many(101, {}, 100));
      await store.add(many(3)); // they were sent first, and ended last
      expect((await store.last('msx_a')).map(({ commandId }) => commandId)).toEqual(
        Array.from({ length: 100 }, (_, i) => `c${200 - i}`),
      );
      expect(await store.last('msx_b')).toHaveLength(5);
      expect(await database.query('SELECT COUNT(*) AS count FROM commands')).toMatchObject([{ count: 105 }]);
    }),
    STARTING_MS,
  );

  it(
    'are there once, as they were first or a worker has ended them, however often they are added',
    withStore(async (store, { database }) => {
      await store.add([aCommand(1), aCommand(2)]);
      await database.query("UPDATE commands SET result = 'ok', error = NULL WHERE command_id = 'c2'");
      await store.add([aCommand(2), aCommand(3)]);
      await store.add([aCommand(1)]);
      expect(await store.last('msx_a')).toEqual([
        aCommand(3),
        aCommand(2, { result: 'ok', error: null }),
        aCommand(1),
      ]);
    }),
    STARTING_MS,
  );

  it(
    'go with their player',
    withStore(async (store, { database }) => {
      await store.add([aCommand(1), aCommand(2, { playerId: 'msx_b' })]);
      await playerStore(database).remove('msx_a');
      expect(await store.last('msx_a')).toEqual([]);
      expect(await store.last('msx_b')).toHaveLength(1);
    }),
    STARTING_MS,
  );
});
