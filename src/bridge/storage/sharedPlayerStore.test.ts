import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresMissing, startPostgres, type TestPostgres } from '../../../e2e/stage/startPostgres.js';
import { newPlayer } from '../players/newPlayer.js';
import type { SharedPlayerStore } from '../players/sharedPlayerStore.js';
import { migrate } from './migrate.js';
import { openPostgres } from './openPostgres.js';
import { sharedPlayerStore } from './sharedPlayerStore.js';
import type { Database } from './sql.js';

const missing = postgresMissing();
if (missing !== undefined) console.warn(`${missing}: players of several bridges`);

describe.skipIf(missing !== undefined)('the players of several bridges', () => {
  let postgres: TestPostgres;
  let databases: [Database, Database];
  let one: SharedPlayerStore;
  let two: SharedPlayerStore;

  beforeAll(async () => (postgres = await startPostgres()), 60_000);
  afterAll(() => postgres.close());
  beforeEach(async () => {
    const url = postgres.url(await postgres.createDatabase());
    databases = [openPostgres(url, () => undefined), openPostgres(url, () => undefined)];
    await migrate(databases[0]);
    [one, two] = [sharedPlayerStore(databases[0]), sharedPlayerStore(databases[1])];
  });
  afterEach(() => Promise.all(databases.map((database) => database.close())));

  const aPlayer = (playerId: string, deviceId?: string) =>
    newPlayer(playerId, { deviceId, address: '10.0.0.1', agent: 'Tizen', msxVersion: undefined }, 0);
  const [K, L] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

  it('are added once, with what the first has said of them', async () => {
    const added = await Promise.all([
      one.add(aPlayer('msx_a', 'a')),
      two.add({ ...aPlayer('msx_a', 'a'), displayName: 'another' }),
    ]);
    expect(added[0].displayName).toBe(added[1].displayName);
    expect(await one.all()).toHaveLength(1);
  });

  it('are changed in what is said of them alone, also in nothing', async () => {
    const { displayName } = await one.add(aPlayer('msx_a'));
    expect(await one.change('msx_a', { owner: 'x' })).toMatchObject({ owner: 'x', displayName });
    expect(await two.change('msx_a', { displayName: 'y' })).toMatchObject({ owner: 'x', displayName: 'y' });
    expect(await one.change('msx_a', {})).toMatchObject({ owner: 'x', displayName: 'y' });
    expect(await one.change('msx_a', { owner: null })).toMatchObject({ owner: null });
    expect(await one.change('msx_b', { owner: 'x' })).toBeUndefined();
  });

  it('have the last of all activities, in whichever order it is written', async () => {
    await one.add(aPlayer('msx_a'));
    const active = (store: SharedPlayerStore, agoMs: number, address: string) =>
      store.active([{ playerId: 'msx_a', agoMs, address, msxVersion: null }], false);
    await databases[0].query('UPDATE players SET last_activity_at_ms = 0');
    await active(one, 10_000, '10.0.0.2');
    await active(two, 50_000, '10.0.0.3');
    const [record] = await one.read(['msx_a']);
    expect(record?.address).toBe('10.0.0.2');
    expect(Math.abs((await one.clockMs()) - 10_000 - record!.lastActivityAtMs)).toBeLessThan(5000);
  });

  it('forget no version of MSX over a request that names none', async () => {
    await one.add(aPlayer('msx_a'));
    const told = { playerId: 'msx_a', agoMs: 0, address: '10.0.0.1' };
    await one.active([{ ...told, msxVersion: '0.1.163' }], false);
    await two.active([{ ...told, msxVersion: null }], false);
    expect((await one.read(['msx_a']))[0]?.msxVersion).toBe('0.1.163');
  });

  it('have a key each, which goes to a TV with a device ID where it may move, and to nobody else', async () => {
    await Promise.all([
      one.add(aPlayer('msx_plain')),
      one.add(aPlayer('msx_b', 'b')),
      one.add(aPlayer('msx_c', 'c')),
    ]);
    expect(await one.giveKey('msx_plain', K, false)).toBe(true);
    expect(await two.giveKey('msx_b', K, false)).toBe(false);
    expect(await two.giveKey('msx_b', K, true)).toBe(true);
    expect(await one.giveKey('msx_c', K, true)).toBe(false);
    expect(await one.giveKey('msx_b', L, true)).toBe(false); // it has one
    expect(await one.giveKey('msx_nobody', L, true)).toBe(false);
    expect((await one.all()).map(({ playerId, playerKey }) => [playerId, playerKey])).toEqual([
      ['msx_b', K],
      ['msx_c', null],
      ['msx_plain', null],
    ]);
  });

  it('have a key each, however many bind it at the same time', async () => {
    const ids = Array.from({ length: 8 }, (_, i) => `msx_${i}`);
    for (const playerId of ids) await one.add(aPlayer(playerId));
    const given = await Promise.all(
      ids.map((playerId, i) => (i % 2 ? one : two).giveKey(playerId, K, false)),
    );
    expect(given.filter(Boolean)).toHaveLength(1);
  });

  it('are offline when their broker has not said so and they are silent for too long', async () => {
    for (const playerId of ['msx_silent', 'msx_asks', 'msx_reports', 'msx_away'])
      await one.add(aPlayer(playerId));
    const nowMs = await one.clockMs();
    const set = (playerId: string, status: string, activeMs: number, seenMs: number | null) =>
      databases[0].query(
        'UPDATE players SET connection_status = ?, last_activity_at_ms = ?, last_seen_at_ms = ? WHERE player_id = ?',
        [status, activeMs, seenMs, playerId],
      );
    const longAgoMs = nowMs - 3_600_000;
    await set('msx_silent', 'online', longAgoMs, longAgoMs);
    await set('msx_asks', 'online', nowMs, longAgoMs);
    await set('msx_reports', 'online', longAgoMs, nowMs);
    await set('msx_away', 'offline', longAgoMs, null);
    expect(await one.retire(1_800_000)).toBe(1);
    const online = (await two.all()).filter(({ connectionStatus }) => connectionStatus === 'online');
    expect(online.map(({ playerId }) => playerId)).toEqual(['msx_asks', 'msx_reports']);
  });
});
