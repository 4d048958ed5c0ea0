import { afterAll, describe, expect, it, vi } from 'vitest';
import { addPlayersAndPosts, insertRows } from '../../../e2e/bench/bridge/records.js';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { startRetention } from '../ingest/startRetention.js';
import { COUNT_VIEWS } from './countViews.js';
import { retentionStore } from './retentionStore.js';
import type { Database } from './sql.js';
import { viewStore } from './viewStore.js';

const STARTING_MS = 60_000;
const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-03-01T00:00:00Z');

/** One a minute, the last one now. */
async function addViews(database: Database, count: number): Promise<void> {
  await addPlayersAndPosts(database, ['key']);
  await insertRows(
    database,
    'views',
    [
      ...['player_key', 'player_id', 'post_id', 'viewed_at_ms', 'time_known', 'received_at_ms', 'intent'],
      ...['play_order', 'channel'],
    ],
    count,
    (i) => {
      const atMs = NOW_MS - (count - 1 - i) * 60_000;
      return ['key', 'msx_tv0', 1, atMs, 1, atMs, 'channel', 0, 'all'];
    },
  );
  for (const statement of COUNT_VIEWS) await database.query(statement);
}

const receivedAt = async (database: Database): Promise<number[]> =>
  (await database.query('SELECT received_at_ms FROM views ORDER BY view_id')).map((row) =>
    Number(row.received_at_ms),
  );

describe.each(testDatabases())('views in $name that are kept for a day', (kind) => {
  afterAll(() => kind.end?.(), STARTING_MS);

  it(
    'are removed after it, in steps, and their counts stay',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      await addViews(database, 2000);
      const total = (await viewStore(database).stats({})).total;
      const steps: number[] = [];
      const end = startRetention({
        store: retentionStore(database),
        keepMs: DAY_MS,
        now: () => NOW_MS,
        onRemoved: (views) => steps.push(views),
        onFault: (sentence) => expect.unreachable(sentence),
      });
      await vi.waitFor(async () => expect((await receivedAt(database))[0]).toBe(NOW_MS - DAY_MS), {
        timeout: 20_000,
      });
      await end();
      expect(await receivedAt(database)).toHaveLength(1441);
      expect(steps).toEqual([200, 200, 159]);
      expect((await viewStore(database).stats({})).total).toBe(total);
      await close();
    },
    STARTING_MS,
  );

  it(
    'are left to another process that is removing them, or removed by one after the other',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      const beside = await kind.open(database);
      await addViews(database, 300);
      const [one, two] = [database, beside.database].map(retentionStore);
      const found = await Promise.all([one!.removeStep(NOW_MS, 0, 1000), two!.removeStep(NOW_MS, 0, 1000)]);
      expect(found.reduce((sum, { removed }) => sum + removed, 0)).toBe(299);
      expect(await receivedAt(database)).toEqual([NOW_MS]);
      expect(await one!.removeStep(NOW_MS, 0, 1000)).toMatchObject({ removed: 0, isDone: true });
      await beside.close();
      await close();
    },
    STARTING_MS,
  );
});

it('is said when they cannot be removed, and no step follows the end', async () => {
  const said: string[] = [];
  const end = startRetention({
    store: { removeStep: () => Promise.reject(new Error('the disk is full')) },
    keepMs: DAY_MS,
    now: () => NOW_MS,
    onRemoved: () => undefined,
    onFault: (sentence) => said.push(sentence),
  });
  await vi.waitFor(() => expect(said).toEqual(['Old views could not be removed: the disk is full']));
  await end();
});
