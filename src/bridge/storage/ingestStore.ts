import { applyStatus } from '../ingest/applyStatus.js';
import { decideView, paceTimeMs, type ViewOutcome } from '../ingest/decideView.js';
import type { ViewTime } from '../ingest/readViewTime.js';
import type { ReceivedStatus } from '../../makapix/status.js';
import type { ViewPayload } from '../../makapix/view.js';
import { readFacts, type BatchFacts, type PlayerFacts } from './readFacts.js';
import { inPowersOfTwo, valueList } from './valueList.js';
import type { Database, Sql } from './sql.js';
import { anyWriter, countViews, type CountedView } from './countViews.js';

/** A valid message of a player. `atMs` is when it arrived, by the clock of whoever took it. */
export type Arrival =
  | { kind: 'status'; topicKey: string; status: ReceivedStatus; atMs: number }
  | { kind: 'view'; topicKey: string; view: ViewPayload; time: ViewTime; atMs: number };

/**
 * What became of a message; a status of an unknown player, one that names another, and one that is older than
 * what is recorded, is `ignored`.
 */
export type Taken = ViewOutcome | { kind: 'applied' } | { kind: 'ignored' };

/** Where messages become records. There is one for each kind of database. */
export interface IngestStore {
  /**
   * Takes messages in their order, all or none. What it returns is on disk.
   *
   * Several of these may work on one database: a player's row is held while its messages are looked at, so
   * that neither the pace nor the duplicates depend on who is asked.
   * @throws what the database throws; then nothing was taken
   */
  take(arrivals: readonly Arrival[]): Promise<Taken[]>;
}

/**
 * @param now the clock of `Arrival.atMs`
 * @param clock whose time is recorded, and measures the pace: with several workers the database's, so that
 *   theirs may differ; they take from a broker that keeps messages, so that one may come long after it was sent
 */
export function ingestStore(
  database: Database,
  now: () => number = Date.now,
  clock: 'own' | 'database' = 'own',
): IngestStore {
  const writer = database.kind === 'sqlite' ? 0 : anyWriter(); // SQLite has one writer at a time
  return {
    take: (arrivals) =>
      database.transaction(async (sql) => {
        const facts = await readFacts(sql, database.kind, arrivals);
        // After the rows are held: whoever held them before has written earlier times.
        const nowMs = clock === 'database' ? await databaseTime(sql, database.kind, now) : now();
        const times: Times = { nowMs, aheadMs: nowMs - now(), mayHaveWaited: clock === 'database' };
        const views: NewView[] = [];
        const taken = arrivals.map((arrival) =>
          arrival.kind === 'view'
            ? takeView(arrival, facts, times, views)
            : takeStatus(arrival, facts, times),
        );
        await writeViews(sql, views);
        await writePlayers(sql, facts.players);
        await countViews(sql, writer, views);
        return taken;
      }),
  };
}

/** A view that will be written. */
interface NewView extends CountedView {
  playerKey: string;
  timeKnown: boolean;
  receivedAtMs: number;
  view: ViewPayload;
}

interface Times {
  /** By the clock that counts. */
  nowMs: number;
  /** How far that is ahead of the clock of the arrivals. */
  aheadMs: number;
  /** Whether a message may have waited before it arrived. */
  mayHaveWaited: boolean;
}

async function databaseTime(sql: Sql, kind: Database['kind'], now: () => number): Promise<number> {
  if (kind === 'sqlite') return now(); // a file is on this machine, and so is its clock
  const [row] = await sql.query(
    'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now_ms',
  );
  return Number(row?.now_ms);
}

/**
 * When a message counts as arrived. Two workers may write what came to them in the other order. What is older
 * than what is recorded is late; a record of the future only says that the clock was set back.
 */
function arrivalOf(atMs: number, recordedMs: number | null, { nowMs, aheadMs }: Times) {
  const arrivedMs = Math.min(atMs + aheadMs, nowMs); // nothing comes from the future: the clock was set back since
  const knownMs = recordedMs !== null && recordedMs <= nowMs ? recordedMs : null;
  return { arrivedMs, knownMs, isLate: knownMs !== null && arrivedMs < knownMs };
}

function takeView(
  { topicKey, view, time, atMs }: Arrival & { kind: 'view' },
  facts: BatchFacts,
  times: Times,
  views: NewView[],
): ViewOutcome {
  const player = facts.players.get(topicKey);
  const { arrivedMs, knownMs, isLate } = arrivalOf(atMs, player?.lastViewAtMs ?? null, times);
  // The pace of a player goes forward only: what is late counts as if it came now.
  const countsMs = isLate ? times.nowMs : arrivedMs;
  const outcome = decideView(
    {
      topicKey,
      payloadKey: view.player_key,
      player: player
        ? { owner: player.owner, ownerPermitted: player.ownerPermitted, lastViewAtMs: knownMs }
        : null,
      isDuplicate: facts.isRecorded(topicKey, view.post_id, time, countsMs),
      post: facts.posts.get(view.post_id) ?? null,
    },
    countsMs,
  );
  if (outcome.kind === 'refused' || !player) return outcome;
  player.lastViewAtMs =
    times.mayHaveWaited && !view.request_ack
      ? paceTimeMs(knownMs, time.isKnown ? time.atMs : null, countsMs)
      : countsMs;
  player.isChanged = true;
  if (outcome.kind === 'own_post') return outcome;
  facts.record(topicKey, view.post_id, time, countsMs);
  views.push({
    playerKey: topicKey,
    playerId: player.playerId,
    postId: view.post_id,
    viewedAtMs: time.isKnown ? time.atMs : countsMs,
    timeKnown: time.isKnown,
    receivedAtMs: countsMs,
    view,
  });
  return outcome;
}

function takeStatus(
  { topicKey, status, atMs }: Arrival & { kind: 'status' },
  facts: BatchFacts,
  times: Times,
): Taken {
  const player = facts.players.get(topicKey);
  if (!player || status.playerKey !== topicKey) return { kind: 'ignored' };
  const { arrivedMs, isLate } = arrivalOf(atMs, player.state.lastSeenAtMs, times);
  if (isLate) return { kind: 'ignored' }; // the newer one has said what is so now
  player.state = applyStatus(player.state, status, arrivedMs);
  player.isChanged = true;
  return { kind: 'applied' };
}

const VIEW_ROW = `(${Array.from({ length: 11 }, () => '?').join(', ')})`;

async function writeViews(sql: Sql, views: readonly NewView[]): Promise<void> {
  const rows = views.map((one) => [
    one.playerKey,
    one.playerId,
    one.postId,
    one.viewedAtMs,
    one.timeKnown ? 1 : 0,
    one.receivedAtMs,
    one.view.intent,
    one.view.play_order,
    one.view.channel,
    one.view.channel_user_sqid ?? null,
    one.view.channel_hashtag ?? null,
  ]);
  for (const piece of inPowersOfTwo(rows)) {
    const { text, values } = valueList(VIEW_ROW, piece);
    await sql.query(
      `INSERT INTO views (player_key, player_id, post_id, viewed_at_ms, time_known, received_at_ms, intent,
         play_order, channel, channel_user_sqid, channel_hashtag) VALUES ${text}`,
      values,
    );
  }
}

const PLAYER_ROW = `(?, CAST(? AS BIGINT), ?, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT))`;

async function writePlayers(sql: Sql, players: ReadonlyMap<string, PlayerFacts>): Promise<void> {
  const rows = [...players].flatMap(([key, { isChanged, lastViewAtMs, state }]) =>
    isChanged
      ? [
          [
            key,
            lastViewAtMs,
            state.connectionStatus,
            state.lastSeenAtMs,
            state.currentPostId,
            state.currentSinceMs,
            state.firmwareVersion,
          ],
        ]
      : [],
  );
  if (rows.length === 0) return;
  const { text, values } = valueList(PLAYER_ROW, rows);
  await sql.query(
    `UPDATE players SET last_view_at_ms = news.column2, connection_status = news.column3,
       last_seen_at_ms = news.column4, current_post_id = news.column5, current_since_ms = news.column6,
       firmware_version = news.column7
     FROM (VALUES ${text}) AS news WHERE player_key = news.column1`,
    values,
  );
}
