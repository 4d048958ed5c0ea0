import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewFilter } from '../ingest/viewStore.js';
import { COUNT_VIEWS } from './countViews.js';
import { migrate } from './migrate.js';
import { openSqlite } from './openSqlite.js';
import { SLICE_ROWS, slices, type Way } from './slices.js';
import type { Database, SqlValue } from './sql.js';
import { viewStore } from './viewStore.js';

const VIEWS = 360_000;
const POSTS = 50_000;
const PLAYERS = 100;
const START_MS = Date.parse('2026-01-02T12:00:00Z');
const SLICE = SLICE_ROWS.sqlite;
const MANY_MS = 60_000;
/** A slice is looked for and counted by day, post and player. */
const STATEMENTS_IN_A_TURN = 4;

let database: Database;
beforeAll(async () => {
  database = openSqlite(':memory:');
  await migrate(database);
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${VIEWS - 1})
     INSERT INTO views (player_key, player_id, post_id, viewed_at_ms, time_known, received_at_ms, intent, play_order,
       channel)
     SELECT 'key' || (i % ${PLAYERS}), 'msx_' || (i % ${PLAYERS}), 1 + i * 7919 % ${POSTS}, ${START_MS} + i * 1000, 1,
       ${START_MS} + i * 1000, 'channel', 0, 'all' FROM n`,
  );
  for (const statement of COUNT_VIEWS) await database.query(statement);
}, MANY_MS);
afterAll(() => database.close());

/** A database that tells which statements were run, and in which turn of the event loop. */
function watched() {
  const statements: { turn: number; text: string; values: readonly SqlValue[] }[] = [];
  let turn = 0;
  const turning = setInterval(() => undefined, MANY_MS); // keeps the loop from waiting
  const count = (): void => {
    turn++;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  return {
    statements,
    database: {
      ...database,
      query: (text: string, values: readonly SqlValue[] = []) => {
        statements.push({ turn, text, values });
        return database.query(text, values);
      },
    } satisfies Database,
    end: () => {
      clearInterval(turning);
      clearImmediate(next);
    },
  };
}

const planOf = async (text: string, values: readonly SqlValue[]): Promise<string[]> =>
  (await database.query(`EXPLAIN QUERY PLAN ${text}`, values)).map(({ detail }) => String(detail));

/** The rows that a statement has gathered into groups. */
async function rowsOf(text: string, values: readonly SqlValue[]): Promise<number> {
  const [, where = ''] = /FROM (.*?) GROUP BY/.exec(text) ?? [];
  const [row] = await database.query(`SELECT COUNT(*) AS count FROM ${where}`, values);
  return Number(row?.count);
}

/** A step of a plan that keeps to a slice; the views of one post may be no more than that. */
const BETWEEN = /^SEARCH .*(?:rowid|viewed_at_ms|view_id)[<>]|\(post_id=\?\)$/;

const QUESTIONS: [string, (of: Database) => Promise<unknown>][] = [
  ['counts of everything', (of) => viewStore(of).stats({})],
  ...(
    [
      ['since a time', { fromMs: START_MS + 1000 }],
      ['until a time', { toMs: START_MS + VIEWS * 1000 }],
      ['of one TV', { playerId: 'msx_7' }],
      ['of one post since a time', { postId: 7, fromMs: START_MS }],
      ['of a channel that nobody has seen', { channel: 'none', fromMs: START_MS, toMs: START_MS + 1e12 }],
    ] satisfies [string, ViewFilter][]
  ).flatMap(([what, filter]): typeof QUESTIONS => [
    [`counts ${what}`, (of) => viewStore(of).stats(filter)],
    [`the newest views ${what}`, (of) => viewStore(of).page(filter, 1000, VIEWS)],
  ]),
  ['views of long ago', (of) => viewStore(of).page({ toMs: START_MS + 5000 }, 100)],
];

describe('with many views in SQLite', () => {
  it.each(QUESTIONS)('%s are looked for a few rows in a turn of the event loop', async (_, ask) => {
    const { statements, database: of, end } = watched();
    await Promise.all([ask(of), ask(of)]);
    end();
    for (const { text, values } of statements) {
      const plan = await planOf(text, values);
      // The end of a slice is found by counting along an index, all else is searched from one end to the other.
      if (text.includes('OFFSET')) expect(plan.join()).not.toContain('TEMP B-TREE');
      else for (const step of plan.filter((one) => one.includes(' views '))) expect(step).toMatch(BETWEEN);
      if (text.includes('GROUP BY')) expect(await rowsOf(text, values)).toBeLessThanOrEqual(SLICE);
    }
    const inTurn = new Map<number, number>();
    for (const { turn, text } of statements)
      if (/FROM (?:views|view_counts)/.test(text)) inTurn.set(turn, (inTurn.get(turn) ?? 0) + 1);
    expect(Math.max(...inTurn.values())).toBeLessThanOrEqual(STATEMENTS_IN_A_TURN);
  });

  const byTime: Way = {
    table: 'views',
    where: [],
    key: ['viewed_at_ms', 'view_id'],
    direction: 'up',
    after: null,
    until: null,
  };
  it.each<[string, Way, number]>([
    ['by their time', byTime, VIEWS],
    [
      'between two times',
      { ...byTime, after: [START_MS + 10_000, 0], until: [START_MS + 200_000_000, 0] },
      199_990,
    ],
    ['backwards', { ...byTime, key: ['view_id'], direction: 'down', after: [300_001] }, 300_000],
    ['of one post', { ...byTime, key: ['view_id'], where: [{ text: 'post_id = ?', values: [8] }] }, 7],
  ])('views are cut into pieces %s, each view into one', async (_, way, expected) => {
    let sum = 0;
    for await (const { text, values } of slices(database, way)) {
      const [row] = await database.query(`SELECT COUNT(*) AS count FROM views WHERE ${text}`, values);
      expect(Number(row?.count)).toBeLessThanOrEqual(SLICE);
      sum += Number(row?.count);
    }
    expect(sum).toBe(expected);
  });

  it('all views are counted, whichever way', async () => {
    const kept = await viewStore(database).stats({});
    expect(kept.total).toBe(VIEWS);
    expect(await viewStore(database).stats({ fromMs: START_MS })).toEqual(kept);
    expect(await viewStore(database).stats({ channel: 'all' })).toEqual(kept);
    expect((await viewStore(database).stats({ fromMs: START_MS + 1000, toMs: START_MS + 5000 })).total).toBe(
      4,
    );
  });

  it('a page ends where its number of views is found', async () => {
    const { statements, database: of, end } = watched();
    const views = await viewStore(of).page({ playerId: 'msx_7' }, 50);
    end();
    expect(views).toHaveLength(50);
    expect(views[0]!.viewId - views[49]!.viewId).toBe(49 * PLAYERS);
    expect(statements.length).toBeLessThanOrEqual(2 * Math.ceil((50 * PLAYERS) / SLICE));
  });
});
