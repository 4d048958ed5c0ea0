import { REDELIVERY_MS } from '../ingest/decideView.js';
import type { ViewTime } from '../ingest/readViewTime.js';
import type { PlayerState } from '../players/player.js';
import type { Arrival } from './ingestStore.js';
import { valueList } from './valueList.js';
import type { Database, Sql, SqlRow } from './sql.js';

/** A player while its messages are looked at. */
export interface PlayerFacts {
  playerId: string;
  owner: string | null;
  ownerPermitted: boolean;
  /** When its last view was taken; null = never. */
  lastViewAtMs: number | null;
  state: PlayerState;
  /** Whether it has to be written. */
  isChanged: boolean;
}

/** What decisions about a batch of messages need to know. It goes along with what is decided. */
export interface BatchFacts {
  /** By their keys. */
  players: Map<string, PlayerFacts>;
  posts: Map<number, { author: string | null }>;
  /** player-status.md, Duplicate Detection. The index `views_once` would refuse the second in any case. */
  isRecorded(playerKey: string, postId: number, time: ViewTime, nowMs: number): boolean;
  /** Remembers a view that will be written. */
  record(playerKey: string, postId: number, time: ViewTime, receivedMs: number): void;
}

/** Reads the facts at once, however many messages there are, and holds the players until the transaction ends. */
export async function readFacts(
  sql: Sql,
  kind: Database['kind'],
  arrivals: readonly Arrival[],
): Promise<BatchFacts> {
  const players = await holdPlayers(sql, kind, [...new Set(arrivals.map(({ topicKey }) => topicKey))]);
  const views = arrivals.filter((arrival) => arrival.kind === 'view');
  const posts = await readPosts(sql, [...new Set(views.map(({ view }) => view.post_id))]);
  const exact = await readExact(sql, views);
  const loose = await readLoose(sql, views);
  return {
    players,
    posts,
    isRecorded: (playerKey, postId, time, nowMs) =>
      time.isKnown
        ? exact.has(nameOf(playerKey, postId, time.atMs))
        : (loose.get(nameOf(playerKey, postId)) ?? []).some(
            // far in the future: recorded before the clock was set back
            (atMs) => Math.abs(nowMs - atMs) < REDELIVERY_MS,
          ),
    record(playerKey, postId, time, receivedMs) {
      if (time.isKnown) exact.add(nameOf(playerKey, postId, time.atMs));
      else append(loose, nameOf(playerKey, postId), receivedMs);
    },
  };
}

/** A key of the topics has no slash. */
const nameOf = (playerKey: string, ...rest: number[]): string => [playerKey, ...rest].join('/');

function append(lists: Map<string, number[]>, name: string, value: number): void {
  lists.set(name, [...(lists.get(name) ?? []), value]);
}

/** In the order of their keys: two workers that hold several never wait for each other in a circle. */
async function holdPlayers(
  sql: Sql,
  kind: Database['kind'],
  keys: readonly string[],
): Promise<Map<string, PlayerFacts>> {
  const hold = kind === 'postgres' ? 'ORDER BY player_key FOR UPDATE OF players' : ''; // SQLite has one writer at a time
  const { text, values } = valueList(
    '?',
    keys.map((key) => [key]),
  );
  const rows = await sql.query(
    `SELECT player_key, player_id, players.owner, permitted, last_view_at_ms, connection_status,
       last_seen_at_ms, current_post_id, current_since_ms, firmware_version
     FROM players LEFT JOIN owners ON owners.owner = players.owner WHERE player_key IN (${text}) ${hold}`,
    values,
  );
  return new Map(rows.map((row) => [String(row.player_key), toPlayer(row)]));
}

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const toPlayer = (row: SqlRow): PlayerFacts => ({
  playerId: String(row.player_id),
  owner: textOrNull(row.owner),
  ownerPermitted: Number(row.permitted) === 1,
  lastViewAtMs: numberOrNull(row.last_view_at_ms),
  state: {
    connectionStatus: row.connection_status === 'online' ? 'online' : 'offline',
    lastSeenAtMs: numberOrNull(row.last_seen_at_ms),
    currentPostId: numberOrNull(row.current_post_id),
    currentSinceMs: numberOrNull(row.current_since_ms),
    firmwareVersion: textOrNull(row.firmware_version),
  },
  isChanged: false,
});

/** A file that is gone meanwhile was a post when it was seen. */
async function readPosts(sql: Sql, postIds: readonly number[]): Promise<BatchFacts['posts']> {
  if (postIds.length === 0) return new Map();
  const { text, values } = valueList(
    '?',
    postIds.map((postId) => [postId]),
  );
  const rows = await sql.query(`SELECT post_id, author FROM posts WHERE post_id IN (${text})`, values);
  return new Map(rows.map((row) => [Number(row.post_id), { author: textOrNull(row.author) }]));
}

type ViewArrival = Arrival & { kind: 'view' };

/** Those of the views that are recorded already. */
async function readExact(sql: Sql, views: readonly ViewArrival[]): Promise<Set<string>> {
  const triples = views.flatMap(({ topicKey, view, time }) =>
    time.isKnown ? [[topicKey, view.post_id, time.atMs]] : [],
  );
  if (triples.length === 0) return new Set();
  const { text, values } = valueList('(?, CAST(? AS BIGINT), CAST(? AS BIGINT))', triples);
  const rows = await sql.query(
    `SELECT player_key, post_id, viewed_at_ms FROM views
     WHERE time_known = 1 AND (player_key, post_id, viewed_at_ms) IN (VALUES ${text})`,
    values,
  );
  return new Set(
    rows.map((row) => nameOf(String(row.player_key), Number(row.post_id), Number(row.viewed_at_ms))),
  );
}

/** When the server took views of unknown time of the same players and posts. */
async function readLoose(sql: Sql, views: readonly ViewArrival[]): Promise<Map<string, number[]>> {
  const unknown = views.filter(({ time }) => !time.isKnown);
  const lists = new Map<string, number[]>();
  if (unknown.length === 0) return lists;
  const { text, values } = valueList(
    '(?, CAST(? AS BIGINT))',
    unknown.map(({ topicKey, view }) => [topicKey, view.post_id]),
  );
  const rows = await sql.query(
    `SELECT player_key, post_id, MAX(received_at_ms) AS received_at_ms FROM views
     WHERE time_known = 0 AND (player_key, post_id) IN (VALUES ${text}) GROUP BY player_key, post_id`,
    values,
  );
  for (const row of rows)
    append(lists, nameOf(String(row.player_key), Number(row.post_id)), Number(row.received_at_ms));
  return lists;
}
