import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBridge } from '../server.js';
import { ask } from '../testing/ask.js';
import { mediaFolder } from '../testing/mediaFolder.js';
import { connectPlayer } from '../testing/player.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../testing/postgres.js';
import { samplePackage } from '../testing/samplePackage.js';
import { numbered } from './postgres.js';

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
      perDay: [{ day: '2024-01-15', views: 1 }],
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
});
