import { afterAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import type { PairingAsk } from '../pairing/pairingStore.js';
import { newPlayer } from '../players/newPlayer.js';
import { migrate } from './migrate.js';
import { pairingStore } from './pairingStore.js';
import { playerStore } from './playerStore.js';
import type { Database } from './sql.js';

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

const NOW_MS = 1_764_000_000_000;
const HOUR_MS = 3_600_000;

const ask = (name: string): PairingAsk => ({
  playerId: `msx_${name}`,
  playerKey: `key-of-${name}`,
  deviceId: name,
  address: '10.0.0.5',
  userAgent: 'Tizen',
});

async function addPlayer(database: Database, name: string): Promise<void> {
  const asker = { deviceId: name, address: '10.0.0.5', agent: 'Tizen', msxVersion: undefined };
  await playerStore(database).save([newPlayer(`msx_${name}`, asker, NOW_MS)]);
}

describe.each(testDatabases())('pairings in $name', (kind) => {
  afterAll(() => kind.end?.(), STARTING_MS);

  const begun = (code: string, name = 'a') => ({
    ...ask(name),
    ...{ code, pollHash: `poll-${code}`, untilMs: NOW_MS + 1000 },
  });

  it(
    'give one token for one code, to whoever has asked, once, whoever is fast',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      const beside = await kind.open(database);
      const stores = [pairingStore(database), pairingStore(beside.database)] as const;
      await addPlayer(database, 'a');
      await playerStore(database).setTokenHash('msx_a', 'old');
      await stores[0].begin(begun('AAAAAA'));
      expect(await stores[1].byCode('AAAAAA')).toEqual({ ...ask('a'), untilMs: NOW_MS + 1000 });
      const deliver = (pollHash: string, hash = 'new', at = NOW_MS) =>
        stores[1].deliver('key-of-a', pollHash, hash, at);
      expect(await deliver('poll-AAAAAA')).toBeNull();
      expect(await playerStore(database).tokenHash('msx_a')).toBe('old'); // nobody has typed the code
      const claims = stores.map((store) => store.claim('AAAAAA', NOW_MS, NOW_MS + 5000));
      expect((await Promise.all(claims)).sort()).toEqual([false, true]);
      expect(await playerStore(database).tokenHash('msx_a')).toBeNull();
      expect([await deliver('poll-BBBBBB'), await deliver('poll-AAAAAA', 'new', NOW_MS + 5000)]).toEqual([
        null,
        null,
      ]);
      const given = await Promise.all(
        stores.map((store, at) => store.deliver('key-of-a', 'poll-AAAAAA', `new-${at}`, NOW_MS)),
      );
      expect(given.filter((playerId) => playerId === 'msx_a')).toHaveLength(1);
      expect(await playerStore(database).tokenHash('msx_a')).toBe(`new-${given.indexOf('msx_a')}`);
      await beside.close();
      await close();
    },
    STARTING_MS,
  );

  it(
    'begin anew with each ask of a TV, end with their time, and are ended with the token',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      const store = pairingStore(database);
      await addPlayer(database, 'a');
      await store.begin(begun('AAAAAA'));
      await store.begin(begun('BBBBBB'));
      expect(await store.byCode('AAAAAA')).toBeNull();
      expect(await store.claim('AAAAAA', NOW_MS, NOW_MS + 5000)).toBe(false);
      expect(await store.claim('BBBBBB', NOW_MS + 1000, NOW_MS + 5000)).toBe(false); // has expired
      expect(await store.claim('BBBBBB', NOW_MS + 999, NOW_MS + 5000)).toBe(true);
      await store.unpair('msx_a');
      expect(await store.deliver('key-of-a', 'poll-BBBBBB', 'new', NOW_MS)).toBeNull();
      await store.begin(begun('CCCCCC'));
      await store.unpair('msx_a');
      expect(await store.byCode('CCCCCC')).not.toBeNull(); // the code on the screen goes on
      await store.forgetBefore(NOW_MS + 1001);
      expect(await store.byCode('CCCCCC')).toBeNull();
      await store.begin(begun('DDDDDD'));
      await playerStore(database).remove('msx_a');
      expect(await store.byCode('DDDDDD')).toBeNull();
      await close();
    },
    STARTING_MS,
  );

  it(
    'count asks for all bridges together, for each who asks, until their time is over',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      const beside = await kind.open(database);
      const stores = [pairingStore(database), pairingStore(beside.database)] as const;
      const count = (at: number, tv = 'tv', store: 0 | 1 = 0) =>
        stores[store].countAsk(
          [
            { who: 'address', most: 5 },
            { who: tv, most: 3 },
          ],
          at,
          HOUR_MS,
        );
      const first = await Promise.all([
        count(NOW_MS),
        count(NOW_MS, 'tv', 1),
        count(NOW_MS),
        count(NOW_MS, 'tv', 1),
      ]);
      expect(first.filter((againAtMs) => againAtMs !== null)).toEqual([NOW_MS + HOUR_MS]);
      expect(await count(NOW_MS + 1000, 'other')).toBeNull();
      expect(await count(NOW_MS + 1000, 'third')).toBe(NOW_MS + HOUR_MS); // too many of the address
      expect(await count(NOW_MS + HOUR_MS)).toBeNull();
      expect(await count(NOW_MS - 10 * HOUR_MS)).toBeNull(); // a clock that was set back locks nobody out
      await beside.close();
      await close();
    },
    STARTING_MS,
  );

  it(
    'share a secret, which is that of the bridge that was first, in a database of version 6 as well',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      for (const table of ['pairings', 'pairing_asks', 'secrets'])
        await database.query(`DROP TABLE ${table}`);
      await database.query('UPDATE schema_version SET version = 6');
      await migrate(database);
      const beside = await kind.open(database);
      const secrets = await Promise.all([
        pairingStore(database).secret('link_key', 'one'),
        pairingStore(beside.database).secret('link_key', 'two'),
      ]);
      expect(['one', 'two']).toContain(secrets[0]);
      expect(secrets[1]).toBe(secrets[0]);
      await beside.close();
      await close();
    },
    STARTING_MS,
  );
});
