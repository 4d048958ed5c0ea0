// What an address may be, and how a document is asked for: the rows 13 to 16 of what MSX documents.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import { type Host, openHost } from '../stage/openHost.js';
import { texts } from '../stage/msxStage.js';
import { json, pageOf, menuOf, shows, test } from '../stage/msxWorld.js';
import { LIBRARY } from '../stage/startOrigins.js';

test.describe('addresses', () => {
  test('13: an address without a host is an error, in a menu, an action and a plugin’s', async ({
    world,
  }) => {
    const host = await world.openMenu(
      'a',
      menuOf('Menu', [
        { label: 'A', data: pageOf('A', ['a']) },
        { label: 'B', data: '/m.json' },
        { label: 'C', data: `//${world.at('/a.json').split('//')[1]}` },
        { label: 'D', data: 'request:interaction:init@plugin.html' },
      ]),
    );
    for (const wrong of ['/m.json', '//localhost', 'plugin.html']) {
      await host.press('ArrowDown');
      await host.until(
        `an error for ${wrong}`,
        (s) => s.error?.includes('http') === true && !s.content?.loading,
      );
      await expect(host.page.locator('.content-item[data-id="error"]')).toContainText(wrong);
    }
    await host.execute('content:m.json');
    await host.until('an error', (s) => s.content?.items[0]?.id === 'error');
    expect(world.origins.app.arrived.filter(({ url }) => url.includes('m.json'))).toEqual([]);
  });

  test('14: a document that only its own origin may read is an error', async ({ world }) => {
    world.documents['/closed.json'] = { json: pageOf('Closed', ['closed']), closed: true };
    const host = await world.openPage('open');
    await host.execute(`content:${world.at('/closed.json')}`);
    const state = await host.until('an error', (s) => s.error !== null);
    expect(state.error).toContain('Access-Control-Allow-Origin');
    expect(
      new Set([world.origins.app, world.origins.plugin, world.origins.documents].map((o) => o.origin)).size,
    ).toBe(3);
  });

  test('14: even where the app lies on that origin', async ({ world, page }) => {
    await page
      .context()
      .route('**/preview/closed.json*', (route) => route.fulfill({ json: pageOf('Closed', ['closed']) }));
    await world
      .open(`content:${world.origins.app.origin}/preview/closed.json`)
      .then((host) =>
        host.until('an error', (s) => s.error?.includes('Access-Control-Allow-Origin') === true),
      );
  });

  const KEYWORDS =
    'a={HOST}&b={SECURE}&c={CLIENT}&d={PLATFORM}&e={ID}&f={PLAYER}&g={LANGUAGE}&h={WIDTH}&i={HEIGHT}&j={OTHER}';
  for (const [version, query] of [
    ['0.1.127', KEYWORDS],
    ['0.1.128', 'a=APP&b=false&c=&d=lg&e={ID}&f=html5%2Fplugin&g={LANGUAGE}&h=1280&i=720&j={OTHER}'],
    ['0.1.142', 'a=APP&b=false&c=&d=lg&e=x%2Fy&f=html5%2Fplugin&g={LANGUAGE}&h=1280&i=720&j={OTHER}'],
    ['0.1.163', 'a=APP&b=false&c=&d=lg&e=x%2Fy&f=html5%2Fplugin&g=de&h=1280&i=720&j={OTHER}'],
  ] as const)
    test(`15: MSX ${version} adds v and t, and fills in what it knows`, async ({ world }) => {
      world.documents['/a.json'] = json(pageOf('A', ['a']));
      const settings = { msxVersion: version, platform: 'lg', infoId: 'x/y', language: 'de' };
      const host = await world.openPage('start', settings);
      await host.execute(`content:${world.at(`/a.json?${KEYWORDS}`)}`);
      await host.until('the page', shows('a'));
      const url = world.origins.documents.arrived.at(-1)!.url;
      const app = encodeURIComponent(new URL(world.origins.app.origin).host);
      expect(decodeURI(url).replace(`a=${app}`, 'a=APP')).toBe(
        `/a.json?${decodeURI(query)}&v=${version}&t=${/\d{13}$/.exec(url)?.[0]}`,
      );
    });

  test('15: the first address has no ? of its own', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    await (
      await world.open(`content:${world.at('/a.json')}`, { msxVersion: '0.1.58' })
    ).until('it', shows('a'));
    expect(world.origins.documents.arrived[0]!.url).toMatch(/^\/a\.json\?v=0\.1\.58&t=\d{13}$/);
  });

  test('16: at startup the language is "default", behind a reference it is the TV’s', async ({ world }) => {
    const { documents, at } = world;
    documents['/start.json'] = json({ reference: at('/a.json?l={LANGUAGE}') });
    documents['/a.json'] = json(pageOf('A', ['a']));
    await world.openTo('a', `content:${at('/start.json?l={LANGUAGE}')}`, { language: 'de' });
    expect(world.asked()).toEqual(['/start.json?l=default', '/a.json?l=de']);
  });

  test('+: a blank behind the action word does no harm', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.openPage('start');
    await host.execute(`content: ${world.at('/a.json')}`);
    await host.until('the page', shows('a'));
    expect(await texts(host)).toEqual([]);
  });

  test.describe('+: in a secure context', () => {
    /** The app by https at the one address that TVX takes, and a service that has http and https. */
    async function secureApp(page: Host['page'], settings: Record<string, string>): Promise<Host> {
      const context = page.context();
      const preview = resolve(import.meta.dirname, '../../dist/preview');
      await context.route('https://msx.benzac.de/preview/**', (route) => {
        const name = new URL(route.request().url()).pathname.replace('/preview/', '') || 'index.html';
        return route.fulfill({
          body: readFileSync(resolve(preview, name)),
          contentType: name.endsWith('.js') ? 'text/javascript' : 'text/html',
        });
      });
      const open = { 'Access-Control-Allow-Origin': '*' };
      await context.route(/^https?:\/\/service\.test:8080\//, (route) => {
        const url = new URL(route.request().url());
        if (url.pathname === '/plugin.html')
          return route.fulfill({
            body: readFileSync(resolve(import.meta.dirname, '../stage/testPlugin.html')),
            contentType: 'text/html',
          });
        if (url.pathname.endsWith('.js'))
          return route.fulfill({ body: readFileSync(LIBRARY), contentType: 'text/javascript' });
        if (url.pathname === '/picture.svg')
          return route.fulfill({
            body: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
            contentType: 'image/svg+xml',
          });
        return route.fulfill({
          json: menuOf('Secure', [{ label: 'A', data: pageOf('A', ['a']) }]),
          headers: open,
        });
      });
      return openHost(
        page,
        'https://msx.benzac.de',
        'menu:request:interaction:init@http://service.test:8080/plugin.html',
        settings,
      );
    }

    test('+: documents and plugins are asked for by https on the same port, media are not', async ({
      page,
    }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url().replace(/\?.*/, '')));
      const host = await secureApp(page, {});
      await host.until('the menu of the plugin', (s) => s.menu?.headline === 'Secure');
      await host.execute('content:http://service.test:8080/page.json');
      await host.until('an error: it is a menu', (s) => s.error !== null);
      expect(asked).toContain('https://service.test:8080/plugin.html');
      expect(asked).toContain('https://service.test:8080/page.json');
      expect(asked.filter((url) => url.startsWith('http://service.test'))).toEqual([]);
      expect((await host.state()).plugin.url).toBe('https://service.test:8080/plugin.html');
      const sourceOf = async () => {
        await host.execute('image:http://service.test:8080/picture.svg');
        await host.until('the slideshow', (s) => s.slideshow !== null);
        return page.locator('.slide img').getAttribute('src');
      };
      expect(await sourceOf()).toBe('http://service.test:8080/picture.svg');
      await secureApp(page, { secure: '1' });
      expect(await sourceOf()).toBe('https://service.test:8080/picture.svg');
    });
  });
});
