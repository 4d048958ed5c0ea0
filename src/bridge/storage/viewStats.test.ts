import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readViewTime } from '../ingest/readViewTime.js';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { aView } from '../../../e2e/stage/connectPlayer.js';
import { createRecorder } from '../ingest/createRecorder.js';
import type { Arrival } from '../ingest/ingestStore.js';
import { ingestStore } from './ingestStore.js';
import { playerStore } from './playerStore.js';
import { postStore } from './postStore.js';
import { migrate } from './migrate.js';
import type { Database } from './sql.js';
import type { Stats } from '../ingest/viewStore.js';
import { aPost } from '../../../e2e/stage/aPost.js';
import { viewStore } from './viewStore.js';

const NOW_MS = Date.parse('2026-01-02T12:00:00Z');
const PACE_MS = 5000;

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

/** A filter that lets all views through, so that they are counted themselves. */
const EVERYTHING = { fromMs: -8e15 };

describe.each(testDatabases())('the counts of views in $name', (kind) => {
  let database: Database;
  let close: () => Promise<void>;
  beforeEach(async (context) => {
    if (kind.skip !== undefined) context.skip(kind.skip);
    ({ database, close } = await kind.open());
    await addPlayers('a', 'b', 'c');
    await addPosts(8);
  }, STARTING_MS);
  afterEach(async () => {
    vi.restoreAllMocks();
    if (kind.skip === undefined) await close();
  });
  afterAll(() => kind.end?.(), STARTING_MS);

  const addPlayers = (...keys: string[]) =>
    playerStore(database).save(
      keys.map((key) => ({
        playerId: `msx_${key}`,
        playerKey: key,
        deviceId: key,
        displayName: `TV ${key}`,
        owner: 'home',
        platform: '',
        msxVersion: null,
        userAgent: '',
        address: '',
        registeredAtMs: 0,
        lastActivityAtMs: 0,
      })),
    );
  const addPosts = (count: number) =>
    postStore(database).save(
      Array.from({ length: count }, (_, i) =>
        aPost({ postId: i + 1, path: `${i}`, title: `Picture ${i + 1}` }),
      ),
    );
  const view = (
    topicKey: string,
    postId: number,
    timestamp: string,
    atMs = NOW_MS,
    intent: 'artwork' | 'channel' = 'channel',
  ): Arrival => ({
    kind: 'view',
    topicKey,
    view: aView(topicKey, { post_id: postId, timestamp, intent }),
    time: readViewTime(timestamp)!,
    atMs,
  });
  const recorder = (of = database) => createRecorder(ingestStore(of), () => NOW_MS + 1_000_000 * PACE_MS);
  const stats = (filter = {}): Promise<Stats> => viewStore(database).stats(filter);

  /** Three views of two TVs on two days, one of which a person has chosen. */
  const takeThree = () =>
    recorder().record([
      view('a', 7, '2026-01-01T23:59:59.999Z'),
      view('a', 8, '2026-01-02T00:00:00Z', NOW_MS + PACE_MS, 'artwork'),
      view('b', 8, '2026-01-02T10:00:00Z'),
    ]);
  const seen = (views: number, impressions: number, total = views + impressions) => ({
    views,
    impressions,
    total,
  });
  const THREE: Stats = {
    ...seen(1, 2),
    perDay: [
      { day: '2026-01-01', ...seen(0, 1) },
      { day: '2026-01-02', ...seen(1, 1) },
    ],
    perPost: [
      { postId: 8, title: 'Picture 8', ...seen(1, 1) },
      { postId: 7, title: 'Picture 7', ...seen(0, 1) },
    ],
    perPlayer: [
      { playerId: 'msx_a', player: 'TV a', ...seen(1, 1) },
      { playerId: 'msx_b', player: 'TV b', ...seen(0, 1) },
    ],
  };

  it('are by day, post and player, the earliest and the most seen first', async () => {
    await takeThree();
    expect(await stats()).toEqual(THREE);
    expect(await stats(EVERYTHING)).toEqual(THREE);
  });

  it('are nothing as long as there is no view', async () =>
    expect(await stats()).toEqual({ ...seen(0, 0), perDay: [], perPost: [], perPlayer: [] }));

  it('can be of a part', async () => {
    await takeThree();
    expect(await stats({ postId: 8, playerId: 'msx_a' })).toEqual({
      ...seen(1, 0),
      perDay: [{ day: '2026-01-02', ...seen(1, 0) }],
      perPost: [{ postId: 8, title: 'Picture 8', ...seen(1, 0) }],
      perPlayer: [{ playerId: 'msx_a', player: 'TV a', ...seen(1, 0) }],
    });
  });

  it('can be of views alone, and of impressions alone', async () => {
    await takeThree();
    expect(await stats({ intent: 'artwork' })).toMatchObject({
      ...seen(1, 0),
      perPost: [{ postId: 8, ...seen(1, 0) }],
    });
    expect(await stats({ intent: 'channel' })).toMatchObject({
      ...seen(0, 2),
      perPlayer: [
        { playerId: 'msx_a', ...seen(0, 1) },
        { playerId: 'msx_b', ...seen(0, 1) },
      ],
    });
  });

  it('leave out what is not recorded: duplicates, and what comes too fast', async () => {
    await takeThree();
    await recorder().record([
      view('b', 7, '2026-01-02T10:00:01Z', NOW_MS + PACE_MS - 1),
      view('b', 8, '2026-01-02T10:00:00Z', NOW_MS + PACE_MS),
    ]);
    expect(await stats()).toEqual(THREE);
  });

  it('are of days before 1970 as well, if a TV says so', async () => {
    await recorder().record([view('a', 1, '1969-12-31T12:00:00Z'), view('b', 1, '1969-12-30T00:00:00Z')]);
    expect(await stats()).toEqual(await stats(EVERYTHING));
    expect((await stats()).perDay.map(({ day }) => day)).toEqual(['1969-12-30', '1969-12-31']);
  });

  it('name posts and players that are gone by their numbers', async () => {
    await takeThree();
    await database.query('DELETE FROM posts');
    await playerStore(database).remove('msx_a');
    expect(await stats()).toMatchObject({
      perPost: [{ title: 'Post 8' }, { title: 'Post 7' }],
      perPlayer: [{ player: 'msx_a' }, { player: 'TV b' }],
    });
  });

  it('are of the hundred most seen posts', async () => {
    const posts = 130;
    await addPosts(posts);
    // The last post is seen most, the ones before it all the same.
    const inOrder = [...Array.from({ length: posts }, (_, i) => i + 1), posts];
    await recorder().record(
      inOrder.map((postId, i) =>
        view('a', postId, new Date(NOW_MS + i * 1000).toISOString(), NOW_MS + i * PACE_MS),
      ),
    );
    const { perPost, total } = await stats();
    expect(total).toBe(posts + 1);
    expect(perPost).toHaveLength(100);
    expect(perPost[0]).toEqual({ postId: posts, title: `Picture ${posts}`, ...seen(0, 2) });
    expect(await stats(EVERYTHING)).toEqual(await stats());
  });

  it('stay when views are deleted that are old enough', async () => {
    await takeThree();
    await database.query('DELETE FROM views');
    expect(await stats()).toEqual(THREE);
    expect((await stats(EVERYTHING)).total).toBe(0);
  });

  it('are recorded with the views, or neither is', async () => {
    await database.query('ALTER TABLE view_counts RENAME TO elsewhere');
    await expect(takeThree()).rejects.toThrow();
    expect(await database.query('SELECT * FROM views')).toEqual([]);
    await database.query('ALTER TABLE elsewhere RENAME TO view_counts');
    await takeThree();
    expect((await stats()).total).toBe(3);
  });

  it.each([
    ['with numbers of their own', [0.1, 0.9]],
    ['that happen to have one number', [0.5, 0.5]],
  ])('are exact with two writers at the same time %s', async (_, numbers) => {
    const second = await kind.open(database);
    numbers.forEach((number) => vi.spyOn(Math, 'random').mockReturnValueOnce(number));
    const recorders = [recorder(database), recorder(second.database)];
    // Each has a TV of its own, and both have the same posts and days.
    const [posts, batches, perBatch] = [8, 20, 5];
    await Promise.all(
      recorders.map(async (one, mine) => {
        for (let batch = 0; batch < batches; batch++)
          await one.record(
            Array.from({ length: perBatch }, (_, i) => {
              const nth = batch * perBatch + i;
              const seenMs = NOW_MS + (nth % 2) * 86_400_000 + nth;
              const postId = 1 + ((mine === 0 ? nth : 1000 - nth) % posts);
              return view(
                mine === 0 ? 'a' : 'b',
                postId,
                new Date(seenMs).toISOString(),
                NOW_MS + nth * PACE_MS,
              );
            }),
          );
      }),
    );
    expect((await stats()).total).toBe(2 * batches * perBatch);
    expect(await stats()).toEqual(await stats(EVERYTHING));
    await second.close();
  });

  it('are made once for the views of a database of an earlier version', async () => {
    await takeThree();
    await database.query('DROP TABLE view_counts');
    await database.query('UPDATE schema_version SET version = 2');
    await migrate(database);
    await migrate(database);
    expect(await stats()).toEqual(THREE);
    await recorder().record([view('c', 7, '2026-01-01T12:00:00Z')]);
    expect(await stats()).toEqual(await stats(EVERYTHING));
    expect((await stats()).total).toBe(4);
  });

  /** The tables as version 3 had them: what two writers have counted, whatever the intent. */
  async function goBackToVersion3(): Promise<void> {
    await database.query('DROP TABLE view_counts');
    await database.query('DROP TABLE reactions');
    await database.query(
      `CREATE TABLE view_counts (counted TEXT NOT NULL, name TEXT NOT NULL, writer INTEGER NOT NULL,
         views BIGINT NOT NULL, PRIMARY KEY (counted, name, writer))`,
    );
    const day = (date: string) => String(Date.parse(date) / 86_400_000);
    for (const [counted, name, writer] of [
      ['day', day('2026-01-01'), 0],
      ['day', day('2026-01-02'), 0],
      ['day', day('2026-01-02'), 1],
      ['post', '7', 0],
      ['post', '8', 0],
      ['post', '8', 1],
      ['player', 'msx_a', 0],
      ['player', 'msx_a', 1],
      ['player', 'msx_b', 1],
    ] as const)
      await database.query('INSERT INTO view_counts (counted, name, writer, views) VALUES (?, ?, ?, 1)', [
        counted,
        name,
        writer,
      ]);
    await database.query('UPDATE schema_version SET version = 3');
  }

  it('tell views from impressions also where they were counted together, by what the views say', async () => {
    await takeThree();
    await goBackToVersion3();
    await migrate(database);
    await migrate(database);
    expect(await stats()).toEqual(THREE);
    await recorder().record([view('c', 7, '2026-01-01T12:00:00Z', NOW_MS, 'artwork')]);
    expect(await stats()).toEqual(await stats(EVERYTHING));
    expect(await stats()).toMatchObject(seen(2, 2));
  });

  it('still have all that were counted together and are deleted, though nobody knows what they were', async () => {
    await takeThree();
    await goBackToVersion3();
    await database.query('DELETE FROM views WHERE post_id = 8');
    await migrate(database);
    expect(await stats()).toMatchObject({
      ...seen(0, 1, 3),
      perDay: [
        { day: '2026-01-01', ...seen(0, 1) },
        { day: '2026-01-02', ...seen(0, 0, 2) },
      ],
      perPost: [
        { postId: 8, ...seen(0, 0, 2) },
        { postId: 7, ...seen(0, 1) },
      ],
      perPlayer: [
        { playerId: 'msx_a', ...seen(0, 1, 2) },
        { playerId: 'msx_b', ...seen(0, 0, 1) },
      ],
    });
  });
});
