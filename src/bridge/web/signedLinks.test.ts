// With tokens: what a TV gets, and what nobody else gets.
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../e2e/stage/ask.js';
import { connectPlayer } from '../../../e2e/stage/connectPlayer.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { pairTv, type PairedTv } from '../../../e2e/stage/pairTv.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';
import { createLinkSigner } from '../pairing/createLinkSigner.js';
import { endOfLinks } from '../pairing/signature.js';
import { startBridge, type Bridge } from '../startBridge.js';

const HOST = 'tv-bridge.local:8080';
const ORIGIN = `http://${HOST}`;
const GALLERY = resolve('src/bridge/gallery');
/** Nobody needs a signature for the plugin's page, which is the same for all. */
const PAGES = ['/plugin.html', '/preview/plugin/plugin.html'];

let sample: SamplePackage;
let folder: MediaFolder;
let library: Bridge;
let gallery: Bridge;
const clock = { nowMs: Date.parse('2026-01-02T12:00:00Z') };
const begin = clock.nowMs;
beforeAll(async () => {
  sample = await samplePackage();
  folder = await mediaFolder(['x.png', 'sub/y.png', 'film.mp4', 'song.mp3', 'odd/ä b#?%41&{PLATFORM}.png']);
  const options = { auth: 'token', attemptsPerMinute: 1000, now: () => clock.nowMs } as const;
  const folders = { ...sample.folders, gallery: GALLERY };
  library = await startBridge({
    ...options,
    folders,
    media: folder.path,
    thumbnails: join(sample.root, 'small'),
  });
  gallery = await startBridge({ ...options, folders });
  await library.library?.rescan();
}, 60_000);
afterAll(async () => {
  await Promise.all([library.close(), gallery.close()]);
  await Promise.all([sample.remove(), folder.remove()]);
});
beforeEach(() => {
  clock.nowMs = begin;
});

const load = (bridge: Bridge, path: string, headers: Record<string, string> = {}) =>
  ask(bridge.port, path, { headers: { host: HOST, ...headers } });
const pathOf = (url: string) => url.slice(ORIGIN.length);
const urlsIn = (text: string) =>
  (text.match(/https?:\/\/[^"|\]]+/g) ?? []).map((url) => url.replace(/^.*(?=http)/, ''));
/** What a text could hold besides absolute addresses. */
const relativeIn = (text: string) =>
  text.match(/"[^":]*(?:[a-z]:)?[^":/]+\.(?:json|png|mp3|mp4|webm)[^"]*"/g) ?? [];

/** Every address that a TV is led to from its menu, and every document on the way. */
async function walk(bridge: Bridge, tv: PairedTv): Promise<{ urls: string[]; documents: string[] }> {
  const urls = new Set<string>();
  const documents: string[] = [];
  const config = JSON.parse((await load(bridge, '/plugin.config.json')).text) as { menu: string };
  const waiting = [`/${config.menu}`];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const { status, text } = await load(bridge, path, path === `/${config.menu}` ? tv.headers : {});
    expect(status).toBe(200);
    documents.push(text);
    for (const url of urlsIn(text)) {
      if (!urls.has(url) && /\/msx\/albums|\/gallery\/.*json/.test(url)) waiting.push(pathOf(url));
      urls.add(url);
    }
  }
  return { urls: [...urls], documents };
}

describe.each([
  ['the library', () => library, 10],
  ['the sample gallery', () => gallery, 15],
] as const)('the links of %s', (_name, bridgeOf, fewest) => {
  const bridge = bridgeOf;

  it('have a signature each, in every document', async () => {
    for (const id of ['tv', 'UziFFZs2f.L&x y', null]) {
      const { urls, documents } = await walk(bridge(), await pairTv(bridge().port, id));
      const links = urls.filter((url) => !PAGES.includes(pathOf(url)));
      expect(links.length).toBeGreaterThanOrEqual(fewest);
      for (const url of links)
        expect(url).toMatch(/^http:\/\/tv-bridge\.local:8080\/.*[?&]sig=msx_\w+\.\d+\.[\w-]{22}$/);
      expect(documents.flatMap(relativeIn).filter((text) => !text.includes('://'))).toEqual([]);
    }
  });

  it('open for their TV, and for nobody who changes something in them', async () => {
    const [a, b] = [await pairTv(bridge().port, 'a'), await pairTv(bridge().port, 'b')];
    const { urls } = await walk(bridge(), a);
    const links = urls
      .filter((url) => !PAGES.includes(pathOf(url)) && !url.includes('no-such-file'))
      .map(pathOf);
    const isGiven = async (path: string): Promise<boolean> => {
      const { status, text } = await load(bridge(), path);
      return status === 200 && !text.includes('not paired') && !text.includes('has expired');
    };
    for (const link of links)
      expect([link, await isGiven(`${link}&device_id=b&v=0.1.163`)]).toEqual([link, true]);
    const change = fc.constantFrom<(link: string, other: string) => string>(
      (link) => link.replace(/[?&]sig=.*/, ''),
      (link) => link.replace(/sig=.*/, 'sig='),
      (link) => link.replace(/sig=msx_a\./, 'sig=msx_b.'),
      (link) => link.replace(/\.(\d+)\.(?=[\w-]{22}$)/, (_all, hour) => `.${Number(hour) + 100}.`),
      (link) => link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      (link, other) => link.replace(/sig=.*/, /sig=.*/.exec(other)![0]),
      (link) => link.replace(/[?&]sig=.*/, `${link.includes('&sig=') ? '&' : '?'}sig=${b.token}`),
    );
    const link = fc.constantFrom(...links);
    await fc.assert(
      fc.asyncProperty(link, link, change, async (one, other, to) => {
        const changed = to(one, other);
        const part = (text: string) => text.replace(/[?&](?:sig|device_id)=[^&]*/g, '');
        if (part(one) !== part(other)) expect([changed, await isGiven(changed)]).toEqual([changed, false]);
      }),
      { numRuns: 60 },
    );
  });

  it('are good for a day, and the TV is told when they are not', async () => {
    const tv = await pairTv(bridge().port, 'tv');
    const { urls } = await walk(bridge(), tv);
    const document = urls.find((url) => /\.json|albums/.test(url))!;
    const file = urls.find((url) => /\/msx\/image|pictures\/harbour/.test(url))!;
    clock.nowMs = endOfLinks(begin) - 1;
    expect((await load(bridge(), pathOf(file))).status).toBe(200);
    clock.nowMs = endOfLinks(begin);
    const refused = await load(bridge(), pathOf(file));
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([403, { code: 'link_refused' }]);
    expect(refused.text).toContain('good for a day');
    const page = await load(bridge(), pathOf(document));
    expect(page.status).toBe(200);
    expect(page.text).toContain('This page has expired');
    expect(page.text).toContain('"action":"reload"');
  });

  it('end when the TV is unpaired, also with the file of a film that is under way', async () => {
    const tv = await pairTv(bridge().port, 'tv');
    const { urls } = await walk(bridge(), tv);
    const file = pathOf(urls.find((url) => url.includes('.mp4') || url.includes('mp4'))!);
    expect((await load(bridge(), file, { range: 'bytes=0-9' })).status).toBe(206);
    await ask(bridge().port, `/api/players/${tv.playerId}/token`, { method: 'DELETE' });
    expect((await load(bridge(), file, { range: 'bytes=10-19' })).status).toBe(403);
    const again = await pairTv(bridge().port, 'tv');
    expect((await load(bridge(), file)).status).toBe(403); // of the token before
    await ask(bridge().port, `/api/players/${again.playerId}`, { method: 'DELETE' });
    expect((await walk(bridge(), await pairTv(bridge().port, 'tv'))).urls.length).toBeGreaterThan(0);
  });
});

describe('who has no token', () => {
  it.each([
    ['library', '/msx/menu.json?device_id=tv', 'menu'],
    ['library', '/msx/albums.json?device_id=tv', 'pages'],
    ['gallery', '/gallery/menu.json?device_id=tv', 'menu'],
    ['gallery', '/gallery/albums.json', 'pages'],
  ] as const)('is shown that the TV is not paired, and nothing else: %s, %s', async (which, path, member) => {
    const bridge = which === 'library' ? library : gallery;
    await pairTv(bridge.port, 'tv');
    const answer = await load(bridge, path);
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    const shown = JSON.parse(answer.text) as Record<string, unknown>;
    expect(shown).toMatchObject({
      headline: 'This TV is not paired',
      [member]: expect.any(Array) as unknown,
    });
    expect(answer.text).not.toContain('http');
    expect(answer.text).not.toContain('msx_tv');
    const wrong = await load(bridge, path, { authorization: 'Bearer nonsense' });
    expect([wrong.status, JSON.parse(wrong.text)]).toMatchObject([401, { code: 'token_unknown' }]);
  });

  it('gets no file by the device ID of a TV, from its address either', async () => {
    const tv = await pairTv(library.port, 'tv');
    await walk(library, tv);
    for (const path of [
      '/msx/image/msx_tv?uri=x.png',
      '/msx/thumb/msx_tv?uri=x.png',
      '/msx/video/msx_tv?uri=film.mp4',
    ])
      for (const id of ['', '&device_id=tv']) expect((await load(library, path + id)).status).toBe(403);
    expect((await load(gallery, '/gallery/pictures/harbour.png?device_id=tv')).status).toBe(403);
  });

  it('gets no file that is another TV’s by its address, even with a signature of that address', async () => {
    for (const id of ['a', 'b']) await pairTv(library.port, id);
    const [{ value }] = (await library.database.query('SELECT value FROM secrets')) as [{ value: string }];
    const signer = createLinkSigner({
      key: value,
      tokenHashOf: (playerId) => library.players.tokenHash(playerId),
      now: () => clock.nowMs,
      monotonicMs: () => 0,
    });
    const sign = (await signer.signFor('msx_a'))!;
    const statusOf = async (path: string) => (await load(library, `${path}&sig=${sign(path)}`)).status;
    expect(await statusOf('/msx/image/msx_a?uri=x.png')).toBe(200);
    expect(await statusOf('/msx/image/msx_b?uri=x.png')).toBe(403);
  });

  it('makes no TV of a stranger', async () => {
    for (const path of ['/msx/menu.json', '/msx/albums.json'])
      await load(library, `${path}?device_id=stranger`);
    const check = {
      method: 'POST',
      headers: { 'host': HOST, 'origin': ORIGIN, 'content-type': 'application/json' },
    };
    const posts = (id: string) => ask(library.port, `/check?device_id=${id}`, { ...check, body: '{}' });
    expect((await posts('stranger')).status).toBe(403);
    expect(library.registry.find('msx_stranger')).toBeUndefined();
    await pairTv(library.port, 'tv');
    expect((await posts('tv')).status).toBe(204);
  });

  it('is told by the plugin’s page where to ask, and of no template for pictures', async () => {
    const config = JSON.parse((await load(library, '/plugin.config.json')).text) as Record<string, unknown>;
    expect(config).toMatchObject({ registration: `${ORIGIN}/api/player` });
    expect(config).not.toHaveProperty('artworkUrl');
    const page = (await load(gallery, '/plugin.html')).text;
    expect(page).toContain(`${ORIGIN}/api/player`);
    expect(page).not.toContain('Sample gallery');
  });
});

describe('what a TV is told over MQTT', () => {
  it.each([
    ['the library', () => library],
    ['the sample gallery', () => gallery],
  ] as const)('has signed addresses of pictures: %s', async (_name, bridgeOf) => {
    const bridge = bridgeOf();
    const { token, playerKey } = await pairTv(bridge.port, 'tv');
    const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv', { password: token });
    const topic = (name: string) => `makapix/player/${playerKey}/${name}`;
    const next = () =>
      new Promise<Record<string, never>>((come) =>
        tv.client.once('message', (_topic, payload) =>
          come(JSON.parse(payload.toString()) as Record<string, never>),
        ),
      );
    await tv.client.subscribeAsync([topic('response/+'), topic('command')], { qos: 1 });
    const answer = next();
    const request = { request_id: 'r', request_type: 'query_posts', player_key: playerKey, channel: 'all' };
    await tv.client.publishAsync(topic('request/r'), JSON.stringify(request), { qos: 1 });
    const { posts } = (await answer) as unknown as { posts: { post_id: number; art_url: string }[] };
    const [{ post_id: postId, art_url: artUrl }] = posts as [(typeof posts)[0]];
    const isGiven = async (url: string) => (await fetch(url)).status;
    expect([await isGiven(artUrl), await isGiven(artUrl.replace(/\?.*/, ''))]).toEqual([200, 403]);

    const command = next();
    void ask(bridge.port, '/api/players/msx_tv/commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ command_type: 'show_artwork', payload: { post_id: postId } }),
    });
    const { command_id: id, payload } = (await command) as unknown as {
      command_id: string;
      payload: { art_url: string };
    };
    await tv.client.publishAsync(
      topic('command/ack'),
      JSON.stringify({ command_id: id, status: 'ok', error: null }),
      { qos: 1 },
    );
    const url = payload.art_url;
    expect([await isGiven(url), await isGiven(url.replace(/[?&]sig=.*/, ''))]).toEqual([200, 403]);
    await tv.client.endAsync();
  });
});

it('a film that is being sent is cut off when its TV is unpaired', async () => {
  await folder.sparse('long.mp4', 512 * 1024 * 1024);
  await library.library?.rescan();
  const tv = await pairTv(library.port, 'cinema');
  const { urls } = await walk(library, tv);
  const url = urls.find((one) => one.includes('long.mp4'))!;
  const isWhole = new Promise<boolean>((resolve, reject) => {
    get({ port: library.port, path: pathOf(url), agent: false }, (response) => {
      response.once('data', () => {
        response.pause(); // it would be sent whole before
        void ask(library.port, '/api/players/msx_cinema/token', { method: 'DELETE' }).then(() =>
          response.resume(),
        );
      });
      response.once('error', () => undefined).once('close', () => resolve(response.complete));
    }).once('error', reject);
  });
  expect(await isWhole).toBe(false);
});
