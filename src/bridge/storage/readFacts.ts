import type { Arrival, BatchFacts, PlayerFacts, ViewArrival } from '../ingest/ingestStore.js';
import { valueList } from './valueList.js';
import type { Database, Sql, SqlRow } from './sql.js';
import { numberOrNull, textOrNull } from './rowValues.js';

/** Reads the facts at once, however many messages there are, and holds the players until the transaction ends. */
export async function readFacts(
  sql: Sql,
  kind: Database['kind'],
  arrivals: readonly Arrival[],
): Promise<BatchFacts> {
  const players = await holdPlayers(sql, kind, [...new Set(arrivals.map(({ topicKey }) => topicKey))]);
  const views = arrivals.filter((arrival) => arrival.kind === 'view');
  const posts = await readPosts(sql, [...new Set(views.map(({ view }) => view.post_id))]);
  return {
    players,
    posts,
    seen: await readSeen(sql, views),
    seenSometime: await readSeenSometime(sql, views),
  };
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

/** Those of the views that are recorded already. */
async function readSeen(sql: Sql, views: readonly ViewArrival[]): Promise<BatchFacts['seen']> {
  const triples = views.flatMap(({ topicKey, view, time }) =>
    time.isKnown ? [[topicKey, view.post_id, time.atMs]] : [],
  );
  if (triples.length === 0) return [];
  const { text, values } = valueList('(?, CAST(? AS BIGINT), CAST(? AS BIGINT))', triples);
  const rows = await sql.query(
    `SELECT player_key, post_id, viewed_at_ms FROM views
     WHERE time_known = 1 AND (player_key, post_id, viewed_at_ms) IN (VALUES ${text})`,
    values,
  );
  return rows.map((row) => seenIn(row, row.viewed_at_ms));
}

/** When the server took views of unknown time of the same players and posts. */
async function readSeenSometime(
  sql: Sql,
  views: readonly ViewArrival[],
): Promise<BatchFacts['seenSometime']> {
  const unknown = views.filter(({ time }) => !time.isKnown);
  if (unknown.length === 0) return [];
  const { text, values } = valueList(
    '(?, CAST(? AS BIGINT))',
    unknown.map(({ topicKey, view }) => [topicKey, view.post_id]),
  );
  const rows = await sql.query(
    `SELECT player_key, post_id, MAX(received_at_ms) AS received_at_ms FROM views
     WHERE time_known = 0 AND (player_key, post_id) IN (VALUES ${text}) GROUP BY player_key, post_id`,
    values,
  );
  return rows.map((row) => seenIn(row, row.received_at_ms));
}

const seenIn = (row: SqlRow, atMs: unknown) => ({
  playerKey: String(row.player_key),
  postId: Number(row.post_id),
  atMs: Number(atMs),
});
