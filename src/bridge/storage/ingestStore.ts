import type { IngestStore, NewView, PlayerFacts } from '../ingest/ingestStore.js';
import { anyWriter, countViews } from './countViews.js';
import { databaseFault } from './databaseFault.js';
import { tell } from './notice.js';
import { readFacts } from './readFacts.js';
import type { Database, Sql } from './sql.js';
import { inPowersOfTwo, valueList } from './valueList.js';

export function ingestStore(database: Database): IngestStore {
  const writer = database.kind === 'sqlite' ? 0 : anyWriter(); // SQLite has one writer at a time
  let toldAtMs = -Infinity;
  return {
    faultOf: databaseFault,
    async transaction(work) {
      // PostgreSQL commits those that tell something one after another: most tell nothing.
      const tells = database.kind === 'postgres' && performance.now() - toldAtMs >= TELL_EVERY_MS;
      const result = await database.transaction((sql) =>
        work({
          factsOf: (arrivals) => readFacts(sql, database.kind, arrivals),
          // A file is on this machine, and so is its clock.
          clockMs: async () => (database.kind === 'sqlite' ? null : databaseTime(sql)),
          async write(views, players) {
            await writeViews(sql, views);
            await writePlayers(sql, players);
            await countViews(sql, writer, views);
            if (tells) await tell(sql, { taken: takenOf(views, players) });
          },
        }),
      );
      if (tells) toldAtMs = performance.now();
      return result;
    },
  };
}

/** Who listens has to look once more after this time: what comes within it is not told. */
export const TELL_EVERY_MS = 500;

const takenOf = (
  views: readonly NewView[],
  players: ReadonlyMap<string, PlayerFacts>,
): ('view' | 'players')[] => [
  ...(views.length > 0 ? (['view'] as const) : []),
  ...([...players.values()].some(({ isChanged }) => isChanged) ? (['players'] as const) : []),
];

async function databaseTime(sql: Sql): Promise<number> {
  const [row] = await sql.query(
    'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now_ms',
  );
  return Number(row?.now_ms);
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
