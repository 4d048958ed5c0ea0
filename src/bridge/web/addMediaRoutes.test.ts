import { rename, symlink } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startBridge, type Bridge } from '../startBridge.js';
import { ask } from '../../../e2e/stage/ask.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';

const ID = 'a.b';
const NAMES = ['x.png', 'sub/y.png', 'sub/film.mp4', 'song.mp3', 'odd/ä b#?%41&{PLATFORM}.png'];

let sample: SamplePackage;
let folder: MediaFolder;
let bridge: Bridge;
const faults: string[] = [];
let nowMs = Date.now();
beforeEach(async () => {
  sample = await samplePackage();
  folder = await mediaFolder(NAMES);
  bridge = await startBridge({
    folders: sample.folders,
    media: folder.path,
    now: () => nowMs,
    onFault: (one) => faults.push(one),
  });
  await bridge.library?.rescan();
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
  await folder.remove();
  faults.length = 0;
});

interface Item {
  title: string;
  label?: string;
  action: string;
  image?: string;
  enumerate?: boolean;
  properties?: Record<string, unknown>;
}
interface Document {
  flag?: string;
  cache?: boolean;
  reuse?: boolean;
  ready?: { action: string };
  pages?: { items: { headline?: string; action?: string }[] }[];
  headline: string;
  menu: { label: string; data: string }[];
  items: Item[];
  response: { status: number; message: string };
}

interface Player {
  id: string;
  deviceId: string;
}

const HOST = 'tv-bridge.local:8080';
async function load(path: string, headers: Record<string, string> = {}): Promise<Document> {
  const answer = await ask(bridge.port, path, { headers: { host: HOST, ...headers } });
  expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
  return JSON.parse(answer.text) as Document;
}
const pathOf = (url: string) => url.replace(/^.*?http:\/\/[^/]+/, '');
/** Every URL in a document. */
const urlsOf = (document: unknown) => JSON.stringify(document).match(/https?:\/\/[^"]+/g) ?? [];
const all = (items: Item[]) => new Map(items.map((item) => [item.title, item]));

describe('the documents of the media library', () => {
  it('lead from the start parameter to every file', async () => {
    const start = JSON.parse((await ask(bridge.port, '/msx/start.json')).text) as { parameter: string };
    expect(start.parameter).toBe('menu:request:interaction:init@{PREFIX}{SERVER}/plugin.html');
    const config = JSON.parse((await ask(bridge.port, '/plugin.config.json')).text) as { menu: string };
    const menu = await load(`/${config.menu}?device_id=${ID}`);
    expect(menu.menu.map(({ label }) => label).filter(Boolean)).toEqual([
      'Albums',
      'All pictures',
      'All music',
      'All films',
      'This TV',
    ]);
    const seen: string[] = [];
    const walk = async (path: string): Promise<void> => {
      for (const { action, title } of (await load(path)).items)
        if (action.startsWith('content:')) await walk(pathOf(action));
        else seen.push(title);
    };
    await walk(pathOf(menu.menu[0]!.data));
    expect(seen.sort()).toEqual(['film', 'song', 'x', 'y', 'ä b#?%41&(PLATFORM)']);
    expect((await load(pathOf(menu.menu[1]!.data))).items).toHaveLength(3);
  });

  it('have absolute links for the host that was asked, each with the device ID', async () => {
    for (const path of ['/msx/menu.json', '/msx/albums.json', '/msx/albums/pictures.json'])
      for (const url of urlsOf(await load(`${path}?device_id=a%2Fb%20%C3%BC`))) {
        expect(url).toMatch(/^http:\/\/tv-bridge\.local:8080\//);
        if (!url.endsWith('plugin.html')) expect(url).toContain('device_id=a%2Fb%20%C3%BC');
      }
  });

  it.each(['menu.json', 'albums.json', 'albums/pictures.json', 'albums/none.json'])(
    'register the TV that asks: %s',
    async (path) => {
      await load(`/msx/${path}?device_id=new`);
      expect(bridge.registry.isRegistered('msx_new')).toBe(true);
    },
  );

  it('have untagged links for a TV without a device ID, which is then known by its address', async () => {
    const urls = urlsOf(await load('/msx/albums.json'));
    expect(urls.length).toBeGreaterThan(0);
    expect(urls.filter((url) => url.includes('device_id'))).toEqual([]);
    expect(urls.some((url) => url.includes('/msx/image/msx_127_0_0_1?'))).toBe(true);
  });

  it('say which post an item is', async () => {
    const items = all((await load(`/msx/albums.json?device_id=${ID}`)).items);
    expect(items.get('x')).toMatchObject({
      action: 'image:context',
      imageLabel: 'x',
      properties: {
        'makapix:post_id': String(bridge.library?.postAt('x.png')?.postId),
        'makapix:channel': 'all',
      },
    });
    const song = items.get('song');
    expect(song?.action).toMatch(/^audio:http/);
    expect(song?.properties).toEqual({
      'makapix:post_id': String(bridge.library?.postAt('song.mp3')?.postId),
      'makapix:channel': 'all',
    });
  });

  it.each([
    ['', 'plugin.html'],
    ['&preview=1', 'preview/plugin/plugin.html'],
  ])(
    'bring the plugin back when a picture is seen or a track starts, by its own address (%s)',
    async (query, page) => {
      const list = (name: string) => load(`/msx/albums/${name}.json?device_id=${ID}&v=0.1.160${query}`);
      const [x, song, film] = await Promise.all([
        list('pictures').then(({ items }) => all(items).get('x')),
        list('music').then(({ items }) => items[0]),
        list('films').then(({ items }) => items[0]),
      ]);
      const track = `execute:service:video:silent:request:interaction:track@http://${HOST}/${page}`;
      expect(x?.properties?.['image:trigger']).toBe(
        `execute:service:slider:silent:request:interaction:slide@http://${HOST}/${page}`,
      );
      expect([song?.properties?.['trigger:start'], film?.properties?.['trigger:start']]).toEqual([
        track,
        track,
      ]);
    },
  );

  it.each(['', '&v=0.1.159', '&v=0.1.114'])(
    'have no trigger that an MSX before 0.1.160 would warn of (%s)',
    async (query) => {
      for (const list of ['pictures', 'music', 'films'])
        for (const { properties } of (await load(`/msx/albums/${list}.json?device_id=${ID}${query}`)).items)
          expect(Object.keys(properties ?? {})).toEqual(['makapix:post_id', 'makapix:channel']);
    },
  );

  it('keep the braces of a name where MSX can spell them', async () => {
    const titleOn = async (version: string) =>
      (await load(`/msx/albums/pictures.json?v=${version}`)).items.find(({ title }) => title.startsWith('ä'))
        ?.title;
    expect(await titleOn('0.1.144')).toBe('ä b#?%41&(PLATFORM)');
    expect(await titleOn('0.1.145')).toBe('ä b#?%41&{chr:#123}PLATFORM{chr:#125}');
  });

  it('lead the preview through its own plugin on every page', async () => {
    const urls: string[] = [];
    const walk = async (path: string): Promise<void> => {
      const document = await load(path);
      urls.push(...(JSON.stringify(document).match(/@http[^"]*/g) ?? []));
      for (const url of urlsOf(document).filter((one) => one.includes('.json'))) await walk(pathOf(url));
    };
    await walk('/msx/menu.json?preview=1&v=0.1.166');
    expect([...new Set(urls)]).toEqual([`@http://${HOST}/preview/plugin/plugin.html`]);
  });

  it('never load the bridge’s plugin into a TV whose plugin lies elsewhere', async () => {
    const requests = new Set<string>();
    const walk = async (path: string, headers?: Record<string, string>): Promise<void> => {
      const document = await load(path, headers);
      for (const request of JSON.stringify(document).match(/request:interaction:[^"|\]]*/g) ?? [])
        requests.add(request);
      for (const url of urlsOf(document).filter((one) => one.includes('.json'))) await walk(pathOf(url));
    };
    await walk('/msx/menu.json?v=0.1.166', { origin: 'http://web.example' });
    expect([...requests].sort()).toEqual([
      'request:interaction:slide',
      'request:interaction:status',
      'request:interaction:track',
    ]);
    // Its own, over its own address; and what MSX itself asks for comes from MSX's origin.
    for (const [path, origin] of [
      ['menu', `http://${HOST}`],
      ['albums/pictures', 'http://msx.benzac.de'],
    ] as const)
      expect(JSON.stringify(await load(`/msx/${path}.json?v=0.1.166`, { origin }))).toContain(
        `@http://${HOST}/plugin.html`,
      );
  });

  it('are asked for again whenever they are opened, and notes whenever they are shown', async () => {
    for (const path of ['albums', 'albums/pictures', 'albums/2'])
      expect(await load(`/msx/${path}.json`)).toMatchObject({ cache: false });
    for (const path of ['albums/99999']) {
      const note = await load(`/msx/${path}.json`);
      expect(note).toMatchObject({ cache: false, reuse: false });
      expect(note.pages?.[0]?.items[1]?.action).toBe('reload:content');
    }
  });

  it('say that there is nothing any more where a collection was emptied, or an album', async () => {
    await folder.delete('song.mp3');
    await bridge.library?.rescan();
    const said = async (path: string) => (await load(path)).pages?.[0]?.items[0]?.headline;
    expect(await said('/msx/albums/music.json?menu=pictures-music-films')).toBe('There is no music now');
    expect(await said('/msx/albums/music.json?page=3')).toBe('There is no music now');
    expect(await said('/msx/albums/99999.json')).toBe('There is nothing here any more');
  });

  it('renew a menu that shows other collections than there are, from MSX 0.1.144 on', async () => {
    const menu = await load('/msx/menu.json');
    const renewal = `replace:menu:${menu.flag}:request:interaction:init@http://${HOST}/plugin.html`;
    const paths = menu.menu
      .map(({ data }) => data)
      .filter((data) => /^http/.test(data))
      .map(pathOf);
    const renewals = async (version: string) =>
      Promise.all(paths.map(async (path) => (await load(`${path}&v=${version}`)).ready?.action));
    expect(paths).toHaveLength(4);
    expect(await renewals('0.1.166')).toEqual([undefined, undefined, undefined, undefined]);
    await folder.delete('song.mp3');
    await bridge.library?.rescan();
    expect(await renewals('0.1.144')).toEqual([renewal, renewal, renewal, renewal]);
    expect(await renewals('0.1.143')).toEqual([undefined, undefined, undefined, undefined]);
    await folder.add('other.mp3');
    await bridge.library?.rescan();
    expect(await renewals('0.1.166')).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('come in pages where there is much, of which only the files are counted', async () => {
    const many = await mediaFolder();
    for (let i = 1; i <= 250; i++) await many.write(`big/${i}.jpg`, `picture ${i}`);
    const other = await startBridge({ folders: sample.folders, media: many.path });
    await other.library?.rescan();
    const get = async (path: string) => JSON.parse((await ask(other.port, path)).text) as Document;
    let path: string | undefined = pathOf((await get('/msx/albums.json')).items[0]!.action);
    const titles: string[] = [];
    const headlines: string[] = [];
    while (path !== undefined) {
      const { items, headline } = await get(path);
      headlines.push(headline);
      expect(items.filter(({ label }) => label).map(({ enumerate }) => enumerate)).not.toContain(undefined);
      titles.push(...items.filter(({ action }) => action === 'image:context').map(({ title }) => title));
      path = items.find(({ label }) => label === 'Next page')?.action;
      path &&= pathOf(path);
    }
    expect(headlines).toEqual(['big (1/3)', 'big (2/3)', 'big (3/3)']);
    const beyond = await get('/msx/albums/pictures.json?page=4'); // the files of this page have gone meanwhile
    expect([beyond.headline, beyond.items.length]).toEqual(['All pictures (3/3)', 15]);
    expect(titles).toEqual(Array.from({ length: 250 }, (_, i) => String(i + 1)));
    await other.close();
    await many.remove();
  });

  it.each([
    '/msx/albums/x.json',
    '/msx/albums/..%2f.json',
    '/msx/albums/pictures.json?page=0',
    '/msx/albums/pictures.json?page=x',
    '/msx/nothing.json',
  ])('that do not exist are MSX responses (%s)', async (path) => {
    expect((await load(path)).response).toMatchObject({ status: 404, message: expect.any(String) as string });
  });

  it('tell what to do where there is nothing', async () => {
    const empty = await mediaFolder();
    const other = await startBridge({ folders: sample.folders, media: empty.path });
    await other.library?.rescan();
    expect((await ask(other.port, '/msx/albums.json')).text).toContain('Copy pictures, music or films');
    await other.close();
    await empty.remove();
  });
});

it('the albums say so while the folder is being read for the first time', async () => {
  const { library } = bridge;
  vi.spyOn(library!, 'isComplete').mockReturnValue(false);
  expect((await ask(bridge.port, '/msx/albums.json')).text).not.toContain('being read');
  vi.spyOn(library!, 'root').mockReturnValue({ ...library!.root(), count: 0 });
  vi.spyOn(library!, 'version').mockReturnValue(-1);
  expect((await ask(bridge.port, '/msx/albums.json')).text).toContain('The media folder is being read');
});

describe('a file', () => {
  const linkTo = async (title: string, query = `?device_id=${ID}`): Promise<string> => {
    for (const list of ['pictures', 'music', 'films']) {
      const item = all((await load(`/msx/albums/${list}.json${query}`)).items).get(title);
      if (item) return pathOf(item.image ?? item.action);
    }
    throw new Error(`no ${title}`);
  };

  it.each([
    ['x', 'image/png'],
    ['song', 'audio/mpeg'],
    ['film', 'video/mp4'],
    ['ä b#?%41&(PLATFORM)', 'image/png'],
  ])('"%s" is sent to the TV whose link it is', async (title, type) => {
    const answer = await ask(bridge.port, await linkTo(title));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type]);
    expect(answer.headers['accept-ranges']).toBe('bytes');
  });

  it('is sent in ranges, and not again when the TV has it', async () => {
    const link = await linkTo('song');
    const part = await ask(bridge.port, link, { headers: { range: 'bytes=0-2' } });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([
      206,
      'ID3',
      expect.stringMatching(/^bytes 0-2\/\d+$/),
    ]);
    const get = (headers: Record<string, string>) => ask(bridge.port, link, { headers });
    const beyond = await get({ range: 'bytes=99999999-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([
      416,
      expect.stringMatching(/^bytes \*\/\d+$/),
    ]);
    const etag = String(part.headers.etag);
    const modified = String(part.headers['last-modified']);
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await get({ 'if-none-match': `"x", ${etag}` })).status).toBe(304);
    expect((await get({ 'if-none-match': '"x"', 'if-modified-since': modified })).status).toBe(200);
    expect((await get({ 'if-modified-since': modified })).status).toBe(304);
    expect((await get({ 'range': 'bytes=0-2', 'if-range': etag })).status).toBe(206);
    expect((await get({ 'range': 'bytes=0-2', 'if-range': '"x"' })).status).toBe(200);
    const head = await ask(bridge.port, link, { method: 'HEAD' });
    const whole = await ask(bridge.port, link);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers['content-length']).toBe(whole.headers['content-length']);
  });

  it.each(['bytes=-99999999', 'bytes=a-b', 'bytes=5-2', 'bytes=0-1,4-5', 'seconds=1-2'])(
    'is sent whole for the range %s',
    async (range) => {
      const link = await linkTo('song');
      const answer = await ask(bridge.port, link, { headers: { range } });
      const whole = await ask(bridge.port, link);
      expect(answer.text).toBe(whole.text);
      expect(answer.headers['content-length']).toBe(whole.headers['content-length']);
    },
  );

  it
    .skipIf(process.platform === 'win32')
    .each([
      'a\\b.png',
      'a\\..\\b.png',
      'a%2fb.png',
      'a%.png',
      'a..png',
      'a?b#c;d=e&f+g.png',
      ' a .png',
      '‮a⁦b.png',
      '夜景🎆.png',
      'a\nb.png',
      `${'é'.repeat(60)}.png`,
    ])('is sent whatever its name is: %j', async (name) => {
    await folder.add(`odd\\folder/${name}`, 'mark');
    await bridge.library?.rescan();
    const post = bridge.library!.postAt(`odd\\folder/${name}`)!;
    const answer = await ask(bridge.port, await linkTo(post.title));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(Number(answer.headers['content-length'])).toBe(post.bytes);
    const picture = await ask(bridge.port, `/api/posts/${post.postId}/picture`);
    expect([picture.status, Number(picture.headers['content-length'])]).toEqual([200, post.bytes]);
  });

  it("is sent to the TV's own media player, which has no device ID, from the same address", async () => {
    const link = (await linkTo('film')).replace(/&device_id=[^&]*/, '');
    expect(link).not.toContain('device_id');
    expect((await ask(bridge.port, link, { headers: { 'user-agent': 'a native player' } })).status).toBe(200);
  });

  it.each([
    ['with device IDs', ['?device_id=a', '?device_id=b'], ['one', 'one'], 2],
    ['without device IDs', ['', ''], ['one', 'two'], 2],
    ['that nothing tells apart', ['', ''], ['one', 'one'], 1],
  ])('is sent to each of two TVs behind one address %s', async (_name, queries, agents, players) => {
    const links: string[] = [];
    for (const [i, query] of queries.entries()) {
      const { items } = await load(`/msx/albums/films.json${query}`, { 'user-agent': agents[i]! });
      links.push(pathOf(items[0]!.action).replace(/&device_id=[^&]*/, ''));
    }
    for (const link of links)
      expect((await ask(bridge.port, link, { headers: { 'user-agent': 'a native player' } })).status).toBe(
        200,
      );
    expect(new Set(links).size).toBe(players);
    const listed = (await ask(bridge.port, '/api/players')).text;
    expect((JSON.parse(listed) as { players: unknown[] }).players).toHaveLength(players);
  });

  it.each([
    ['of another TV', (link: string) => link.replace('msx_a_x2eb', 'msx_other'), 403],
    [
      'of an unknown TV without a device ID',
      (link: string) => link.replace('msx_a_x2eb', 'msx_x').replace(/&device_id=.*/, ''),
      403,
    ],
    [
      'with a device ID that is not that of the TV',
      (link: string) => link.replace(/device_id=.*/, 'device_id=other'),
      403,
    ],
    ['outside the folder', (link: string) => link.replace(/uri=[^&]*/, 'uri=..%2F..%2Fetc%2Fpasswd'), 404],
    ['outside the folder, absolute', (link: string) => link.replace(/uri=[^&]*/, 'uri=%2Fetc%2Fpasswd'), 404],
    ['that does not exist', (link: string) => link.replace(/uri=[^&]*/, 'uri=nothing.png'), 404],
    ['without a name', (link: string) => link.replace(/uri=[^&]*&/, ''), 404],
    ['of another kind', (link: string) => link.replace('/image/', '/audio/'), 404],
  ])('%s is refused', async (_what, change, status) => {
    await load('/msx/menu.json?device_id=other2');
    const answer = await ask(bridge.port, change(await linkTo('x')));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({
      response: { status, message: expect.any(String) as string },
    });
  });

  it('is refused once its folder has become a link out of the media folder', async () => {
    const link = await linkTo('y');
    await rename(join(folder.path, 'sub'), join(sample.root, 'sub'));
    await symlink(join(sample.root, 'sub'), join(folder.path, 'sub'));
    expect((await ask(bridge.port, link)).status).toBe(404);
  });

  it('is refused to a TV that was removed, until it opens the menu again', async () => {
    const link = await linkTo('x');
    await ask(bridge.port, '/api/players/msx_a_x2eb', { method: 'DELETE' });
    expect((await ask(bridge.port, link)).status).toBe(403);
    await load(`/msx/menu.json?device_id=${ID}`);
    expect((await ask(bridge.port, link)).status).toBe(200);
  });

  it('that is being sent keeps its TV from being idle, and ends when the TV is removed', async () => {
    await folder.sparse('long.mp4', 50 * 1024 * 1024);
    await bridge.library?.rescan();
    const link = await linkTo('long');
    const response = await new Promise<IncomingMessage>((resolve) =>
      request({ port: bridge.port, path: link, agent: false }, resolve).end(),
    );
    response.on('error', () => undefined); // it is broken off below
    nowMs += 3_600_000;
    await bridge.registry.sweep();
    expect(bridge.registry.isRegistered('msx_a_x2eb')).toBe(true);
    const end = new Promise((resolve) => response.once('close', resolve));
    await ask(bridge.port, '/api/players/msx_a_x2eb', { method: 'DELETE' });
    response.resume();
    await end;
    expect(response.complete).toBe(false);
  });

  it('brings back a TV that was idle', async () => {
    const link = await linkTo('x');
    await bridge.registry.close();
    expect((await ask(bridge.port, link)).status).toBe(200);
    expect(bridge.registry.isRegistered('msx_a_x2eb')).toBe(true);
  });
});

describe('a TV with a device ID of 256 characters', () => {
  it.each(['a', '-', ' ', '%', '\u0001', 'ü', '夜', '🎆', '‮'])(
    'of the kind %j is a TV like others',
    async (one) => {
      const deviceId = one.repeat(256 / one.length);
      const query = `?device_id=${encodeURIComponent(deviceId)}`;
      // As deep as a folder can be.
      const way = Array.from({ length: 16 }, () => 'é'.repeat(125)).join('/');
      await folder.add(`${way}/x2.png`);
      await bridge.library?.rescan();
      await load(`/msx/menu.json${query}`);
      const item = all((await load(`/msx/albums/pictures.json${query}`)).items).get('x2');
      const headers = {
        'user-agent': 'Mozilla/5.0 '.padEnd(250, 'x'),
        'referer': 'http://msx.benzac.de/'.padEnd(200, 'x'),
      };
      const answer = await ask(bridge.port, pathOf(item!.image!), { headers });
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);

      const players = async () =>
        (JSON.parse((await ask(bridge.port, '/api/players')).text) as { players: Player[] }).players;
      const [player] = await players();
      expect(player).toMatchObject({ deviceId, registered: true });
      const api = `/api/players/${encodeURIComponent(player!.id)}`;
      const change = {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ displayName: 'Kitchen' }),
      };
      expect((await ask(bridge.port, api, change)).status).toBe(200);
      expect((await players())[0]).toMatchObject({ displayName: 'Kitchen' });
      expect((await ask(bridge.port, `${api}/token`, { method: 'POST' })).status).toBe(200);
      expect((await ask(bridge.port, `/api/views?player=${encodeURIComponent(player!.id)}`)).status).toBe(
        200,
      );
      expect((await ask(bridge.port, api, { method: 'DELETE' })).status).toBe(204);
      expect(await players()).toEqual([]);
    },
  );
});

it('tells the TV that the bridge failed, and its log why', async () => {
  bridge.registry.getOrRegister = () => Promise.reject(new Error('disk on fire'));
  expect((await load('/msx/menu.json')).response).toMatchObject({ status: 500 });
  expect(faults.join()).toContain('GET /msx/menu.json failed: disk on fire');
});
