import { inPowersOfTwo, valueList } from './valueList.js';
import type { Database, Sql, SqlValue } from './sql.js';

export const DAY_MS = 86_400_000;

/** What views are counted by, and what of a view that is, in SQL. Days are UTC, since 1970. */
export const COUNTED = {
  // Rounded down, also before 1970: to divide is to round towards 0.
  day: `(viewed_at_ms - (viewed_at_ms % ${DAY_MS} + ${DAY_MS}) % ${DAY_MS}) / ${DAY_MS}`,
  post: 'post_id',
  player: 'player_id',
} as const;
export type Counted = keyof typeof COUNTED;

/** What of a view is counted. */
interface CountedView {
  viewedAtMs: number;
  postId: number;
  playerId: string;
  view: { intent: string };
}

/** The intent of views that were counted before intents were, and whose rows have been deleted since. */
const UNKNOWN_INTENT = 'unknown';

/**
 * How many views of each intent there are, so that nobody has to count a million of them. Each writer has rows of its own, and
 * what is shown is their sum: workers would wait for each other at the row of the day.
 */
export const VIEW_COUNTS_TABLE = `CREATE TABLE IF NOT EXISTS view_counts (
  counted TEXT NOT NULL,
  name TEXT NOT NULL,
  intent TEXT NOT NULL,
  writer INTEGER NOT NULL,
  views BIGINT NOT NULL,
  PRIMARY KEY (counted, name, intent, writer)
)`;

/** Counts the views of a database whose table is still empty. */
export const COUNT_VIEWS = Object.entries(COUNTED).map(
  ([counted, key]) =>
    `INSERT INTO view_counts (counted, name, intent, writer, views)
     SELECT '${counted}', CAST(${key} AS TEXT), intent, 0, COUNT(*) FROM views GROUP BY ${key}, intent`,
);

const SUMS = (table: string): string =>
  `SELECT counted, name, SUM(views) AS views FROM ${table} GROUP BY counted, name`;

/** An empty table with the column `intent`. PostgreSQL's stays the same one, on which others may have rights. */
const EMPTY_WITH_INTENT: Record<Database['kind'], string[]> = {
  sqlite: ['DROP TABLE view_counts', VIEW_COUNTS_TABLE],
  postgres: [
    'DELETE FROM view_counts',
    'ALTER TABLE view_counts DROP CONSTRAINT view_counts_pkey',
    'ALTER TABLE view_counts ADD COLUMN IF NOT EXISTS intent TEXT NOT NULL',
    'ALTER TABLE view_counts ADD PRIMARY KEY (counted, name, intent, writer)',
  ],
};

/**
 * Counts by intent what was counted without. The rows of the views say it; of those that are not there any more only
 * the number is left.
 */
export const countByIntent = (kind: Database['kind']): string[] => [
  `CREATE TABLE view_counts_before AS ${SUMS('view_counts')}`,
  ...EMPTY_WITH_INTENT[kind],
  ...COUNT_VIEWS,
  `INSERT INTO view_counts (counted, name, intent, writer, views)
   SELECT kept.counted, kept.name, '${UNKNOWN_INTENT}', 0, kept.views - COALESCE(there.views, 0)
   FROM view_counts_before AS kept
   LEFT JOIN (${SUMS('view_counts')}) AS there ON there.counted = kept.counted AND there.name = kept.name
   WHERE kept.views > COALESCE(there.views, 0)`,
  'DROP TABLE view_counts_before',
];

/** So many workers write without waiting for each other, and a post has so many rows at most. */
const WRITERS = 16;

/** @returns a writer, in all probability another one than others have; right if not, only slower */
export const anyWriter = (): number => Math.floor(Math.random() * WRITERS);

/** Counts views, in the transaction that records them. @param writer 0 to 15 */
export async function countViews(sql: Sql, writer: number, views: readonly CountedView[]): Promise<void> {
  const counts = new Map<string, { row: [Counted, string, string]; views: number }>();
  const count = (...row: [Counted, string, string]): void => {
    const known = counts.get(row.join());
    if (known) known.views++;
    else counts.set(row.join(), { row, views: 1 });
  };
  for (const { viewedAtMs, postId, playerId, view } of views) {
    count('day', String(Math.floor(viewedAtMs / DAY_MS)), view.intent);
    count('post', String(postId), view.intent);
    count('player', playerId, view.intent);
  }
  // In one order: two with the same number never wait for each other in a circle.
  const rows = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { row, views: more }]): SqlValue[] => [...row, writer, more]);
  for (const piece of inPowersOfTwo(rows)) {
    const { text, values } = valueList('(?, ?, ?, ?, ?)', piece);
    await sql.query(
      `INSERT INTO view_counts (counted, name, intent, writer, views) VALUES ${text}
       ON CONFLICT (counted, name, intent, writer) DO UPDATE SET views = view_counts.views + excluded.views`,
      values,
    );
  }
}
