// What removing old views costs those who report meanwhile, with a real database on this machine's disk, in real time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startRetention } from '../../src/bridge/ingest/startRetention.js';
import { openTables } from '../../src/bridge/storage/openTables.js';
import { healthStore } from '../../src/bridge/storage/healthStore.js';
import { retentionStore } from '../../src/bridge/storage/retentionStore.js';
import type { Database } from '../../src/bridge/storage/sql.js';
import { addPlayersAndPosts, insertRows } from '../bench/bridge/records.js';
import { createFacts, type Fact } from '../stage/createFacts.js';
import { postgresMissing, startPostgres } from '../stage/startPostgres.js';

const OLD_VIEWS = 50_000;
const DAY_MS = 86_400_000;
const PHASE_MS = 5000;
/** From one write to the next. */
const WRITE_EVERY_MS = 5;

/** @returns how long a small write and its way to the disk take, and the longest of all, with and without it */
export async function measureRetention(): Promise<Fact[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retention-'));
  const facts = await measureIn('SQLite', join(folder, 'bridge.db'));
  await rm(folder, { recursive: true });
  const missing = postgresMissing();
  if (missing !== undefined) {
    console.log(missing);
    return facts;
  }
  const server = await startPostgres({ syncs: true });
  try {
    return [...facts, ...(await measureIn('PostgreSQL', server.url(await server.createDatabase())))];
  } finally {
    await server.close();
  }
}

async function measureIn(variant: string, name: string): Promise<Fact[]> {
  const { facts, fact } = createFacts('old views are removed', variant);
  const database = await openTables(name, (sentence) => console.error(sentence));
  await addOldViews(database);
  const quiet = await waits(database);
  let removed = 0;
  const beganMs = performance.now();
  let tookMs = 0;
  const end = startRetention({
    store: retentionStore(database),
    keepMs: DAY_MS,
    now: Date.now,
    onRemoved: (views) => {
      removed += views;
      tookMs = performance.now() - beganMs;
    },
    onFault: (sentence) => console.error(sentence),
  });
  const busy = await waits(database);
  await end();
  await database.close();
  for (const [what, waited] of [
    ['without', quiet],
    ['while views are removed', busy],
  ] as const) {
    fact(`a write takes, half of them, ${what}`, waited[Math.floor(waited.length / 2)]!, 'ms');
    fact(`99 % of them, ${what}`, waited[Math.floor(waited.length * 0.99)]!, 'ms');
    fact(`the longest, ${what}`, waited.at(-1)!, 'ms');
  }
  fact('removed', (removed / tookMs) * 1000, 'views/s');
  return facts;
}

async function addOldViews(database: Database): Promise<void> {
  await addPlayersAndPosts(database, ['key']);
  const columns = ['player_key', 'player_id', 'post_id', 'viewed_at_ms', 'time_known', 'received_at_ms'];
  const atMs = Date.now() - 40 * DAY_MS;
  await insertRows(database, 'views', [...columns, 'intent', 'play_order', 'channel'], OLD_VIEWS, (i) => [
    'key',
    'msx_tv0',
    i % 1000,
    atMs + i,
    1,
    atMs + i,
    'channel',
    0,
    'all',
  ]);
}

/** How long each of the writes of a while took, the shortest first, in ms. */
async function waits(database: Database): Promise<number[]> {
  const store = healthStore(database);
  const waited: number[] = [];
  const untilMs = performance.now() + PHASE_MS;
  while (performance.now() < untilMs) {
    const beganMs = performance.now();
    await store.write();
    waited.push(performance.now() - beganMs);
    await pause(WRITE_EVERY_MS);
  }
  return waited.sort((a, b) => a - b);
}
