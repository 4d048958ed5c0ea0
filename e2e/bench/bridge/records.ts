import { readFileSync } from 'node:fs';
import { playerKeyOf } from '../../../src/makapix/playerKeyOf.js';
import type { Arrival } from '../../../src/bridge/ingest/ingestStore.js';
import type { Database } from '../../../src/bridge/storage/sql.js';
import { aView } from '../../stage/connectPlayer.js';

/** TVs, and posts that they show. */
export const TVS = 1000;
const POSTS = 10_000;
/** From one view of a TV to the next. */
export const DWELL_MS = 10_000;
export const START_MS = Date.parse('2026-01-02T12:00:00Z');
/** Rows in one statement: SQLite takes 32,766 values, PostgreSQL 65,535. */
const ROWS_AT_ONCE = 500;

export const playerKeys = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => playerKeyOf(`tv${i}`));

/** The server process that all of PostgreSQL's others come from; for SQLite, this one. */
export async function parentOf(database: Database): Promise<number> {
  if (database.kind === 'sqlite') return process.pid;
  const [row] = await database.query('SELECT pg_backend_pid() AS pid');
  const stat = readFileSync(`/proc/${Number(row?.pid)}/stat`, 'utf8');
  return Number(stat.replace(/^.*\) /s, '').split(' ')[1]);
}

/** Many rows in few statements. */
export async function insertRows(
  database: Database,
  table: string,
  columns: string[],
  count: number,
  rowOf: (i: number) => (string | number | null)[],
): Promise<void> {
  const row = `(${columns.map(() => '?').join(', ')})`;
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, i) => rowOf(from + i));
    await database.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => row).join(', ')}`,
      rows.flat(),
    );
  }
}

/** TVs of the default owner, and posts of nobody's. */
export async function addPlayersAndPosts(database: Database, keys: string[]): Promise<void> {
  await insertRows(
    database,
    'players',
    [
      ...['player_id', 'player_key', 'device_id', 'display_name', 'owner', 'platform', 'user_agent'],
      ...['address', 'registered_at_ms', 'last_activity_at_ms'],
    ],
    keys.length,
    (i) => [
      `msx_tv${i}`,
      keys[i]!,
      `tv${i}`,
      `TV ${i}`,
      'home',
      '{}',
      'Tizen',
      '192.168.1.20',
      START_MS,
      START_MS,
    ],
  );
  await insertRows(
    database,
    'posts',
    ['path', 'kind', 'title', 'bytes', 'modified_ms', 'fingerprint'],
    POSTS,
    (i) => [`album/${i}.jpg`, 'image', `Picture ${i}`, 100_000, START_MS, `fingerprint ${i}`],
  );
}

/** The view of a TV in a round of the slideshow, with a post that looks like chance. */
export function viewOf(keys: string[], tv: number, round: number): Arrival {
  const atMs = START_MS + round * DWELL_MS + tv;
  return {
    kind: 'view',
    topicKey: keys[tv]!,
    view: aView(keys[tv]!, {
      post_id: postOf(tv, round),
      timestamp: new Date(atMs).toISOString(),
      request_ack: true,
    }),
    time: { isKnown: true, atMs },
    atMs,
  };
}

export const postOf = (tv: number, round: number): number => 1 + ((tv * 7919 + round * 104_729) % POSTS);
