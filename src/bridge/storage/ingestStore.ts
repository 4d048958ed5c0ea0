import { applyStatus } from '../ingest/applyStatus.js';
import { REDELIVERY_MS, decideView, type ViewFacts, type ViewOutcome } from '../ingest/decideView.js';
import type { ViewTime } from '../ingest/viewTime.js';
import type { ReceivedStatus } from '../../makapix/status.js';
import type { ViewPayload } from '../../makapix/view.js';
import type { Database, Sql } from './sql.js';

/** A valid message of a player. */
export type Arrival =
  | { kind: 'status'; topicKey: string; status: ReceivedStatus; atMs: number }
  | { kind: 'view'; topicKey: string; view: ViewPayload; time: ViewTime; atMs: number };

/** What became of a message; a status of an unknown player, or one that names another, is `ignored`. */
export type Taken = ViewOutcome | { kind: 'applied' } | { kind: 'ignored' };

/** Where messages become records. There is one for each kind of database. */
export interface IngestStore {
  /**
   * Takes messages in their order, all or none. What it returns is on disk.
   *
   * Several of these may work on one database: a player's row is held while its message is looked at, so
   * that neither the pace nor the duplicates depend on who is asked.
   * @throws what the database throws; then nothing was taken
   */
  take(arrivals: readonly Arrival[]): Promise<Taken[]>;
}

export function ingestStore(database: Database): IngestStore {
  const hold = database.kind === 'postgres' ? ' FOR UPDATE' : ''; // SQLite has one writer at a time
  return {
    take: (arrivals) =>
      database.transaction(async (sql) => {
        await holdPlayers(sql, arrivals, hold);
        const taken: Taken[] = [];
        for (const arrival of arrivals)
          taken.push(arrival.kind === 'view' ? await takeView(sql, arrival) : await takeStatus(sql, arrival));
        return taken;
      }),
  };
}

/** In the order of their keys: two workers that hold several never wait for each other in a circle. */
async function holdPlayers(sql: Sql, arrivals: readonly Arrival[], hold: string): Promise<void> {
  if (hold === '') return;
  for (const key of [...new Set(arrivals.map(({ topicKey }) => topicKey))].sort())
    await sql.query(`SELECT player_id FROM players WHERE player_key = ?${hold}`, [key]);
}

async function takeView(
  sql: Sql,
  { topicKey, view, time, atMs }: Arrival & { kind: 'view' },
): Promise<ViewOutcome> {
  const [player] = await sql.query(
    `SELECT player_id, players.owner, permitted, last_view_at_ms
     FROM players LEFT JOIN owners ON owners.owner = players.owner WHERE player_key = ?`,
    [topicKey],
  );
  const facts: ViewFacts = {
    topicKey,
    payloadKey: view.player_key,
    player: player
      ? {
          owner: player.owner === null ? null : String(player.owner),
          ownerPermitted: Number(player.permitted) === 1,
          lastViewAtMs: player.last_view_at_ms === null ? null : Number(player.last_view_at_ms),
        }
      : null,
    isDuplicate: await isRecorded(sql, topicKey, view.post_id, time, atMs),
    post: await postOf(sql, view.post_id),
  };
  const outcome = decideView(facts, atMs);
  if (outcome.kind === 'refused' || !player) return outcome;
  await sql.query('UPDATE players SET last_view_at_ms = ? WHERE player_key = ?', [atMs, topicKey]);
  if (outcome.kind === 'recorded')
    await sql.query(
      `INSERT INTO views (player_key, player_id, post_id, viewed_at_ms, time_known, received_at_ms, intent,
         play_order, channel, channel_user_sqid, channel_hashtag) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        topicKey,
        player.player_id ?? null,
        view.post_id,
        time.isKnown ? time.atMs : atMs,
        time.isKnown ? 1 : 0,
        atMs,
        view.intent,
        view.play_order,
        view.channel,
        view.channel_user_sqid ?? null,
        view.channel_hashtag ?? null,
      ],
    );
  return outcome;
}

/** player-status.md, Duplicate Detection. The index `views_once` would refuse the second in any case. */
async function isRecorded(
  sql: Sql,
  playerKey: string,
  postId: number,
  time: ViewTime,
  nowMs: number,
): Promise<boolean> {
  const rows = time.isKnown
    ? await sql.query(
        'SELECT 1 AS one FROM views WHERE player_key = ? AND post_id = ? AND viewed_at_ms = ? AND time_known = 1',
        [playerKey, postId, time.atMs],
      )
    : await sql.query(
        'SELECT 1 AS one FROM views WHERE player_key = ? AND post_id = ? AND time_known = 0 AND received_at_ms > ?',
        [playerKey, postId, nowMs - REDELIVERY_MS],
      );
  return rows.length > 0;
}

/** A file that is gone meanwhile was a post when it was seen. */
async function postOf(sql: Sql, postId: number): Promise<ViewFacts['post']> {
  const [post] = await sql.query('SELECT author FROM posts WHERE post_id = ?', [postId]);
  return post ? { author: post.author === null ? null : String(post.author) } : null;
}

async function takeStatus(
  sql: Sql,
  { topicKey, status, atMs }: Arrival & { kind: 'status' },
): Promise<Taken> {
  if (status.playerKey !== topicKey) return { kind: 'ignored' };
  const [row] = await sql.query(
    'SELECT connection_status, current_post_id, current_since_ms, firmware_version FROM players WHERE player_key = ?',
    [topicKey],
  );
  if (!row) return { kind: 'ignored' };
  const state = applyStatus(
    {
      connectionStatus: row.connection_status === 'online' ? 'online' : 'offline',
      lastSeenAtMs: null,
      currentPostId: row.current_post_id === null ? null : Number(row.current_post_id),
      currentSinceMs: row.current_since_ms === null ? null : Number(row.current_since_ms),
      firmwareVersion: row.firmware_version === null ? null : String(row.firmware_version),
    },
    status,
    atMs,
  );
  await sql.query(
    `UPDATE players SET connection_status = ?, last_seen_at_ms = ?, current_post_id = ?, current_since_ms = ?,
       firmware_version = ? WHERE player_key = ?`,
    [
      state.connectionStatus,
      state.lastSeenAtMs,
      state.currentPostId,
      state.currentSinceMs,
      state.firmwareVersion,
      topicKey,
    ],
  );
  return { kind: 'applied' };
}
