import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';
import { startBridge, type Bridge } from '../startBridge.js';
import { storable } from './storable.js';
import { ask } from '../../../e2e/stage/ask.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { connectPlayer } from '../../../e2e/stage/connectPlayer.js';
import { postgresMissing, startPostgres, type TestPostgres } from '../../../e2e/stage/startPostgres.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';

/** What no text of PostgreSQL holds (8.3, 24.3), and what is no Unicode. */
const BAD = ['\u0000', 'a\u0000b', '\ud83d', 'x\udc00y', '\udc00\ud83d'];
const GOOD = ['', 'a', '\u0001', 'ü', '夜', '🎆', '\ufffd', '\uffff', '\u202e', 'é'.repeat(256)];

describe('a text that is stored', () => {
  it.each(BAD)('has U+FFFD in the place of what no database takes: %j', (text) =>
    expect(storable(text)).toBe(
      Array.from(text, (one) => (/[\0\p{Cs}]/u.test(one) ? '\ufffd' : one)).join(''),
    ),
  );
  it.each(GOOD)('is what it was: %j', (text) => expect(storable(text)).toBe(text));

  it.each([
    ['view', 'channel', 'a\\u0000b', 'a\ufffdb'],
    ['view', 'channel_hashtag', '\\uD83D', '\ufffd'],
    ['view', 'channel_user_sqid', '\\ud83d\\ude00', '😀'],
    ['status', 'firmware_version', '\\\\u0000', '\\u0000'],
    ['status', 'firmware_version', 'a\\\\\\u0000', 'a\\\ufffd'],
  ])('of a message is so as well: %s, %s "%s"', (what, field, spelled, expected) => {
    const rest = `"player_key":"k","post_id":1,"timestamp":"t","timezone":"","intent":"channel","play_order":0`;
    const channel = field === 'channel' ? '' : `,"channel":"all"`;
    const message = readPlayerMessage(
      `makapix/player/k/${what}`,
      what === 'view'
        ? `{${rest}${channel},"${field}":"${spelled}"}`
        : `{"player_key":"k","${field}":"${spelled}"}`,
    );
    expect(JSON.stringify(message)).toContain(JSON.stringify(expected));
  });
});

const missing = postgresMissing();
if (missing !== undefined) console.warn(missing);
let server: TestPostgres | undefined;
let folder: string;
let sample: SamplePackage;
beforeAll(async () => {
  sample = await samplePackage();
  if (missing === undefined) server = await startPostgres();
}, 60_000);
afterAll(async () => {
  await server?.close();
  await sample.remove();
}, 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storable-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe.each([
  { name: 'SQLite', open: () => Promise.resolve(join(folder, 'bridge.db')) },
  { name: 'PostgreSQL', open: async () => server!.url(await server!.createDatabase()) },
])('a bridge with $name', ({ name, open }) => {
  let bridge: Bridge;
  let media: MediaFolder;
  let database: string;
  let nowMs = Date.now();
  const faults: string[] = [];
  const start = () =>
    startBridge({
      folders: sample.folders,
      media: media.path,
      database,
      now: () => nowMs,
      onFault: (sentence) => faults.push(sentence),
    });
  beforeEach(async () => {
    if (name === 'PostgreSQL' && missing !== undefined) return;
    faults.length = 0;
    media = await mediaFolder(['album/a.png', 'b.png']);
    database = await open();
    bridge = await start();
    await bridge.library?.rescan();
  }, 30_000);
  afterEach(async () => {
    if (name === 'PostgreSQL' && missing !== undefined) return;
    await bridge.close();
    await media.remove();
  });
  const send = (method: string, path: string, body?: object) =>
    ask(bridge.port, path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  const get = async <T>(path: string) => JSON.parse((await send('GET', path)).text) as T;
  const players = async () =>
    (await get<{ players: { id: string; displayName: string }[] }>('/api/players')).players;

  it.skipIf(name === 'PostgreSQL' && missing !== undefined)(
    'takes any text at each of its doors, and keeps it over a restart',
    async () => {
      await send('GET', '/msx/menu.json?device_id=good');
      const queries = ['a%00b', '%00', '%ed%a0%80', '%fe', 'a\\u0000b'];
      for (const id of queries)
        for (const path of ['/msx/menu.json', '/msx/albums.json', '/plugin.config.json', '/msx/image/msx_x'])
          expect((await send('GET', `${path}?device_id=${id}&v=${id}&uri=${id}`)).status, id).toBeLessThan(
            500,
          );
      for (const id of queries) {
        const query = `player=${id}&channel=${id}`;
        for (const path of [`/api/views?${query}`, `/api/views.csv?${query}`, `/api/stats?${query}`])
          expect((await send('GET', path)).status, path).toBe(200);
        for (const [method, path] of [
          ['PATCH', `/api/players/${id}`],
          ['DELETE', `/api/players/${id}`],
          ['POST', `/api/players/${id}/token`],
          ['PATCH', `/api/albums/${id}`],
          ['PATCH', `/api/owners/${id}`],
          ['GET', `/api/posts/${id}/picture`],
        ] as const)
          expect(
            (await send(method, path, method === 'PATCH' ? { displayName: 'x' } : undefined)).status,
            `${method} ${path}`,
          ).toBeLessThan(500);
        const { status } = await send('PATCH', `/api/owners/${id}`, { permitted: true });
        expect(status, id).toBe(id.includes('%ed') || id.includes('%fe') ? 400 : 404); // no UTF-8
      }

      const { albums } = await get<{ albums: { id: number; path: string }[] }>('/api/albums');
      const album = albums.find(({ path }) => path === 'album')!;
      for (const text of BAD) {
        const changed = await send('PATCH', '/api/players/msx_good', { displayName: text, owner: text });
        expect([changed.status, JSON.parse(changed.text)]).toMatchObject([
          200,
          { displayName: storable(text), owner: storable(text) },
        ]);
        const authored = await send('PATCH', `/api/albums/${album.id}`, { author: text });
        expect([authored.status, JSON.parse(authored.text)]).toMatchObject([200, { author: storable(text) }]);
        const owner = encodeURIComponent(storable(text));
        expect((await send('PATCH', `/api/owners/${owner}`, { permitted: true })).status).toBe(200);
      }

      const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'good');
      const { postId } = bridge.library!.postAt('b.png')!;
      for (const text of BAD) {
        nowMs += 60_000; // the pace
        await tv.status({ firmware_version: text });
        const timestamp = new Date(nowMs).toISOString().replace(/\.\d+/, '');
        const texts = { channel: text as 'all', channel_hashtag: text, channel_user_sqid: text };
        expect(await tv.acked({ post_id: postId, timestamp, ...texts })).toEqual({ success: true });
      }
      await tv.client.endAsync();
      const { views } = await get<{ views: object[] }>('/api/views');
      expect(views).toMatchObject(
        [...BAD]
          .reverse()
          .map(storable)
          .map((text) => ({ channel: text, channelHashtag: text, channelUserSqid: text })),
      );

      await bridge.registry.sweep();
      const before = await players();
      expect(before.map(({ id }) => id)).toContain('msx_good');
      expect(before.length).toBeGreaterThan(2);
      expect(faults).toEqual([]);
      await bridge.close();
      bridge = await start();
      expect((await players()).map(({ id, displayName }) => [id, displayName])).toEqual(
        before.map(({ id, displayName }) => [id, displayName]),
      );
      expect(faults).toEqual([]);
    },
    30_000,
  );
});
