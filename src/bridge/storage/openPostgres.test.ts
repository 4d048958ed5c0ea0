import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readViewTime } from '../ingest/readViewTime.js';
import { startBridge } from '../startBridge.js';
import { ask } from '../../../e2e/stage/ask.js';
import { mediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { aView, connectPlayer } from '../../../e2e/stage/connectPlayer.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../../../e2e/stage/startPostgres.js';
import { samplePackage } from '../../../e2e/stage/samplePackage.js';
import { createRecorder } from '../ingest/createRecorder.js';
import { healthStore } from './healthStore.js';
import { ingestStore } from './ingestStore.js';
import { numbered, openPostgres } from './openPostgres.js';
import { openTables } from './openTables.js';
import { postStore } from './postStore.js';
import { migrate } from './migrate.js';
import { aPost } from '../../../e2e/stage/aPost.js';
import type { Database } from './sql.js';

it('gives the placeholders of a statement their numbers', () =>
  expect(numbered('a = ? AND b IN (?, ?)')).toBe('a = $1 AND b IN ($2, $3)'));

const missing = postgresMissing();
if (missing !== undefined) console.warn(missing);

describe.skipIf(missing !== undefined)('a bridge with PostgreSQL', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.close(), 60_000);

  it('outlives a connection that ends while a transaction is open and asks nothing', async () => {
    const url = server.url(await server.createDatabase());
    const [database, other] = [openPostgres(url, () => undefined), openPostgres(url, () => undefined)];
    const ended = database.transaction(async (sql) => {
      const [own] = await sql.query('SELECT pg_backend_pid() AS pid');
      await other.query('SELECT pg_terminate_backend(?)', [own!.pid!]);
      await expect
        .poll(() => other.query('SELECT pid FROM pg_stat_activity WHERE pid = ?', [own!.pid!]))
        .toEqual([]);
      await sql.query('SELECT 1');
    });
    await expect(ended).rejects.toThrow();
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await Promise.all([database.close(), other.close()]);
  });

  it('keeps files, players and views there, also over a restart', async () => {
    const sample = await samplePackage();
    const media = await mediaFolder(['a/x.png', 'b.mp3']);
    const database = server.url(await server.createDatabase());
    const start = () => startBridge({ folders: sample.folders, media: media.path, database });
    let bridge = await start();
    await bridge.library?.rescan();
    const postId = bridge.library!.postAt('a/x.png')!.postId;
    await ask(bridge.port, '/msx/menu.json?device_id=tv');
    const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv');
    expect(await tv.acked({ post_id: postId })).toEqual({ success: true });
    await tv.client.endAsync();
    await bridge.close();
    bridge = await start();
    await bridge.library?.rescan();
    expect(bridge.library!.postAt('a/x.png')!.postId).toBe(postId);
    const get = async (path: string): Promise<unknown> => JSON.parse((await ask(bridge.port, path)).text);
    expect(await get('/api/views')).toMatchObject({ views: [{ title: 'x', playerId: 'msx_tv' }] });
    expect(await get('/api/stats')).toMatchObject({
      total: 1,
      perDay: [{ day: '2024-01-15', impressions: 1 }],
      perPost: [{ title: 'x' }],
      perPlayer: [{ playerId: 'msx_tv' }],
    });
    expect(await get('/api/players')).toMatchObject({ players: [{ id: 'msx_tv' }] });
    await bridge.close();
    await media.remove();
    await sample.remove();
  }, 60_000);

  it('says without the password that a database cannot be used', async () => {
    const sample = await samplePackage();
    await expect(
      startBridge({ folders: sample.folders, database: 'postgres://user:secret@127.0.0.1:1/none' }),
    ).rejects.toMatchObject({
      code: 'database_unusable',
      message: expect.stringMatching(
        /^The database postgres:\/\/user:…@127\.0\.0\.1:1\/none cannot be used/,
      ) as string,
    });
    await sample.remove();
  });

  const opened = (name: string, user = 'test@') =>
    openPostgres(server.url(name).replace('test@', user), () => undefined);

  it('tries a transaction again that stood in the way of another', async () => {
    const name = await server.createDatabase();
    const [one, two] = [opened(name), opened(name)];
    await one.query('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)');
    await one.query('INSERT INTO t VALUES (1, 0), (2, 0)');
    let holders = 0;
    let bothHold = (): void => undefined;
    const both = new Promise<void>((resolve) => (bothHold = resolve));
    let runs = 0;
    const raise = (database: Database, ids: number[]) =>
      database.transaction(async (sql) => {
        runs++;
        await sql.query('UPDATE t SET n = n + 1 WHERE id = ?', [ids[0]!]);
        if (++holders === 2) bothHold();
        await both;
        await sql.query('UPDATE t SET n = n + 1 WHERE id = ?', [ids[1]!]);
      });
    await Promise.all([raise(one, [1, 2]), raise(two, [2, 1])]);
    expect(await one.query('SELECT n FROM t ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
    expect(runs).toBeGreaterThan(2);
    await Promise.all([one.close(), two.close()]);
  }, 60_000);

  it('makes the tables once when several start together', async () => {
    const name = await server.createDatabase();
    const databases = [1, 2, 3, 4].map(() => opened(name));
    await Promise.all(databases.map((database) => migrate(database)));
    expect(await databases[0]!.query('SELECT COUNT(*) AS count FROM schema_version')).toEqual([{ count: 1 }]);
    await Promise.all(databases.map((database) => database.close()));
  }, 60_000);

  it("measures with the database's clock, whatever a worker's says", async () => {
    const name = await server.createDatabase();
    const database = opened(name);
    await migrate(database);
    await database.query(
      `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms) VALUES ('msx_key', 'key', '', 'home', '', '', '', 0, 0)`,
    );
    await postStore(database).save([aPost({ postId: 7 })]);
    const HOUR_MS = 3_600_000;
    const fast = () => Date.now() + HOUR_MS;
    const take = (now: () => number, timestamp: string) => {
      const payload = aView('key', { timestamp });
      const time = readViewTime(timestamp)!;
      return createRecorder(ingestStore(database), now, 'database').record([
        { kind: 'view', topicKey: 'key', view: payload, time, atMs: now() },
      ]);
    };
    expect(await take(fast, '2024-01-15T10:30:00Z')).toEqual([{ kind: 'recorded' }]);
    expect(await take(Date.now, '2024-01-15T10:30:01Z')).toMatchObject([{ code: 'rate_limited' }]);
    const [row] = await database.query('SELECT received_at_ms FROM views');
    expect(Math.abs(Number(row?.received_at_ms) - Date.now())).toBeLessThan(HOUR_MS / 60);
    await database.close();
  }, 60_000);

  it('is not well where it takes no writes', async () => {
    const name = await server.createDatabase();
    const owner = opened(name);
    await migrate(owner);
    await healthStore(owner).write();
    await owner.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const later = opened(name);
    await expect(healthStore(later).write()).rejects.toThrow('read-only');
    await Promise.all([owner.close(), later.close()]);
  }, 60_000);

  it('lets a worker do its work with the rights and rows of docs/bridge.md, and no more', async () => {
    const [rows, rights] = [...readFileSync('docs/bridge.md', 'utf8').matchAll(/```sql\n([^]*?)```/g)].map(
      (block) => block[1] ?? '',
    );
    const name = await server.createDatabase();
    const owner = opened(name);
    await migrate(owner);
    for (const statement of `${rows}${rights}`.split(';').filter((one) => one.trim() !== ''))
      await owner.query(statement);
    await owner.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    const worker = await openTables(server.url(name).replace('test@', 'worker@'), () => undefined);
    const key = '550e8400-e29b-41d4-a716-446655440000';
    const payload = aView(key, { post_id: 101 });
    const time = readViewTime(payload.timestamp)!;
    const taken = await createRecorder(ingestStore(worker), Date.now, 'database').record([
      { kind: 'view', topicKey: key, view: payload, time, atMs: Date.now() },
      { kind: 'status', topicKey: key, status: { playerKey: key, status: 'online' }, atMs: Date.now() },
    ]);
    expect(taken).toEqual([{ kind: 'recorded' }, { kind: 'applied' }]);
    await expect(worker.query('DELETE FROM views')).rejects.toThrow('permission denied');
    await healthStore(worker).write();
    expect(await healthStore(worker).tvsOnline()).toBe(1);
    await Promise.all([owner.close(), worker.close()]);
  }, 60_000);

  it('leaves a worker its rights when it tells views from impressions, which tables of before did not', async () => {
    const name = await server.createDatabase();
    const owner = opened(name);
    await migrate(owner);
    await owner.query('ALTER TABLE view_counts DROP COLUMN intent');
    await owner.query(
      'ALTER TABLE view_counts ADD CONSTRAINT view_counts_pkey PRIMARY KEY (counted, name, writer)',
    );
    await owner.query('UPDATE schema_version SET version = 3');
    await owner.query(`DO 'BEGIN CREATE ROLE counter LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END'`);
    await owner.query('GRANT SELECT, INSERT, UPDATE ON view_counts TO counter');
    await migrate(owner);
    const worker = opened(name, 'counter@');
    const count = `INSERT INTO view_counts (counted, name, intent, writer, views) VALUES ('post', '1', 'channel', 0, 1)
      ON CONFLICT (counted, name, intent, writer) DO UPDATE SET views = view_counts.views + 1`;
    for (let times = 0; times < 2; times++) await worker.query(count);
    expect(await worker.query('SELECT views FROM view_counts')).toEqual([{ views: 2 }]);
    await Promise.all([owner.close(), worker.close()]);
  }, 60_000);
});
