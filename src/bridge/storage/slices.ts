import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, SqlValue } from './sql.js';

/** What holds of rows, in SQL. */
export interface Condition {
  text: string;
  values: readonly SqlValue[];
}

export const allOf = (conditions: readonly Condition[]): Condition => ({
  text: conditions.map(({ text }) => text).join(' AND ') || 'TRUE',
  values: conditions.flatMap(({ values }) => values),
});

/** A way through a table, along one of its indexes. */
export interface Way {
  table: string;
  /** What is equal in all rows, in the index's first columns. */
  where: readonly Condition[];
  /** The index's next columns, which tell the rows apart; the row's own number may be the last. */
  key: readonly string[];
  direction: 'up' | 'down';
  /** Begins behind this key; null = with the first row. */
  after: readonly SqlValue[] | null;
  /** Ends with this key; null = with the last row. */
  until: readonly SqlValue[] | null;
}

/**
 * So many rows are looked at in one turn of the event loop. SQLite works on the thread that answers TVs: a PC takes
 * 5 ms for them, the smallest machines 50. PostgreSQL is another process, and goes on with what others ask.
 */
export const SLICE_ROWS: Record<Database['kind'], number> = { sqlite: 2000, postgres: Infinity };

/**
 * Cuts a way into pieces that are short enough to be looked at in one statement. TVs have their turn before each.
 * @returns for each piece, what holds of its rows
 */
export async function* slices(database: Database, way: Way): AsyncGenerator<Condition> {
  const [beyond, within] = way.direction === 'up' ? ['>', '<='] : ['<', '>='];
  const between = (first: Way['after'], last: Way['until']): Condition =>
    // One bound at either end: of two, SQLite may go by the wrong one.
    allOf([...way.where, ...bound(way.key, beyond, first), ...bound(way.key, within, last)]);
  const rows = SLICE_ROWS[database.kind];
  for (let { after } = way; ;) {
    if (rows !== Infinity) await ownTurn();
    const end = rows === Infinity ? null : await keyAt(database, way, between(after, way.until), rows);
    yield between(after, end ?? way.until);
    if (!end) return;
    after = end;
  }
}

const bound = (
  key: readonly string[],
  comparison: string,
  values: readonly SqlValue[] | null,
): Condition[] =>
  values ? [{ text: `(${key.join(', ')}) ${comparison} (${key.map(() => '?').join(', ')})`, values }] : [];

/** The key of the n-th row, found in the index alone; null where there are fewer. */
async function keyAt(
  database: Database,
  { table, key, direction }: Way,
  where: Condition,
  nth: number,
): Promise<SqlValue[] | null> {
  const order = key.map((column) => (direction === 'up' ? column : `${column} DESC`)).join(', ');
  const [row] = await database.query(
    `SELECT ${key.join(', ')} FROM ${table} WHERE ${where.text} ORDER BY ${order} LIMIT 1 OFFSET ${nth - 1}`,
    where.values,
  );
  return row ? key.map((column) => row[column] ?? null) : null;
}

let lastTurn: Promise<void> = Promise.resolve();

/** A turn in which no other question is answered, however many are asked: all share the thread. */
function ownTurn(): Promise<void> {
  lastTurn = lastTurn.then(() => nextTurn());
  return lastTurn;
}
