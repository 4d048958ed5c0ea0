import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertStore } from '../storage/alertStore.js';
import { openTables } from '../storage/openTables.js';
import type { Database } from '../storage/sql.js';
import { createAlerts } from './createAlerts.js';
import type { AlertStore } from './alertStore.js';
import type { Seen } from './decideCondition.js';

const MINUTE_MS = 60_000;

let folder: string;
let database: Database;
let nowMs: number;
let isOnline: boolean;
let disk: Seen;
let isThere: boolean;
let isShutOut: boolean;
let faults: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alerts-'));
  nowMs = Date.UTC(2026, 10, 25, 10);
  isOnline = true;
  disk = 'well';
  isThere = true;
  isShutOut = false;
  faults = [];
  await open();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const open = async (): Promise<void> => {
  database = await openTables(join(folder, 'bridge.db'), (sentence) => faults.push(sentence));
};

/** A bridge's life. */
async function begin(
  store: AlertStore = alertStore(database),
  tellUnwritten: (body: string) => Promise<void> = () => Promise.reject(new Error('nobody is to be told')),
): Promise<(minutes: number) => Promise<void>> {
  const alerts = await createAlerts({
    store,
    tvs: () =>
      Promise.resolve(
        isThere ? [{ playerId: 'msx_a', displayName: 'Kitchen', isOnline, isShutOut, health: null }] : [],
      ),
    disk: () => Promise.resolve(disk),
    targets: ['webhook'],
    tellUnwritten,
    afterMs: 10 * MINUTE_MS,
    hours: { fromQuarter: 0, untilQuarter: 0 },
    mostWaiting: 100,
    localTimeOf: (atMs) => ({
      day: Math.floor(atMs / 86_400_000),
      quarter: Math.floor((atMs % 86_400_000) / (15 * MINUTE_MS)),
    }),
    now: () => nowMs,
    onFault: (sentence) => faults.push(sentence),
  });
  return async (minutes) => {
    for (let minute = 0; minute < minutes; minute++) {
      nowMs += MINUTE_MS;
      await alerts.look();
    }
  };
}

const bodies = async (): Promise<unknown[]> =>
  (await database.query('SELECT body FROM alert_messages ORDER BY message_id')).map(
    ({ body }) => JSON.parse(String(body)) as unknown,
  );

it('writes one message when a TV is gone and one when it is back, also over restarts', async () => {
  let look = await begin();
  await look(5);
  isOnline = false;
  await look(30);
  expect(await bodies()).toEqual([
    {
      id: 'msx_a/tv-gone/2026-11-25T10:05:00.000Z/begin',
      code: 'tv-gone',
      state: 'begin',
      player_id: 'msx_a',
      player: 'Kitchen',
      since: '2026-11-25T10:05:00.000Z',
      at: '2026-11-25T10:15:00.000Z',
      text: 'Kitchen is gone.',
    },
  ]);
  await database.close();
  await open();
  look = await begin();
  await look(30);
  expect(await bodies()).toHaveLength(1);
  isOnline = true;
  await look(30);
  expect((await bodies()).slice(1)).toMatchObject([
    { code: 'tv-gone', state: 'end', text: 'Kitchen is back.' },
  ]);
});

it('ends what it has told of a TV that was removed, and forgets it', async () => {
  const look = await begin();
  await look(5);
  isOnline = false;
  await look(30);
  isThere = false;
  await look(3);
  expect(await bodies()).toMatchObject([
    { state: 'begin' },
    { state: 'end', player_id: 'msx_a', text: 'msx_a was removed or unpaired.' },
  ]);
  expect(await database.query('SELECT * FROM tv_watches')).toEqual([]);
});

it('does not miss a TV that its owner has put out, and does again once that was let in and came', async () => {
  const look = await begin();
  await look(5);
  isOnline = false;
  isShutOut = true;
  await look(30);
  isShutOut = false;
  await look(30);
  expect(await bodies()).toEqual([]);
  isOnline = true;
  await look(5);
  isOnline = false;
  await look(30);
  isShutOut = true;
  await look(3);
  expect(await bodies()).toMatchObject([
    { state: 'begin' },
    { state: 'end', text: 'Kitchen was removed or unpaired.' },
  ]);
});

it('tells of the disk of the bridge as of a TV, also over a restart', async () => {
  disk = 'wrong';
  await (
    await begin()
  )(3);
  disk = 'unknown';
  const look = await begin();
  await look(3);
  disk = 'well';
  await look(3);
  expect(await bodies()).toMatchObject([
    {
      code: 'disk-nearly-full',
      state: 'begin',
      player_id: null,
      text: 'The bridge has a disk that is nearly full.',
    },
    { code: 'disk-nearly-full', state: 'end' },
  ]);
});

it('decides again what it could not write', async () => {
  const store = alertStore(database);
  let isFull = false;
  const look = await begin({
    ...store,
    save: (changes) => (isFull ? Promise.reject(new Error('disk full')) : store.save(changes)),
  });
  await look(5);
  isOnline = false;
  isFull = true;
  await look(20);
  expect(faults.at(-1)).toContain('disk full');
  isFull = false;
  await look(20);
  expect(await bodies()).toMatchObject([{ state: 'begin', since: '2026-11-25T10:05:00.000Z' }]);
});

it('tells of a full disk, which cannot keep the message: once, and its end as ever', async () => {
  const store = alertStore(database);
  let isFull = true;
  let isHeard = false;
  const told: unknown[] = [];
  const look = await begin(
    { ...store, save: (changes) => (isFull ? Promise.reject(new Error('disk full')) : store.save(changes)) },
    (body) => {
      if (!isHeard) return Promise.reject(new Error('nobody listens'));
      told.push(JSON.parse(body));
      return Promise.resolve();
    },
  );
  disk = 'wrong';
  await look(3);
  isHeard = true;
  await look(5);
  expect(told).toMatchObject([{ code: 'disk-nearly-full', state: 'begin', player_id: null }]);
  isFull = false;
  disk = 'well';
  await look(3);
  expect(await bodies()).toMatchObject([{ code: 'disk-nearly-full', state: 'end' }]);
  expect(told).toHaveLength(1);
});

it('misses nobody while the machine sleeps', async () => {
  const look = await begin();
  await look(5);
  isOnline = false;
  nowMs += 40 * MINUTE_MS;
  await look(9);
  expect(await bodies()).toEqual([]);
});

it('writes a TV that is simply there four times an hour', async () => {
  const store = alertStore(database);
  let written = 0;
  const look = await begin({
    ...store,
    save: (changes) => {
      written += changes.watches.length;
      return store.save(changes);
    },
  });
  await look(1);
  written = 0;
  await look(120);
  expect(written).toBeGreaterThan(6);
  expect(written).toBeLessThan(20);
});
