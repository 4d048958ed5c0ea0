// The built page in a real browser, opened by the MSX host.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { pageRequest } from '../../src/msx/pageRequest.js';
import type { PageKind } from '../../src/msx/pageRequest.js';
import { openHost } from './msx-host.js';
import type { Host } from './msx-host.js';
import { LIBRARY as library, startApp } from './origins.js';
import { startServer } from './server.js';
import type { Answer, TestServer } from './server.js';

const root = join(import.meta.dirname, '../..');
const dist = (name: string) => join(root, 'dist', name);
const script = (body: string): Answer => ({ body, type: 'text/javascript' });
const page = (body: string): Answer => ({ body, type: 'text/html' });

let app: TestServer;
let server: TestServer;
test.beforeEach(async () => {
  app = await startApp();
});
test.afterEach(async () => {
  await Promise.all([app.close(), server.close()]);
});

/** A static host with the plugin in the folder /tv/. The MSX host page lies elsewhere, as MSX does. */
async function serve(
  routes: Parameters<typeof startServer>[1] = {},
  withLibrary = true,
): Promise<TestServer> {
  server = await startServer(
    { '/tv/': dist('plugin'), '/gallery/': join(root, 'dist/bridge/gallery') },
    { ...(withLibrary ? { '/tv/tvx-plugin.min.js': script(readFileSync(library, 'utf8')) } : {}), ...routes },
  );
  return server;
}
const start = (query = '') => `menu:request:interaction:init@${server.origin}/tv/plugin.html${query}`;
const withMenu =
  (query = '', settings: Record<string, string> = {}) =>
  (browser: Parameters<typeof openHost>[0]) =>
    openHost(browser, app.origin, start(query), settings);

const DEVICE = { macAddress: '00:11:22:33:44:55', platform: 'tizen', msxVersion: '0.1.163' };
const aMenu = (...labels: string[]): Answer => ({
  json: { headline: 'Test', menu: labels.map((label) => ({ label, data: `${label}.json` })) },
});
const hasMenu = (label: string) => (state: Awaited<ReturnType<Host['state']>>) =>
  JSON.stringify(state).includes(label);
/** The device ID that links carry. */
const idIn = (text: string) => /device_id=([^&"\\>]+)/.exec(text)?.[1];
/** What the library itself says in the plugin's frame. */
const idOfLibrary = (host: Host) =>
  host.page
    .frames()
    .find((frame) => frame.url().includes('/tv/plugin.html'))!
    .evaluate(
      () =>
        new Promise<string>((resolve) => {
          const { TVXInteractionPlugin } = window as unknown as {
            TVXInteractionPlugin: { requestDeviceId(callback: (answer: { deviceId: string }) => void): void };
          };
          TVXInteractionPlugin.requestDeviceId(({ deviceId }) => resolve(deviceId));
        }),
    );

test('the menu’s links carry the ID that TVX gives, which stays the same', async ({ page: browser }) => {
  await serve({
    '/tv/menu.json': aMenu('Songs'),
    '/tv/Songs.json': { json: { headline: 'The songs', template: { layout: '0,0,3,3' }, items: [] } },
  });
  const host = await withMenu('', DEVICE)(browser);
  await host.until('the menu', hasMenu('Songs'));
  const id = await idOfLibrary(host);
  expect(id).toMatch(/^[\w.-]{32,}$/);
  await expect
    .poll(() => server.arrived.map(({ url }) => url).find((url) => url.startsWith('/tv/Songs.json')))
    .toContain(`device_id=${encodeURIComponent(id)}`);
  // The same TV after its browser storage was cleared.
  await browser.context().clearCookies();
  for (const frame of browser.frames()) await frame.evaluate(() => localStorage.clear());
  const again = await withMenu('', DEVICE)(browser);
  await again.until('the menu', hasMenu('Songs'));
  expect(await idOfLibrary(again)).toBe(id);
});

test('an app that never says what it is gets its menu all the same, untagged', async ({ page: browser }) => {
  await serve({ '/tv/menu.json': aMenu('Songs') });
  const host = await withMenu('', { ...DEVICE, app: 'silent' })(browser);
  await host.until('the menu', hasMenu('Songs'));
  expect(server.arrived.some(({ url }) => url.includes('device_id'))).toBe(false);
});

test('an app without any ID: the library makes one up and keeps it', async ({ page: browser }) => {
  await serve({ '/tv/menu.json': aMenu('Songs') });
  const host = await withMenu('', { platform: 'tizen' })(browser);
  await host.until('the menu', hasMenu('Songs'));
  const id = await idOfLibrary(host);
  await expect
    .poll(() => server.arrived.map(({ url }) => idIn(url)).filter(Boolean))
    .toContain(encodeURIComponent(id));
});

test('the last good ID is used when MSX fails to give one', async ({ page: browser }) => {
  await serve({ '/tv/menu.json': aMenu('Songs') });
  const host = await withMenu('', DEVICE)(browser);
  await host.until('the menu', hasMenu('Songs'));
  const id = encodeURIComponent(await idOfLibrary(host));
  server.arrived.length = 0;
  const broken = await withMenu('', { ...DEVICE, app: 'silent' })(browser);
  await broken.until('the menu', hasMenu('Songs'));
  await expect
    .poll(() => server.arrived.map(({ url }) => url).find((url) => url.startsWith('/tv/Songs.json')))
    .toContain(`device_id=${id}`);
});

test.describe('the library', () => {
  /** Chromium resolves msx.benzac.de to the test itself. */
  const official = async (
    browser: Parameters<typeof openHost>[0],
    answer: 'library' | 'missing' | 'never',
  ) => {
    const asked: string[] = [];
    await browser.context().route('http://msx.benzac.de/**', async (route) => {
      asked.push(route.request().url());
      if (answer === 'library')
        await route.fulfill({ contentType: 'text/javascript', body: readFileSync(library, 'utf8') });
      else if (answer === 'missing') await route.fulfill({ status: 404 });
    });
    return asked;
  };

  test('from beside the page is taken first, and MSX’s host is not asked', async ({ page: browser }) => {
    await serve({ '/tv/menu.json': aMenu('Songs') });
    const asked = await official(browser, 'library');
    await (await withMenu('', DEVICE)(browser)).until('the menu', hasMenu('Songs'));
    expect(asked).toEqual([]);
  });

  for (const [what, route] of [
    ['a 404', { body: 'No', type: 'text/plain', status: 404 }],
    ['a page for every missing file', page('<!doctype html><title>Home</title>')],
    ['a page that calls itself a script', script('<!doctype html><title>TVXInteractionPlugin</title>')],
  ] as const)
    test(`comes from MSX where the host answers ${what}`, async ({ page: browser }) => {
      await serve({ '/tv/menu.json': aMenu('Songs'), '/tv/tvx-plugin.min.js': route });
      const asked = await official(browser, 'library');
      await (await withMenu('', DEVICE)(browser)).until('the menu', hasMenu('Songs'));
      expect(asked).toEqual(['http://msx.benzac.de/js/tvx-plugin.min.js']);
    });

  test('and the configuration may be missing on a host that answers everything with its home page', async ({
    page: browser,
  }) => {
    const home = page('<!doctype html><title>Home</title>');
    await serve({
      '/tv/menu.json': aMenu('Songs'),
      '/tv/tvx-plugin.min.js': home,
      '/tv/plugin.config.json': home,
    });
    await official(browser, 'library');
    await (await withMenu('', DEVICE)(browser)).until('the menu', hasMenu('Songs'));
    expect(JSON.stringify(await browser.evaluate(() => window.msx.events))).not.toContain('[config-');
  });

  test('comes from MSX where the host never answers', async ({ page: browser }) => {
    await serve({ '/tv/menu.json': aMenu('Songs') });
    await browser.context().route('**/tv/tvx-plugin.min.js', () => undefined);
    await official(browser, 'library');
    await (await withMenu('', DEVICE)(browser)).until('the menu', hasMenu('Songs'));
  });

  test('that comes late is still welcome', async ({ page: browser }) => {
    let answerBeside: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answerBeside = resolve));
    await serve({
      '/tv/menu.json': aMenu('Songs'),
      '/tv/tvx-plugin.min.js': () => late.then(() => script(readFileSync(library, 'utf8'))),
    });
    const asked = await official(browser, 'missing');
    const host = await withMenu('', DEVICE)(browser);
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBe(1); // given up for now
    answerBeside();
    await host.until('the menu', hasMenu('Songs'));
  });

  test('that comes from nowhere is named in the log', async ({ page: browser }) => {
    await serve({ '/tv/menu.json': aMenu('Songs') }, false);
    await official(browser, 'missing');
    const said = browser.waitForEvent('console', (message) => message.text().includes('tvx-missing'));
    await withMenu('', DEVICE)(browser);
    expect((await said).text()).toContain('neither');
  });
});

test('from the second start on the menu is asked for side by side with the configuration, once', async ({
  page: browser,
}) => {
  const configs: Promise<Answer>[] = [];
  await serve({
    '/tv/menu.json': aMenu('Songs'),
    '/tv/new.json': aMenu('Pictures'),
    '/tv/plugin.config.json': () => configs.shift() ?? { json: {} },
  });
  const menus = () => server.arrived.map(({ url }) => url).filter((url) => url.startsWith('/tv/menu.json'));
  const first = await withMenu('', DEVICE)(browser);
  await first.until('the menu', hasMenu('Songs'));
  expect(menus()).toHaveLength(1);

  let answerConfig: (answer: Answer) => void = () => undefined;
  configs.push(new Promise((resolve) => (answerConfig = resolve)));
  const second = await withMenu('', DEVICE)(browser);
  await expect.poll(menus).toHaveLength(2);
  answerConfig({ json: {} });
  await second.until('the menu', hasMenu('Songs'));
  expect(menus()).toHaveLength(2);
  expect(idIn(menus()[0]!)).toBeTruthy();
  expect(idIn(menus()[1]!)).toBe(idIn(menus()[0]!));

  // What a new configuration says holds at once.
  configs.push(Promise.resolve({ json: { menu: 'new.json' } }));
  const third = await withMenu('', DEVICE)(browser);
  await third.until('the new menu', hasMenu('Pictures'));
  expect(JSON.stringify(await third.state())).not.toContain('Songs');
});

test('the page is transparent in MSX, and shows nothing', async ({ page: browser }) => {
  await serve({ '/tv/menu.json': aMenu('Songs') });
  const host = await withMenu('', DEVICE)(browser);
  await host.until('the menu', hasMenu('Songs'));
  const frame = browser.frames().find((one) => one.url().includes('/tv/plugin.html'))!;
  expect(await frame.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgba(0, 0, 0, 0)',
  );
  expect(await frame.evaluate(() => document.body.innerText.trim())).toBe('');
});

test('no other script runs in the page', async ({ page: browser }) => {
  await serve({ '/tv/menu.json': aMenu('Songs'), '/tv/evil.js': script('window.evil = 1') });
  const host = await withMenu('', DEVICE)(browser);
  await host.until('the menu', hasMenu('Songs'));
  const frame = browser.frames().find((one) => one.url().includes('/tv/plugin.html'))!;
  const ran = await frame.evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'window.evil = 2';
    document.body.appendChild(inline);
    await new Promise<void>((resolve) => {
      const file = document.createElement('script');
      file.onload = file.onerror = () => resolve();
      file.src = 'evil.js';
      document.body.appendChild(file);
    });
    return (window as { evil?: number }).evil;
  });
  expect(ran).toBe(undefined);
});

/** How old MSX is on a Samsung of 2015, on one of 2017, and anywhere else. */
const VERSIONS = ['0.1.114', '0.1.145', '0.1.166'];
const gone = (): Answer => ({ body: 'gone', type: 'text/plain', status: 404 });
const aPage = (title: string): Answer => ({
  json: { headline: 'A page', pages: [{ items: [{ type: 'button', layout: '0,0,4,1', label: title }] }] },
});
const request = (kind: string, path: string) =>
  `${kind}:request:interaction:${pageRequest(`${server.origin}${path}`, kind as PageKind)}@${server.origin}/tv/plugin.html`;
/** What MSX warns of: actions that it does not know, items outside of the grid. */
const warnings = async (host: Host) =>
  (await host.state()).allToasts.filter(({ level }) => level === 'warn' || level === 'error');

for (const msxVersion of VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    const TV = { ...DEVICE, msxVersion };
    /** What came at startup can be replaced since 0.1.144; before, MSX begins anew. */
    const again = async (host: Host, ...keys: string[]) => {
      const anew = msxVersion === '0.1.114' ? host.page.waitForEvent('domcontentloaded') : null;
      await host.press(...keys);
      await anew;
    };

    test('a folder of documents is tagged in its depth: menu, nested page, picture', async ({
      page: browser,
    }) => {
      await serve({
        '/tv/plugin.config.json': { json: { tagging: 'deep' } },
        '/tv/menu.json': aMenu('albums'),
        '/tv/albums.json': {
          json: {
            template: { layout: '0,0,3,3', type: 'separate', title: 'An album' },
            items: [{ action: 'content:deeper/album.json' }],
          },
        },
        '/tv/deeper/album.json': {
          json: {
            headline: 'Deeper',
            template: { layout: '0,0,3,3', type: 'separate' },
            items: [{ title: 'A song', action: 'audio:song.wav' }],
          },
        },
      });
      const host = await withMenu('', TV)(browser);
      await host.until('the page of albums', hasMenu('An album'));
      const id = encodeURIComponent(await idOfLibrary(host));
      await host.press('ArrowRight', 'Enter');
      await host.until('the nested page', hasMenu('A song'));
      await host.press('Enter');
      await expect
        .poll(() => server.arrived.map(({ url }) => url).find((url) => url.startsWith('/tv/deeper/song.wav')))
        .toContain(`device_id=${id}`);
      for (const file of ['/tv/menu.json', '/tv/albums.json', '/tv/deeper/album.json'])
        expect(server.arrived.find(({ url }) => url.startsWith(file))!.url).toContain(`device_id=${id}`);
    });

    test('a menu that cannot be had is a menu that says so, and "Try again" does', async ({
      page: browser,
    }) => {
      let menu: Answer = gone();
      await serve({ '/tv/menu.json': () => menu });
      const host = await withMenu('', TV)(browser);
      await host.until('the reason', hasMenu('Try again'));
      expect(await browser.locator('body').innerText()).toContain('menu.json answered with the status 404');
      await browser.screenshot({ path: test.info().outputPath('problem.png') });
      await again(host, 'ArrowRight', 'Enter');
      await host.until('the reason again', hasMenu('Try again'));
      menu = aMenu('Songs');
      await again(host, 'ArrowRight', 'Enter');
      await host.until('the menu', hasMenu('Songs'));
      expect(await warnings(host)).toEqual([]);
    });

    test('a page that cannot be had at startup is asked for again', async ({ page: browser }) => {
      let page_: Answer = gone();
      await serve({ '/tv/page.json': () => page_ });
      const host = await openHost(browser, app.origin, request('content', '/tv/page.json'), TV);
      await host.until('the reason', hasMenu('Try again'));
      page_ = aPage('It is there');
      await again(host, 'Enter');
      await host.until('the page', hasMenu('It is there'));
      expect(await warnings(host)).toEqual([]);
    });

    test('a page of the menu that cannot be had is asked for again, and the menu stays', async ({
      page: browser,
    }) => {
      let page_: Answer = gone();
      await serve({
        '/tv/plugin.config.json': { json: { tagging: 'deep' } },
        '/tv/menu.json': aMenu('Songs'),
        '/tv/Songs.json': () => page_,
      });
      const host = await withMenu('', TV)(browser);
      await host.until('the reason', hasMenu('Try again'));
      page_ = aPage('It is there');
      await host.press('ArrowRight', 'Enter');
      const state = await host.until('the page', hasMenu('It is there'));
      expect(state.menu?.labels).toEqual(['Songs']);
      expect(await warnings(host)).toEqual([]);
    });

    test('a panel that cannot be had fits, and is asked for again alone', async ({ page: browser }) => {
      let panel: Answer = gone();
      await serve({
        '/tv/menu.json': aMenu('Songs'),
        '/tv/Songs.json': aPage('Beneath'),
        '/tv/panel.json': () => panel,
      });
      const host = await withMenu('', TV)(browser);
      await host.until('the page', hasMenu('Beneath'));
      await host.execute(request('panel', '/tv/panel.json'));
      await host.until('the reason', ({ panel: shown }) => JSON.stringify(shown).includes('Try again'));
      expect(await warnings(host)).toEqual([]);
      panel = aPage('It is there');
      const before = server.arrived.length;
      await host.press('Enter');
      await host.until('the panel', ({ panel: shown }) => JSON.stringify(shown).includes('It is there'));
      expect(server.arrived.slice(before).some(({ url }) => url.startsWith('/tv/Songs.json'))).toBe(false);
      expect(await warnings(host)).toEqual([]);
    });

    for (const kind of ['playlist', 'slideshow'])
      test(`a ${kind} that cannot be had says so over the page`, async ({ page: browser }) => {
        await serve({ '/tv/menu.json': aMenu('Songs'), '/tv/Songs.json': aPage('Beneath') });
        const host = await withMenu('', TV)(browser);
        await host.until('the page', hasMenu('Beneath'));
        await host.execute(request(kind, '/tv/gone.json'));
        const state = await host.until('the reason', ({ allToasts }) =>
          allToasts.some(({ text }) => text.includes('gone.json answered with the status 404')),
        );
        expect(state.screen).not.toBe('panel');
        expect(JSON.stringify(state.content)).toContain('Beneath');
        expect(state.allToasts.every(({ level }) => level === 'warn')).toBe(true);
      });

    test('the status page is a page, a panel and a start, and is asked for again as each', async ({
      page: browser,
    }) => {
      await serve({ '/tv/menu.json': aMenu('Songs'), '/tv/Songs.json': aPage('Beneath') });
      const status = `request:interaction:status@${server.origin}/tv/plugin.html`;
      const asked = () =>
        browser.evaluate(
          () =>
            window.msx.events.filter(({ message }) => JSON.stringify(message).includes('"dataId":"status"'))
              .length,
        );
      const first = await openHost(browser, app.origin, `content:${status}`, TV);
      await first.until('the status page', hasMenu('Status of this TV'));
      await browser.screenshot({ path: test.info().outputPath('status.png') });
      const before = await asked();
      await again(first, 'Enter');
      if (msxVersion !== '0.1.114') await expect.poll(asked).toBeGreaterThan(before);
      await first.until('the status page', hasMenu('Status of this TV'));
      expect(await warnings(first)).toEqual([]);
      const host = await withMenu('', TV)(browser);
      await host.until('the page', hasMenu('Beneath'));
      await host.execute(`panel:${status}`);
      await host.until('the panel', ({ panel }) => JSON.stringify(panel).includes('Status of this TV'));
      await browser.screenshot({ path: test.info().outputPath('status-panel.png') });
      const inPanel = await asked();
      await host.press('Enter');
      await expect.poll(asked).toBeGreaterThan(inPanel);
      await host.until(
        'the panel again',
        ({ screen, panel }) => screen === 'panel' && JSON.stringify(panel).includes('Status of this TV'),
      );
      expect(await warnings(host)).toEqual([]);
    });

    test('no picture brings a message', async ({ page: browser }) => {
      await serve({
        '/tv/plugin.config.json': { json: { tagging: 'deep' } },
        '/tv/menu.json': aMenu('Pictures'),
        '/tv/Pictures.json': {
          json: {
            template: { layout: '0,0,3,3', type: 'separate', title: 'A picture' },
            items: ['dunes', 'harbour'].map((name, i) => ({
              action: `image:/gallery/pictures/${name}.png`,
              properties: { 'makapix:post_id': String(i + 1) },
            })),
          },
        },
      });
      const host = await withMenu('', TV)(browser);
      await host.until('the page', hasMenu('A picture'));
      await host.press('ArrowRight', 'Enter');
      await host.until('the first', ({ slideshow }) => slideshow?.image === 'shown');
      await host.press('ArrowRight');
      await host.until(
        'the second',
        ({ slideshow }) => slideshow?.image === 'shown' && slideshow.index === 1,
      );
      expect((await host.state()).allToasts).toEqual([]);
    });
  });

test('a page that was redirected is loaded once, whatever is asked of it', async ({ page: browser }) => {
  await serve({
    '/plugin': () => ({
      status: 302,
      headers: { Location: '/tv/plugin.html' },
      body: '',
      type: 'text/plain',
    }),
    '/tv/plugin.config.json': { json: { tagging: 'deep' } },
    '/tv/menu.json': {
      json: {
        menu: [
          { label: 'Songs', data: 'Songs.json' },
          { label: 'Status', data: 'request:interaction:status@plugin.html' },
        ],
      },
    },
    '/tv/Songs.json': aPage('A song'),
  });
  const typed = `${server.origin}/plugin`;
  const host = await openHost(browser, app.origin, `menu:request:interaction:init@${typed}`, DEVICE);
  await host.until('the page', hasMenu('A song'));
  await host.press('ArrowDown');
  await host.until('the status page', hasMenu('Status of this TV'));
  expect((await host.state()).plugin.url).toBe(typed);
  expect(server.arrived.filter(({ url }) => url.startsWith('/tv/plugin.html'))).toHaveLength(1);
});

test('what is wrong with the configuration is in MSX’s log, without a toast', async ({ page: browser }) => {
  await serve({ '/tv/menu.json': aMenu('Songs'), '/tv/plugin.config.json': { json: { tagging: 'deeply' } } });
  const host = await withMenu('', { ...DEVICE, log: '1' })(browser);
  await host.until('the menu', hasMenu('Songs'));
  await expect
    .poll(async () => JSON.stringify(await browser.evaluate(() => window.msx.events)))
    .toContain('config-key-invalid');
  expect((await host.state()).toasts).toEqual([]);
});

test('query parameters other than the name of a configuration change nothing', async ({ page: browser }) => {
  await serve({
    '/tv/menu.json': aMenu('Songs'),
    '/tv/kitchen.config.json': { json: { menu: 'kitchen.json' } },
    '/tv/kitchen.json': aMenu('Kettle'),
  });
  const host = await withMenu('?menu=evil.json&broker.url=ws://evil.example&config=kitchen', DEVICE)(browser);
  await host.until('the kitchen’s menu', hasMenu('Kettle'));
  expect(server.arrived.some(({ url }) => url.includes('/evil.json'))).toBe(false);
});

test('the status page shows identity and versions, and no credentials', async ({ page: browser }) => {
  await serve({
    '/tv/menu.json': {
      json: { menu: [{ label: 'Status', data: 'request:interaction:status@plugin.html' }] },
    },
    '/tv/plugin.config.json': {
      json: { broker: { url: `ws://127.0.0.1:1/mqtt`, username: 'anna', password: 'hunter2' } },
    },
  });
  const host = await withMenu('', DEVICE)(browser);
  await host.until('the status page', hasMenu('Status of this TV'));
  const text = await browser.locator('body').innerText();
  expect(text).toContain('Samsung Tizen / MSX 0.1.163');
  expect(text).toContain(await idOfLibrary(host));
  expect(text).not.toMatch(/hunter2|anna/);
  await browser.screenshot({ path: test.info().outputPath('status.png') });
});
