import { describe, expect, it } from 'vitest';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { migrate } from '../storage/migrate.js';
import { openSqlite } from '../storage/openSqlite.js';
import { playerStore } from '../storage/playerStore.js';
import type { PlayerStore } from './playerStore.js';
import { everyInterleaving, type Gate } from '../../../e2e/stage/everyInterleaving.js';
import type { Asker, Player } from './player.js';
import { createRegistry, type RegistryOptions } from './createRegistry.js';

const MINUTE_MS = 60_000;
const tv = (deviceId: string, msxVersion?: string): Asker => ({
  deviceId,
  address: '10.0.0.5',
  agent: 'Tizen 5.5',
  msxVersion,
});
const nameless = (agent: string): Asker => ({
  deviceId: undefined,
  address: '10.0.0.5',
  agent,
  msxVersion: undefined,
});

async function sqliteStore(): Promise<PlayerStore> {
  const database = openSqlite(':memory:');
  await migrate(database);
  return playerStore(database);
}

async function setUp(options: Partial<RegistryOptions> = {}) {
  const clock = { nowMs: 1_700_000_000_000 };
  const store = options.store ?? (await sqliteStore());
  const faults: string[] = [];
  const changes: string[] = [];
  const registry = await createRegistry({
    store,
    keysMove: true,
    mayAdd: () => true,
    idleTimeoutMs: 30 * MINUTE_MS,
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
    onFault: (sentence) => faults.push(sentence),
    onChange: (playerId) => changes.push(playerId),
    ...options,
  });
  return { registry, store, clock, faults, changes };
}

it('a TV that the database does not take keeps no other from being written down', async () => {
  const store = await sqliteStore();
  const refusing: PlayerStore = {
    ...store,
    save: (players) =>
      players.some(({ deviceId }) => deviceId === 'bad')
        ? Promise.reject(Object.assign(new Error('invalid byte sequence'), { code: '22021' }))
        : store.save(players),
  };
  const { registry, clock, faults } = await setUp({ store: refusing });
  for (const id of ['a', 'bad', 'c']) await registry.getOrRegister(tv(id));
  faults.length = 0;
  clock.nowMs += MINUTE_MS;
  for (const id of ['a', 'bad', 'c']) await registry.getOrRegister(tv(id, '0.1.163'));
  await registry.sweep();
  expect(await store.all()).toMatchObject([
    { deviceId: 'a', msxVersion: '0.1.163', lastActivityAtMs: clock.nowMs },
    { deviceId: 'c', msxVersion: '0.1.163', lastActivityAtMs: clock.nowMs },
  ]);
  expect(faults).toEqual(['The player msx_bad could not be written: invalid byte sequence']);
});

describe('a request', () => {
  it('registers the TV behind it, with what it tells of itself', async () => {
    const { registry, store, clock } = await setUp();
    const player = await registry.getOrRegister(tv('a.b', '0.1.163'));
    expect(player).toEqual({
      playerId: 'msx_a_x2eb',
      playerKey: playerKeyOf('a.b'),
      deviceId: 'a.b',
      displayName: 'Samsung Tizen 5.5 at 10.0.0.5',
      owner: 'home',
      platform: 'Samsung Tizen 5.5',
      msxVersion: '0.1.163',
      userAgent: 'Tizen 5.5',
      address: '10.0.0.5',
      registeredAtMs: clock.nowMs,
      lastActivityAtMs: clock.nowMs,
    });
    expect(await store.all()).toMatchObject([player]);
  });

  it('keeps the version of MSX that the last one of MSX itself told', async () => {
    const { registry, store } = await setUp();
    const versions = [];
    for (const version of [undefined, '0.1.150', undefined, '0.1.163', undefined])
      versions.push((await registry.getOrRegister(tv('a', version))).msxVersion);
    expect(versions).toEqual([null, '0.1.150', '0.1.150', '0.1.163', '0.1.163']);
    await registry.unregister('msx_a');
    expect(await store.all()).toMatchObject([{ msxVersion: '0.1.163' }]);
  });

  it('finds the TV again, and renews its last activity and address', async () => {
    const { registry, clock } = await setUp();
    const first = await registry.getOrRegister(tv('a'));
    clock.nowMs += MINUTE_MS;
    const again = await registry.getOrRegister({ ...tv('a'), address: '10.0.0.6' });
    expect(again).toBe(first);
    expect(again).toMatchObject({ lastActivityAtMs: clock.nowMs, address: '10.0.0.6' });
  });

  it('finds the TV again after the bridge was restarted', async () => {
    const { registry, store } = await setUp();
    await registry.getOrRegister(tv('a'));
    await registry.update('msx_a', { displayName: 'Kitchen' });
    await registry.close();
    const { registry: next } = await setUp({ store });
    expect(next.isRegistered('msx_a')).toBe(false);
    expect(await next.getOrRegister(tv('a'))).toMatchObject({ displayName: 'Kitchen' });
  });

  it('registers a TV without a device ID under its address', async () => {
    const { registry } = await setUp();
    expect(await registry.getOrRegister(nameless('one'))).toMatchObject({
      playerId: 'msx_10_0_0_5',
      playerKey: null,
    });
  });

  it('tells two user agents of one address apart, also when both come at once', async () => {
    const { registry } = await setUp();
    const askers = ['one', 'two', 'one', 'two'].map(nameless);
    const players = await Promise.all(askers.map((asker) => registry.getOrRegister(asker)));
    expect(players[0]!.playerId).toBe('msx_10_0_0_5');
    expect(players[1]!.playerId).toMatch(/^msx_10_0_0_5_[0-9a-f]{8}$/);
    expect(players.slice(2)).toEqual(players.slice(0, 2));
  });

  it('registers once, however many come first at the same time', async () => {
    const store = await sqliteStore();
    const saved: string[] = [];
    const counting: PlayerStore = {
      ...store,
      save: (players) => {
        saved.push(...players.map(({ playerId }) => playerId));
        return store.save(players);
      },
    };
    const { registry, changes } = await setUp({ store: counting });
    const players = await Promise.all(Array.from({ length: 100 }, () => registry.getOrRegister(tv('a'))));
    expect(new Set(players).size).toBe(1);
    expect([saved, changes]).toEqual([['msx_a'], ['msx_a']]);
  });

  it('is answered even when nothing can be written, and what is missing is written later', async () => {
    const store = await sqliteStore();
    let isFull = true;
    const { registry, faults } = await setUp({
      store: {
        ...store,
        save: (players) => (isFull ? Promise.reject(new Error('disk full')) : store.save(players)),
      },
    });
    await registry.getOrRegister(tv('a'));
    expect(faults).toEqual(['The players could not be written: disk full']);
    isFull = false;
    await registry.sweep();
    expect(await store.all()).toMatchObject([{ playerId: 'msx_a' }]);
    isFull = true;
    await registry.getOrRegister(tv('a', '0.1.163'));
    await registry.unregister('msx_a');
    isFull = false;
    await registry.sweep();
    expect(await store.all()).toMatchObject([{ msxVersion: '0.1.163' }]);
  });
});

describe('a player key', () => {
  it('moves from the TV of an address to the TV with the device ID that it follows from', async () => {
    const { registry, store } = await setUp();
    await registry.getOrRegister(nameless('one'));
    await registry.bindKey('msx_10_0_0_5', playerKeyOf('a'));
    await registry.getOrRegister(tv('a'));
    expect(registry.findByKey(playerKeyOf('a'))).toMatchObject({ playerId: 'msx_a' });
    expect(await store.all()).toMatchObject([
      { playerId: 'msx_10_0_0_5', playerKey: null },
      { playerId: 'msx_a', playerKey: playerKeyOf('a') },
    ]);
  });
});

describe('a player key that another player has', () => {
  const KEY = playerKeyOf('a');

  it('is given to nobody else', async () => {
    const { registry, store } = await setUp();
    await registry.getOrRegister(tv('a'));
    await registry.getOrRegister(nameless('one'));
    expect(await registry.bindKey('msx_10_0_0_5', KEY)).toBe(false);
    expect((await store.all()).map(({ playerId, playerKey }) => [playerId, playerKey])).toEqual([
      ['msx_10_0_0_5', null],
      ['msx_a', KEY],
    ]);
  });

  it('is not given to two who ask for it at once', async () => {
    const { registry, store } = await setUp();
    for (const agent of ['one', 'two']) await registry.getOrRegister(nameless(agent));
    const ids = registry.atAddress('10.0.0.5').map(({ playerId }) => playerId);
    const bound = await Promise.all(ids.map((id) => registry.bindKey(id, KEY)));
    expect(bound.sort()).toEqual([false, true]);
    expect((await store.all()).filter(({ playerKey }) => playerKey === KEY)).toHaveLength(1);
  });

  it('is not that of a second one for a player, either', async () => {
    const { registry } = await setUp();
    await registry.getOrRegister(tv('a'));
    expect(await registry.bindKey('msx_a', playerKeyOf('b'))).toBe(false);
    expect(registry.findByKey(KEY)).toMatchObject({ playerId: 'msx_a' });
  });

  it('does not move where players have tokens, and goes to the TV that it follows from once it is free', async () => {
    const { registry, store } = await setUp({ keysMove: false });
    await registry.getOrRegister(nameless('one'));
    await registry.bindKey('msx_10_0_0_5', KEY);
    expect(await registry.getOrRegister(tv('a'))).toMatchObject({ playerKey: null });
    expect(registry.findByKey(KEY)).toMatchObject({ playerId: 'msx_10_0_0_5' });
    await registry.remove('msx_10_0_0_5');
    expect(await registry.getOrRegister(tv('a'))).toMatchObject({ playerKey: KEY });
    await registry.sweep();
    expect(await store.all()).toMatchObject([{ playerId: 'msx_a', playerKey: KEY }]);
  });

  it('is nobody else’s when a server of one’s own has given it away in the database', async () => {
    const { registry, store } = await setUp();
    const kitchen = await registry.getOrRegister(tv('kitchen'));
    await store.save([{ ...kitchen, playerId: 'msx_of_others', playerKey: KEY }]);
    expect(await registry.getOrRegister(tv('a'))).toMatchObject({ playerKey: null });
    await registry.getOrRegister(nameless('one'));
    expect(await registry.bindKey('msx_10_0_0_5', KEY)).toBe(false);
    expect((await store.all()).filter(({ playerKey }) => playerKey === KEY)).toMatchObject([
      { playerId: 'msx_of_others' },
    ]);
  });

  it('is the same in capitals, which earlier versions took', async () => {
    const store = await sqliteStore();
    const { registry: before } = await setUp({ store });
    const one = await before.getOrRegister(tv('a'));
    await store.save([{ ...one, playerKey: KEY.toUpperCase() }]);
    const { registry } = await setUp({ store });
    expect(registry.findByKey(KEY)).toMatchObject({ playerId: 'msx_a' });
    await registry.sweep();
    expect(await store.all()).toMatchObject([{ playerKey: KEY }]);
  });
});

describe('an idle player', () => {
  it('is unregistered after the timeout and not before', async () => {
    const { registry, clock } = await setUp();
    await registry.getOrRegister(tv('a'));
    clock.nowMs += 30 * MINUTE_MS;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(true);
    clock.nowMs += 1;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(false);
    expect(registry.find('msx_a')).toBeDefined();
  });

  it('is unregistered as soon when the clock is set back or forward', async () => {
    const monotonic = { nowMs: 0 };
    const { registry, clock } = await setUp({ monotonicMs: () => monotonic.nowMs });
    await registry.getOrRegister(tv('a'));
    clock.nowMs += 24 * 60 * MINUTE_MS;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(true);
    clock.nowMs -= 48 * 60 * MINUTE_MS;
    monotonic.nowMs += 31 * MINUTE_MS;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(false);
  });

  it('is none while it plays, and has its whole timeout after that', async () => {
    const { registry, clock } = await setUp();
    await registry.getOrRegister(tv('a'));
    const release = registry.use('msx_a', () => undefined);
    clock.nowMs += 300 * MINUTE_MS;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(true);
    release();
    clock.nowMs += 29 * MINUTE_MS;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(true);
    clock.nowMs += 2 * MINUTE_MS;
    await registry.sweep();
    expect(registry.isRegistered('msx_a')).toBe(false);
  });
});

describe('an unregistered player', () => {
  it('has its streams closed, even those that begin too late', async () => {
    const { registry } = await setUp();
    const closed: string[] = [];
    await registry.getOrRegister(tv('a'));
    registry.use('msx_a', () => void closed.push('first'));
    await registry.unregister('msx_a');
    registry.use('msx_a', () => void closed.push('second'));
    expect(closed).toEqual(['first', 'second']);
  });

  it('comes back by its ID while its record is there', async () => {
    const { registry } = await setUp();
    await registry.getOrRegister(tv('a'));
    await registry.unregister('msx_a');
    expect(await registry.comeBack('msx_a', '10.0.0.7')).toMatchObject({ address: '10.0.0.7' });
    expect(registry.isRegistered('msx_a')).toBe(true);
    await registry.remove('msx_a');
    expect(await registry.comeBack('msx_a', '10.0.0.7')).toBeUndefined();
  });

  it('gets a new record with the next request once it was removed', async () => {
    const { registry, store } = await setUp();
    const first = await registry.getOrRegister(tv('a'));
    await registry.update('msx_a', { displayName: 'Kitchen' });
    await registry.remove('msx_a');
    expect(await store.all()).toEqual([]);
    const next = await registry.getOrRegister(tv('a'));
    expect(next).not.toBe(first);
    expect(next.displayName).not.toBe('Kitchen');
  });
});

describe('requests that meet an unregistering', () => {
  /** Registers, then lets requests, an unregistering and a removal meet in every order of their steps. */
  async function meet(gate: Gate, leavings: ('unregister' | 'remove' | 'sweep')[], requests: number) {
    const rows = new Map<string, Player>();
    const slow: PlayerStore = {
      ...(undefined as unknown as PlayerStore),
      all: () => Promise.resolve([]),
      save: async (players) => {
        await gate();
        for (const player of players) rows.set(player.playerId, player);
        return [];
      },
      remove: async (playerId) => {
        await gate();
        rows.delete(playerId);
      },
    };
    const { registry, clock } = await setUp({ store: slow });
    const ready = registry.getOrRegister(tv('a')).then(() => {
      registry.use('msx_a', gate)();
      clock.nowMs += 31 * MINUTE_MS;
    });
    await ready;
    const unused = registry.use('msx_a', gate);
    if (leavings.includes('sweep')) {
      unused();
      clock.nowMs += 31 * MINUTE_MS;
    }
    const request = async () => {
      await gate();
      const player = await registry.getOrRegister(tv('a'));
      expect(registry.isRegistered('msx_a'), 'registered when the request is answered').toBe(true);
      expect(registry.find('msx_a'), 'the record that counts').toBe(player);
    };
    const leave = async (how: (typeof leavings)[number]) => {
      await gate();
      await (how === 'sweep' ? registry.sweep() : registry[how]('msx_a'));
    };
    await Promise.all([...leavings.map(leave), ...Array.from({ length: requests }, request)]);
    if (registry.isRegistered('msx_a'))
      expect(rows.has('msx_a'), 'a registered player is on disk').toBe(true);
    // Whatever happened, the next request is answered with a living player.
    await request();
  }

  it.each([
    [['unregister'], 2],
    [['remove'], 2],
    [['sweep'], 2],
    [['unregister', 'remove'], 1],
    [['sweep', 'remove'], 1],
  ] as const)(
    '%s, %i requests: none is answered with a dead player, in any order',
    async (leavings, requests) => {
      const orders = await everyInterleaving((gate) => meet(gate, [...leavings], requests));
      expect(orders).toBeGreaterThan(20);
    },
    60_000,
  );
});
