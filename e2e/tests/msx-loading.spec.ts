// The small MSX against what MSX documents about loading: the rows of shared facts by their number. Each document has
// the shape of a documented example, in words of ours.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { type Host, openHost } from './msx-host.js';
import { LIBRARY, type Origins, type Routes, startOrigins } from './origins.js';
import type { Answer } from './server.js';

type Fields = Record<string, unknown>;

interface Told {
  events: Fields[];
  data: Fields[];
  requests: { dataId: string; data: unknown }[];
}

interface World {
  origins: Origins;
  /** What the server of documents answers, by path; and the one of the plugin. */
  documents: Routes;
  beside: Routes;
  /** The absolute address of a document. */
  at: (path: string) => string;
  /** The address of the plugin's page. */
  plugin: string;
  open: (start: string, settings?: Record<string, string>) => Promise<Host>;
  /** The addresses that the server of documents was asked for, without what MSX adds. */
  asked: () => string[];
  /** What was asked for from now on, once everything that is under way has come to an end. */
  askedBy: (host: Host, act: () => Promise<unknown>) => Promise<string[]>;
  told: () => Promise<Told>;
}

const test = base.extend<{ world: World }>({
  world: async ({ page }, use) => {
    const documents: Routes = { '/ping': { json: {} } };
    const beside: Routes = {};
    const origins = await startOrigins(
      {
        files: {
          '/plugin/plugin.html': resolve(import.meta.dirname, '../msx/testing/plugin.html'),
          '/plugin/other.html': resolve(import.meta.dirname, '../msx/testing/plugin.html'),
          '/plugin/tvx-plugin.min.js': LIBRARY,
        },
        routes: beside,
      },
      documents,
    );
    const at = (path: string) => `${origins.documents.origin}${path}`;
    const asked = () => origins.documents.arrived.map(({ url }) => url.replace(/[?&]v=[^&]*&t=\d+$/, ''));
    await use({
      origins,
      documents,
      beside,
      at,
      plugin: `${origins.plugin.origin}/plugin/plugin.html`,
      open: (start, settings = {}) => openHost(page, origins.app.origin, start, settings),
      asked,
      askedBy: async (host, act) => {
        const before = asked().length;
        await act();
        await host.until('nothing is under way', (s) => !s.busy && s.content?.loading !== true);
        // whatever was sent before this has arrived before it
        await page.evaluate((url) => fetch(url), at('/ping'));
        return asked()
          .slice(before)
          .filter((url) => url !== '/ping');
      },
      told: () => {
        const frame = page.frames().find((one) => one.url().includes('/plugin/'));
        if (!frame) throw new Error('No plugin page is loaded');
        return frame.evaluate(() => (window as unknown as { told: Told }).told);
      },
    });
    await origins.close();
  },
});

const json = (document: unknown): Answer => ({ json: document });
/** A page with buttons, one a row. */
const pageOf = (headline: string, ids: string[], more: Fields = {}): Fields => ({
  headline,
  pages: [{ items: ids.map((id, row) => ({ id, type: 'button', layout: `0,${row},4,1`, label: id })) }],
  ...more,
});
const menuOf = (headline: string, items: Fields[], more: Fields = {}): Fields => ({
  headline,
  menu: items,
  ...more,
});

const shows = (id: string) => (s: Awaited<ReturnType<Host['state']>>) => s.content?.items[0]?.id === id;
const shownIds = async (host: Host) => (await host.state()).content?.items.map(({ id }) => id);
const texts = async (host: Host) => (await host.state()).allToasts.map(({ text }) => text);
const focused = async (host: Host) => (await host.state()).content?.items.find((item) => item.focused)?.id;

test.describe('reloading', () => {
  test('1: a menu that was loaded at startup is not loaded again', async ({ world }) => {
    world.documents['/menu.json'] = json(menuOf('First', [{ label: 'A', data: world.at('/a.json') }]));
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`menu:${world.at('/menu.json')}`);
    await host.until('the menu', shows('a'));
    world.documents['/menu.json'] = json(menuOf('Second', []));
    expect(await world.askedBy(host, () => host.execute('reload:menu'))).toEqual([]);
    expect((await host.state()).menu?.headline).toBe('First');
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual(['/a.json']);
  });

  test('2: nor is a page', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('a'));
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual([]);
    world.documents['/b.json'] = json(pageOf('B', ['b']));
    await host.execute(`content:${world.at('/b.json')}`);
    await host.until('another page', shows('b'));
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual(['/b.json']);
  });

  test('3: nor a page, a panel or a menu that is data', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('a'));
    await host.execute('content:data', pageOf('Data', ['d']));
    await host.execute('update:content:d', { label: 'updated' });
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual([]);
    expect((await host.state()).content?.items[0]?.title).toBe('updated');
    await host.execute('panel:data', pageOf('Panel', ['p']));
    await host.execute('update:panel:p', { label: 'updated' });
    expect(await world.askedBy(host, () => host.execute('reload:panel'))).toEqual([]);
    expect((await host.state()).panel?.items[0]?.title).toBe('updated');
    await host.execute('menu:data', menuOf('Data', [{ id: 'm', label: 'M', data: pageOf('In it', ['i']) }]));
    await host.until('the menu', shows('i'));
    await host.execute('update:menu:m', { label: 'updated' });
    await host.execute('reload:menu');
    expect((await host.state()).menu?.labels).toEqual(['updated']);
  });

  test('4: a menu with a reference is, from there alone', async ({ world }) => {
    const { documents, at } = world;
    documents['/start.json'] = json({ name: 'House', version: '1.0.0', reference: at('/menu.json') });
    documents['/menu.json'] = json(menuOf('First', [{ label: 'A', data: pageOf('A', ['a']) }]));
    const host = await world.open(`menu:${at('/start.json')}`);
    await host.until('the menu', shows('a'));
    expect(world.asked()).toEqual(['/start.json', '/menu.json']);
    documents['/menu.json'] = json(menuOf('Second', [{ label: 'B', data: pageOf('B', ['b']) }]));
    expect(await world.askedBy(host, () => host.execute('reload:menu'))).toEqual(['/menu.json']);
    expect((await host.state()).menu?.headline).toBe('Second');
  });

  test('4: the reference may be a request to a plugin; before 0.1.134 there is none', async ({ world }) => {
    world.beside['/plugin/real.json'] = json(menuOf('Real', [{ label: 'A', data: pageOf('A', ['a']) }]));
    world.documents['/start.json'] = json({
      ...menuOf('Old', [{ label: 'B', data: pageOf('B', ['b']) }]),
      reference: `request:interaction:file:real.json@${world.plugin}`,
    });
    const host = await world.open(`menu:${world.at('/start.json')}`);
    await host.until('the menu of the plugin', (s) => s.menu?.headline === 'Real');
    const old = await world.open(`menu:${world.at('/start.json')}`, { msxVersion: '0.1.133' });
    await old.until('its own menu', (s) => s.menu?.headline === 'Old');
  });

  test('5: a page may have a reference and a start action: its items show', async ({ world }) => {
    const { documents, at } = world;
    documents['/start.json'] = json({
      name: 'House',
      version: '1.2.3',
      reference: at('/a.json'),
      action: 'info:Started',
    });
    documents['/a.json'] = json(pageOf('A', ['a'], { action: 'info:Not at startup' }));
    const host = await world.open(`content:${at('/start.json')}`);
    await host.until('the items', shows('a'));
    expect(await texts(host)).toEqual(['Started']);
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual(['/a.json']);
    expect(await texts(host)).toEqual(['Started']);
  });

  test('5: an empty start action leaves the screen blank until somebody presses a key', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a'], { action: '' }));
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page is loaded', shows('a'));
    expect((await host.state()).screen).toBe('background');
    await host.press('Enter');
    expect((await host.state()).screen).toBe('content');
  });

  test('6: with its flag even the startup menu is replaced, and can be loaded again then', async ({
    world,
  }) => {
    const { documents, at } = world;
    const item = { label: 'A', data: pageOf('A', ['a']) };
    documents['/menu.json'] = json(menuOf('First', [item], { flag: 'house' }));
    documents['/new.json'] = json(menuOf('Second', [item], { flag: 'house' }));
    const host = await world.open(`menu:${at('/menu.json')}`);
    await host.until('the menu', shows('a'));
    const asked = await world.askedBy(host, () => host.execute(`replace:menu:house:${at('/new.json')}`));
    expect(asked).toEqual(['/new.json']);
    expect((await host.state()).menu?.headline).toBe('Second');
    expect(await world.askedBy(host, () => host.execute('reload:menu'))).toEqual(['/new.json']);
  });

  test('6: a panel, a page that is data, and a page of the plugin are replaced by their flag as well', async ({
    world,
  }) => {
    const { documents, at } = world;
    documents['/a.json'] = json(pageOf('A', ['a']));
    documents['/new.json'] = json(pageOf('New', ['new'], { flag: 'mine' }));
    const host = await world.open(`content:${at('/a.json')}`);
    await host.until('the page', shows('a'));
    await host.execute('content:data', pageOf('Data', ['d'], { flag: 'mine' }));
    await host.execute(`replace:content:mine:${at('/new.json')}`);
    await host.until('the new page', shows('new'));
    await host.execute('panel:data', pageOf('Panel', ['p'], { flag: 'panel' }));
    await host.execute(`replace:panel:panel:${at('/new.json')}`);
    await host.until('the new panel', (s) => s.panel?.items[0]?.id === 'new');
    await host.press('Backspace', 'Backspace');
    await host.until('the page before, not the one that was replaced', shows('a'));
  });

  test('7: with a wrong flag, or none, nothing is replaced', async ({ world }) => {
    const { documents, at } = world;
    documents['/a.json'] = json(pageOf('A', ['a'], { flag: 'right' }));
    documents['/b.json'] = json(pageOf('B', ['b']));
    const host = await world.open(`content:${at('/a.json')}`);
    await host.until('the page', shows('a'));
    const wrong = () => host.execute(`replace:content:wrong:${at('/b.json')}`);
    expect(await world.askedBy(host, wrong)).toEqual([]);
    await host.execute(`content:${at('/b.json')}`);
    await host.until('a page without a flag', shows('b'));
    expect(await world.askedBy(host, () => host.execute(`replace:content::${at('/a.json')}`))).toEqual([]);
    expect(await texts(host)).toEqual([]);
  });

  test.describe('8: content that is replaced in a menu', () => {
    async function replaced(world: World): Promise<Host> {
      const { documents, at } = world;
      const tab = (name: string) => json(pageOf(name, [name], { flag: 'tabs' }));
      documents['/start.json'] = json({ reference: at('/menu.json') });
      documents['/menu.json'] = json(
        menuOf('Menu', [
          { id: 'other', label: 'Other', data: pageOf('Other', ['other']) },
          { id: 'tabs', label: 'Tabs', focus: true, data: at('/first.json') },
        ]),
      );
      for (const name of ['first', 'second', 'third']) documents[`/${name}.json`] = tab(name);
      const host = await world.open(`menu:${at('/start.json')}`);
      await host.until('the first tab', shows('first'));
      await host.execute(`replace:content:tabs:${at('/second.json')}`);
      await host.until('the second tab', shows('second'));
      return host;
    }

    test('8: leaves the menu there, and stays with its item when the menu is loaded again', async ({
      world,
    }) => {
      const host = await replaced(world);
      expect((await host.state()).menu).toMatchObject({ headline: 'Menu', index: 1 });
      // the item is known by its ID, wherever it stands now
      world.documents['/menu.json'] = json(
        menuOf('New', [
          { id: 'tabs', label: 'Tabs', data: world.at('/first.json') },
          { id: 'other', label: 'Other', data: pageOf('Other', ['other']) },
        ]),
      );
      expect(await world.askedBy(host, () => host.execute('reload:menu'))).toEqual(['/menu.json']);
      expect((await host.state()).menu).toMatchObject({ headline: 'New', index: 0 });
      expect(await shownIds(host)).toEqual(['second']);
      expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual(['/second.json']);
    });

    test('8: unless it was released before', async ({ world }) => {
      const host = await replaced(world);
      await host.execute('[release:content|reload:menu]');
      await host.until('the item’s own content', shows('first'));
    });

    test('8: without IDs the item is known by its index', async ({ world }) => {
      const { documents, at } = world;
      documents['/start.json'] = json({ reference: at('/menu.json') });
      const items = [{ label: 'One', data: at('/first.json') }];
      documents['/menu.json'] = json(menuOf('Menu', items));
      documents['/first.json'] = json(pageOf('First', ['first'], { flag: 'tabs' }));
      documents['/second.json'] = json(pageOf('Second', ['second'], { flag: 'tabs' }));
      const host = await world.open(`menu:${at('/start.json')}`);
      await host.until('the first', shows('first'));
      await host.execute(`replace:content:tabs:${at('/second.json')}`);
      await host.until('the second', shows('second'));
      documents['/menu.json'] = json(menuOf('New', [...items, { label: 'Two', data: at('/first.json') }]));
      await host.execute('reload:menu');
      await host.until('the new menu', (s) => s.menu?.headline === 'New');
      expect(await shownIds(host)).toEqual(['second']);
    });
  });

  test('9: what is released cannot be loaded again, but replaced; its address is asked for anew', async ({
    world,
  }) => {
    const { documents, at } = world;
    documents['/a.json'] = json(pageOf('A', ['a']));
    documents['/b.json'] = json(pageOf('B', ['b'], { flag: 'b' }));
    const host = await world.open(`content:${at('/a.json')}`);
    await host.until('the page', shows('a'));
    await host.execute(`content:${at('/b.json')}`);
    await host.until('another', shows('b'));
    await host.execute('release:content');
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual([]);
    expect(await shownIds(host)).toEqual(['b']);
    expect(await world.askedBy(host, () => host.execute(`content:${at('/b.json')}`))).toEqual(['/b.json']);
    await host.execute('release:content');
    const replace = () => host.execute(`replace:content:b:${at('/b.json')}`);
    expect(await world.askedBy(host, replace)).toEqual(['/b.json']);
    expect(await world.askedBy(host, () => host.execute('reload:content'))).toEqual(['/b.json']);
  });

  test('10: a bare reload begins anew: the plugin’s page is asked for again', async ({ world, page }) => {
    world.beside['/plugin/menu.json'] = json(menuOf('Menu', [{ label: 'A', data: pageOf('A', ['a']) }]));
    const host = await world.open(`menu:request:interaction:init@${world.plugin}`);
    await host.until('the menu', shows('a'));
    const pages = () =>
      world.origins.plugin.arrived.filter(({ url }) => url.startsWith('/plugin/plugin.html')).length;
    expect(pages()).toBe(1);
    await Promise.all([page.waitForEvent('domcontentloaded'), host.execute('reload')]);
    await host.until('the menu again', shows('a'));
    expect(pages()).toBe(2);
  });
});

test.describe('caching', () => {
  /** A page over the first one. */
  async function withPage(world: World, more: Fields): Promise<Host> {
    world.documents['/start.json'] = json(pageOf('Start', ['start']));
    world.documents['/a.json'] = json(pageOf('A', ['a', 'b'], more));
    const host = await world.open(`content:${world.at('/start.json')}`);
    await host.until('the first page', shows('start'));
    await host.execute(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('a'));
    await host.press('ArrowDown');
    await host.execute('update:content:a', { label: 'updated' });
    return host;
  }
  const again = (world: World, host: Host) =>
    world.askedBy(host, () => host.execute(`content:${world.at('/a.json')}`));
  const title = async (host: Host) => (await host.state()).content?.items[0]?.title;

  test('11: the address that is on screen is not asked for, and stays as it is', async ({ world }) => {
    const host = await withPage(world, {});
    expect(await again(world, host)).toEqual([]);
    expect(await title(host)).toBe('updated');
    expect(await focused(host)).toBe('b');
    await host.press('Backspace');
    await host.until('the first page: nothing was added to the history', shows('start'));
  });

  test('11: without reuse it is made anew, from the cache', async ({ world }) => {
    const host = await withPage(world, { reuse: false });
    expect(await again(world, host)).toEqual([]);
    expect(await title(host)).toBe('a');
    expect(await focused(host)).toBe('a');
  });

  test('11: without a cache it is still on screen; without both it is asked for once', async ({ world }) => {
    const uncached = await withPage(world, { cache: false });
    expect(await again(world, uncached)).toEqual([]);
    expect(await title(uncached)).toBe('updated');
    const neither = await withPage(world, { cache: false, reuse: false });
    expect(await again(world, neither)).toEqual(['/a.json']);
    expect(await title(neither)).toBe('a');
  });

  test('11: the same data stays as it is, too, even in a panel that was closed; reuse: false says otherwise', async ({
    world,
  }) => {
    world.documents['/start.json'] = json({
      pages: [
        {
          items: [
            { id: 'kept', layout: '0,0,4,1', action: 'panel:data', data: pageOf('P', ['p', 'q']) },
            {
              id: 'anew',
              layout: '0,1,4,1',
              action: 'panel:data',
              data: pageOf('P', ['p', 'q'], { reuse: false }),
            },
          ],
        },
      ],
    });
    const host = await world.open(`content:${world.at('/start.json')}`);
    await host.until('the page', shows('kept'));
    const open = async () => {
      await host.press('Enter');
      await host.until('the panel', (s) => s.panel !== null);
      return (await host.state()).panel?.items.map((item) => [item.title, item.focused]);
    };
    const change = async () => {
      await host.press('ArrowDown');
      await host.execute('update:panel:p', { label: 'updated' });
      await host.press('Backspace');
    };
    await open();
    await change();
    expect(await open()).toEqual([
      ['updated', false],
      ['q', true],
    ]);
    await host.press('Backspace', 'ArrowDown');
    await open();
    await change();
    expect(await open()).toEqual([
      ['p', true],
      ['q', false],
    ]);
  });

  test.describe('12: a menu item that is chosen again', () => {
    async function revisit(world: World, more: Fields, data?: string): Promise<string[]> {
      const { documents, at } = world;
      documents['/a.json'] = json(pageOf('A', ['a'], more));
      documents['/b.json'] = json(pageOf('B', ['b'], more));
      const items = ['a', 'b'].map((name) => ({ label: name, data: data ?? at(`/${name}.json`) }));
      documents['/menu.json'] = json(menuOf('Menu', items));
      const host = await world.open(`menu:${at('/menu.json')}`);
      await host.until('the first', shows('a'));
      await host.press('ArrowDown');
      await host.until('the second', shows(data === undefined ? 'b' : 'a'));
      return world.askedBy(host, async () => {
        await host.press('ArrowUp');
        await host.until('the first again', shows('a'));
      });
    }

    test('12: comes from the cache', async ({ world }) => {
      expect(await revisit(world, {})).toEqual([]);
    });

    test('12: is asked for where its document says cache: false, from 0.1.58 on', async ({ world }) => {
      expect(await revisit(world, { cache: false })).toEqual(['/a.json']);
    });

    test('12: whatever the headers of HTTP say', async ({ world }) => {
      // every answer of these servers says no-store
      expect(await revisit(world, {})).toEqual([]);
      expect(world.origins.documents.arrived.length).toBeGreaterThan(2);
    });
  });

  test('12: going back comes from the cache, too, and makes the page anew', async ({ world }) => {
    const host = await withPage(world, {});
    world.documents['/c.json'] = json(pageOf('C', ['c']));
    await host.execute(`content:${world.at('/c.json')}`);
    await host.until('a page over it', shows('c'));
    expect(await world.askedBy(host, () => host.press('Backspace'))).toEqual([]);
    expect(await title(host)).toBe('a');
    expect(await focused(host)).toBe('b');
  });
});

test.describe('addresses', () => {
  test('13: an address without a host is an error, in a menu, an action and a plugin’s', async ({
    world,
  }) => {
    world.documents['/menu.json'] = json(
      menuOf('Menu', [
        { label: 'A', data: pageOf('A', ['a']) },
        { label: 'B', data: '/m.json' },
        { label: 'C', data: `//${world.at('/a.json').split('//')[1]}` },
        { label: 'D', data: 'request:interaction:init@plugin.html' },
      ]),
    );
    const host = await world.open(`menu:${world.at('/menu.json')}`);
    await host.until('the menu', shows('a'));
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
    world.documents['/open.json'] = json(pageOf('Open', ['open']));
    world.documents['/closed.json'] = { json: pageOf('Closed', ['closed']), closed: true };
    const host = await world.open(`content:${world.at('/open.json')}`);
    await host.until('the page', shows('open'));
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
      world.documents['/start.json'] = json(pageOf('Start', ['start']));
      world.documents['/a.json'] = json(pageOf('A', ['a']));
      const settings = { msxVersion: version, platform: 'lg', infoId: 'x/y', language: 'de' };
      const host = await world.open(`content:${world.at('/start.json')}`, settings);
      await host.until('the first page', shows('start'));
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
    const host = await world.open(`content:${at('/start.json?l={LANGUAGE}')}`, { language: 'de' });
    await host.until('the page', shows('a'));
    expect(world.asked()).toEqual(['/start.json?l=default', '/a.json?l=de']);
  });

  test('+: a blank behind the action word does no harm', async ({ world }) => {
    world.documents['/start.json'] = json(pageOf('Start', ['start']));
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`content:${world.at('/start.json')}`);
    await host.until('the first page', shows('start'));
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
            body: readFileSync(resolve(import.meta.dirname, '../msx/testing/plugin.html')),
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

test.describe('templates', () => {
  const templated = (item: Fields): Fields => ({
    template: {
      layout: '0,0,4,1',
      type: 'button',
      label: '{context:link}',
      action: 'info:{context:link}',
      data: { headline: '{context:link}{context:none}', pages: pageOf('', ['{context:size}x']).pages },
      properties: { key: '{context:link}' },
      options: pageOf('Options of {context:link}', ['o']).pages,
    },
    items: [item],
  });

  test('17: {context:…} counts in data and the like, and stays as it is in an action and a label', async ({
    world,
  }) => {
    world.documents['/a.json'] = json(templated({ id: 'i', link: 'here' }));
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('i'));
    await host.press('Enter');
    expect(await texts(host)).toEqual(['context:here'.replace('here', 'link')]);
    // an unknown expression loses its braces on screen
    expect((await host.state()).content?.items[0]?.title).toBe('context:link');
  });

  test('17: an action with {context:…} in it leads nowhere', async ({ world }) => {
    world.documents['/a.json'] = json({
      template: { layout: '0,0,4,1', action: 'content:{context:link}' },
      items: [{ id: 'i', link: world.at('/b.json') }],
    });
    world.documents['/b.json'] = json(pageOf('B', ['b']));
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('i'));
    expect(await world.askedBy(host, () => host.press('Enter'))).toEqual([]);
    expect((await host.state()).error).not.toBeNull();
  });

  test('18: what the item lacks stays as it is, what is no text becomes nothing', async ({ world }) => {
    const document = templated({ id: 'i', link: 'here', size: 5 });
    world.documents['/a.json'] = json({
      ...document,
      template: { ...(document.template as Fields), action: 'panel:data' },
    });
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('i'));
    await host.press('Enter');
    const state = await host.until('the panel', (s) => s.panel !== null);
    expect(state.panel?.headline).toBe('herecontext:none');
    expect(state.panel?.items.map(({ id }) => id)).toEqual(['x']);
  });
});

test.describe('36: rows', () => {
  test('36: a playlist needs a template and items', async ({ world }) => {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`content:${world.at('/a.json')}`, { media: 'pretended:60' });
    await host.until('the page', shows('a'));
    const item = { id: 'x', layout: '0,0,1,1', action: 'audio:http://localhost:1/x.wav', enumerate: true };
    await host.execute('playlist:data', { pages: [{ items: [item] }] });
    await host.execute('slideshow:data', { items: [{ ...item, action: 'image:http://localhost:1/x.png' }] });
    const state = await host.until('two warnings', (s) => s.allToasts.length === 2);
    expect(state.player).toBeNull();
    expect(state.slideshow).toBeNull();
  });

  test('36: it skips what is not enumerated, and what does not begin with its kind of action', async ({
    world,
  }) => {
    world.documents['/tone.wav'] = { type: 'audio/wav', body: Buffer.alloc(0) };
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`content:${world.at('/a.json')}`, { media: 'pretended:60' });
    await host.until('the page', shows('a'));
    const play = `audio:${world.at('/tone.wav')}`;
    await host.execute('playlist:data', {
      template: { layout: '0,0,1,1', action: play },
      items: [
        { id: 'not', enumerate: false },
        { id: 'list', action: `[info:First|${play}]` },
        { id: 'one', playerLabel: 'One' },
        { id: 'picture', action: 'image:http://localhost:1/x.png' },
        { id: 'two' },
      ],
    });
    await host.until('the first of two', (s) => s.player?.state === 'playing');
    expect((await host.state()).player).toMatchObject({ label: 'One', index: 0, count: 2 });
  });
});

test.describe('limits', () => {
  const warned = async (host: Host, text: string) =>
    host.until(`a warning: ${text}`, (s) =>
      s.allToasts.some((toast) => toast.level === 'warn' && toast.text.includes(text)),
    );
  async function withStart(world: World, settings: Record<string, string> = {}): Promise<Host> {
    world.documents['/start.json'] = json(pageOf('Start', ['start']));
    const host = await world.open(`content:${world.at('/start.json')}`, settings);
    await host.until('the first page', shows('start'));
    return host;
  }
  const pages = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ items: [{ id: `p${i}`, layout: '0,0,2,1' }] }));

  test('56 pages, or 1,024 of a list, and 256 items a page: the rest is left out with a warning', async ({
    world,
  }) => {
    const host = await withStart(world);
    await host.execute('content:data', { pages: pages(57) });
    await warned(host, '56 pages');
    expect((await host.state()).content?.pages).toBe(56);
    await host.execute('content:data', { type: 'list', pages: pages(1_025) });
    await warned(host, '1024 pages');
    expect(await shownIds(host)).toHaveLength(1_024);
    const spaces = Array.from({ length: 256 }, () => ({ type: 'space', layout: '0,0,1,1' }));
    await host.execute('content:data', { pages: [{ items: [{ id: 'a', layout: '0,0,1,1' }, ...spaces] }] });
    await warned(host, '256 items');
    expect(await shownIds(host)).toHaveLength(256);
  });

  test('the grid is 12×6, in a panel 8×6, compressed 16×8 and 10×8; compress needs 0.1.123', async ({
    world,
  }) => {
    const wide = (columns: number, rows: number, compress: boolean): Fields => ({
      compress,
      pages: [
        {
          items: [
            { id: 'in', layout: `${columns - 1},${rows - 1},1,1` },
            { id: 'right', layout: `${columns},0,1,1` },
            { id: 'below', layout: `0,${rows},1,1` },
          ],
        },
      ],
    });
    const host = await withStart(world);
    const inPanel = async (document: Fields) => {
      await host.execute('panel:data', document);
      const ids = (await host.state()).panel?.items.map(({ id }) => id);
      await host.press('Backspace');
      return ids;
    };
    const inPage = async (document: Fields) => {
      await host.execute('content:data', document);
      return shownIds(host);
    };
    expect(await inPage(wide(12, 6, false))).toEqual(['in']);
    expect(await inPage(wide(16, 8, true))).toEqual(['in']);
    expect(await inPanel(wide(8, 6, false))).toEqual(['in']);
    expect(await inPanel(wide(10, 8, true))).toEqual(['in']);
    const old = await withStart(world, { msxVersion: '0.1.122' });
    await old.execute('content:data', wide(16, 8, true));
    await warned(old, 'no selectable items');
    expect(await shownIds(old)).toEqual([]);
  });

  test('a page without anything to select is not shown', async ({ world }) => {
    const host = await withStart(world);
    await host.execute('content:data', {
      pages: [{ items: [{ type: 'space', layout: '0,0,4,1', text: 'Only text' }] }, ...pages(1)],
    });
    await warned(host, 'Page 0 has no selectable items');
    expect(await shownIds(host)).toEqual(['p0']);
    await host.execute('content:data', { pages: [{ items: [{ type: 'space', layout: '0,0,4,1' }] }] });
    await warned(host, 'The content has no selectable items');
  });

  test('an ID may be used once, of letters, digits, and _ . -; in a menu as well', async ({ world }) => {
    const host = await withStart(world);
    await host.execute('content:data', {
      template: { layout: '0,0,1,1' },
      items: [{ id: 'a' }, { id: 'a' }, { id: 'b c' }, { id: 'd_1.-' }],
    });
    await warned(host, "'a' is already registered");
    await warned(host, "'b c' is invalid");
    expect(await shownIds(host)).toEqual(['a', 'd_1.-']);
    await host.execute(
      'menu:data',
      menuOf('Menu', [
        { id: 'a', label: 'A' },
        { id: 'a', label: 'B' },
      ]),
    );
    await warned(host, 'Menu item 1');
    expect((await host.state()).menu?.labels).toEqual(['A']);
  });
});

test.describe('39: what the plugin hears of the screen', () => {
  const stateOf = (host: Host, dataId = 'info:content') =>
    host.page
      .frames()
      .find((frame) => frame.url().includes('/plugin/'))!
      .evaluate(
        (id) =>
          new Promise<Fields>((done) => {
            const { TVXInteractionPlugin } = window as unknown as {
              TVXInteractionPlugin: { requestData(id: string, done: (answer: Fields) => void): void };
            };
            TVXInteractionPlugin.requestData(id, (answer) =>
              done((answer.info as { content: Fields }).content),
            );
          }),
        dataId,
      );

  async function withPlugin(world: World, hash = '', settings: Record<string, string> = {}): Promise<Host> {
    world.beside['/plugin/menu.json'] = json(
      menuOf(
        'Menu',
        [
          { id: 'first', label: 'A', data: world.at('/a.json') },
          { label: 'B', data: world.at('/b.json') },
        ],
        { flag: 'menu', name: 'House', version: '1.2.3' },
      ),
    );
    world.documents['/a.json'] = json(pageOf('A', ['a', 'b'], { flag: 'page' }));
    world.documents['/b.json'] = json(pageOf('B', ['c'], { flag: 'other' }));
    const host = await world.open(`menu:request:interaction:init@${world.plugin}${hash}`, settings);
    await host.until('the menu', shows('a'));
    return host;
  }

  test('39: flags, focus and IDs of the menu, the page and the panel', async ({ world }) => {
    const host = await withPlugin(world);
    const content = await stateOf(host);
    expect(content).toMatchObject({
      name: 'House',
      version: '1.2.3',
      parameter: `menu:request:interaction:init@${world.plugin}`,
      interaction: world.plugin,
    });
    expect(content.state).toMatchObject({
      start: true,
      menuId: null, // it was loaded at startup
      menuFlag: 'menu',
      menuFocus: 'first',
      menuIndex: 0,
      menuSize: 2,
      contentId: world.at('/a.json'),
      contentFlag: 'page',
      contentVisible: true,
      panelId: null,
      panelVisible: false,
      videoVisible: false,
      slideshowVisible: false,
    });
    await host.press('ArrowDown');
    await host.until('the other page', shows('c'));
    await host.execute('panel:data', pageOf('Panel', ['p'], { flag: 'panel' }));
    expect((await stateOf(host)).state).toMatchObject({
      menuFocus: 'index:1',
      contentFlag: 'other',
      panelId: null, // it is data
      panelFlag: 'panel',
      panelFocus: 'p',
      panelIndex: 0,
      panelSize: 1,
      panelVisible: true,
    });
  });

  test('39: with msx-protected in the start parameter addresses are hidden, from 0.1.150 on', async ({
    world,
  }) => {
    const host = await withPlugin(world, '#msx-protected');
    const content = await stateOf(host);
    expect(content).toMatchObject({ parameter: 'protected', interaction: 'protected' });
    expect(content.state).toMatchObject({ contentId: 'protected', menuFlag: 'menu' });
    const old = await withPlugin(world, '#msx-protected', { msxVersion: '0.1.149' });
    expect((await stateOf(old)).parameter).toContain('#msx-protected');
  });
});

test.describe('40: the life of a plugin', () => {
  async function withPage(world: World): Promise<Host> {
    world.documents['/a.json'] = json(pageOf('A', ['a']));
    const host = await world.open(`content:${world.at('/a.json')}`);
    await host.until('the page', shows('a'));
    return host;
  }
  const pagesLoaded = (world: World) =>
    world.origins.plugin.arrived.map(({ url }) => url).filter((url) => url.includes('.html'));

  test('40: a request with @URL loads the plugin and waits for it; the same one stays', async ({ world }) => {
    const host = await withPage(world);
    await host.execute(`content:request:interaction:echo:one@${world.plugin}`);
    await host.until('its answer', (s) => s.content?.items[0]?.title === 'one');
    await host.execute(`content:request:interaction:echo:two@${world.plugin}`);
    await host.until('its next answer', (s) => s.content?.items[0]?.title === 'two');
    await host.execute('content:request:interaction:echo:three');
    await host.until('without @', (s) => s.content?.items[0]?.title === 'three');
    expect(pagesLoaded(world)).toEqual(['/plugin/plugin.html']);
  });

  test('40: another plugin takes its place, with all that it was doing; @ brings the first one back', async ({
    world,
    page,
  }) => {
    const host = await withPage(world);
    await host.execute(`interaction:load:${world.plugin}`);
    await host.until('the plugin', (s) => s.plugin.ready);
    const other = world.plugin.replace('plugin.html', 'other.html');
    await host.execute(`content:request:interaction:echo:other@${other}`);
    await host.until('the other', (s) => s.content?.items[0]?.title === 'other');
    expect((await host.state()).plugin.url).toBe(other);
    expect(page.frames().filter((frame) => frame.url().includes('/plugin/'))).toHaveLength(1);
    await host.execute('interaction:commit:message:to the other');
    await expect
      .poll(async () => (await world.told()).data)
      .toEqual([{ message: 'to the other', data: null }]);
    await host.execute(`execute:service:silent:request:interaction:act@${world.plugin}`);
    await host.until('the first again', (s) => s.allToasts.some(({ text }) => text === 'Done by the plugin'));
    expect((await host.state()).plugin.url).toBe(world.plugin);
    expect((await world.told()).data).toEqual([]);
  });

  test('40: load:none and unload take it away; a commit then warns, and a request fails', async ({
    world,
  }) => {
    const host = await withPage(world);
    for (const action of ['interaction:load:none', 'interaction:unload']) {
      await host.execute(`interaction:load:${world.plugin}`);
      await host.until('the plugin', (s) => s.plugin.ready);
      await host.execute(action);
      expect((await host.state()).plugin).toEqual({ url: null, ready: false });
    }
    expect(await texts(host)).toEqual([]);
    await host.execute('interaction:commit:message:to nobody');
    const state = await host.until('a warning', (s) => s.allToasts.length === 1);
    expect(state.allToasts[0]?.level).toBe('warn');
    await host.execute('content:request:interaction:echo:nobody');
    await host.until('an error', (s) => s.error !== null);
  });

  test('40: reload loads the page anew', async ({ world }) => {
    const host = await withPage(world);
    await host.execute(`interaction:load:${world.plugin}`, { first: 1 });
    await host.until('the plugin', (s) => s.plugin.ready);
    await expect.poll(async () => (await world.told()).data).toHaveLength(1);
    await host.execute('interaction:reload');
    expect((await host.state()).plugin.ready).toBe(false);
    await host.until('the plugin again', (s) => s.plugin.ready);
    expect(pagesLoaded(world)).toHaveLength(2);
    expect((await world.told()).data).toEqual([]);
  });

  test('40: commits before it is ready are handed over at its start; load with data is a commit', async ({
    world,
  }) => {
    const host = await withPage(world);
    await host.page.evaluate((url) => {
      window.msx.execute(`interaction:load:${url}`, { first: 1 });
      window.msx.execute('interaction:commit:message:second');
    }, world.plugin);
    await host.until('the plugin', (s) => s.plugin.ready);
    await host.execute(`interaction:load:${world.plugin}`, { third: 3 });
    await host.execute(`interaction:load:${world.plugin}`);
    await host.execute('interaction:commit:message:last');
    await expect
      .poll(async () => (await world.told()).data)
      .toEqual([
        { data: { first: 1 } },
        { message: 'second', data: null },
        { data: { third: 3 } },
        { message: 'last', data: null },
      ]);
  });

  test('40: its busy sign ends with it', async ({ world }) => {
    const host = await withPage(world);
    await host.execute(`interaction:load:${world.plugin}`);
    await host.until('the plugin', (s) => s.plugin.ready);
    await host.execute('interaction:busy:start:loading');
    expect((await host.state()).busy).toBe(true);
    await host.execute('interaction:unload');
    expect((await host.state()).busy).toBe(false);
  });

  test('40: a page that may not be framed never becomes ready', async ({ world, page }) => {
    await page.clock.install();
    const body = readFileSync(resolve(import.meta.dirname, '../msx/testing/plugin.html'));
    world.beside['/plugin/framed.html'] = {
      body,
      type: 'text/html',
      headers: { 'X-Frame-Options': 'SAMEORIGIN' },
    };
    const host = await withPage(world);
    await host.execute(
      `content:request:interaction:echo:no@${world.plugin.replace('plugin.html', 'framed.html')}`,
    );
    await expect.poll(() => pagesLoaded(world)).toEqual(['/plugin/framed.html']);
    await page.clock.runFor(30_100);
    expect((await host.state()).error).toContain('30 seconds ago');
    expect((await host.state()).plugin.ready).toBe(false);
  });
});

test.describe('+: versions', () => {
  async function at(world: World, msxVersion: string): Promise<Host> {
    world.documents['/a.json'] = json(pageOf('A', ['a'], { flag: 'page' }));
    world.documents['/b.json'] = json(pageOf('B', ['b']));
    const host = await world.open(`content:${world.at('/a.json')}`, { msxVersion });
    await host.until('the page', shows('a'));
    return host;
  }
  for (const [before, since, action, warning] of [
    ['0.1.81', '0.1.82', 'content:request:interaction:echo:x@PLUGIN', /^Unknown action: 'content:request/],
    ['0.1.58', '0.1.90', 'execute:service:URL', /^Unknown action: 'execute:service/],
    ['0.1.114', '0.1.120', 'reload:content>index:0', /^Unknown reload action: 'content>index:0'\.$/],
    ['0.1.134', '0.1.144', 'replace:content:page:URL', /^Unknown replace action: 'content:page:http/],
    ['0.1.145', '0.1.146', 'player:progress:position:9', /^Unknown player progress action: 'position:9'\.$/],
    ['0.1.145', '0.1.160', 'slider:next', /^Unknown slider action: 'next'\.$/],
    ['0.1.154', '0.1.160', 'delay:x:0:info:later', /^Unknown action: 'delay:x:0:info:later'\.$/],
  ] as const)
    test(`+: ${action} is unknown to ${before} and warns, and the rest of the list runs on`, async ({
      world,
    }) => {
      const list = `[${action.replace('PLUGIN', world.plugin).replace('URL', world.at('/b.json'))}|info:Rest]`;
      const old = await at(world, before);
      await old.execute(list);
      const state = await old.until('both', (s) => s.allToasts.length === 2);
      expect(state.allToasts[0]).toMatchObject({
        level: 'warn',
        text: expect.stringMatching(warning),
      });
      expect(state.allToasts[1]?.text).toBe('Rest');
      const late = await at(world, since);
      await late.execute(list);
      await late.until('the rest', (s) => s.allToasts.some(({ text }) => text === 'Rest'));
      expect((await texts(late)).filter((text) => text.startsWith('Unknown'))).toEqual([]);
    });

  test('+: lists of actions are unknown before 0.1.58', async ({ world }) => {
    const old = await at(world, '0.1.54');
    await old.execute('[info:One|info:Two]');
    expect(await texts(old)).toEqual(["Unknown action: '[info:One|info:Two]'."]);
  });

  test('+: there are no interaction plugins in 0.1.58: neither as a start nor in a menu', async ({
    world,
  }) => {
    world.documents['/menu.json'] = json(
      menuOf('Menu', [{ label: 'P', data: `request:interaction:echo:x@${world.plugin}` }]),
    );
    const host = await world.open(`menu:${world.at('/menu.json')}`, { msxVersion: '0.1.58' });
    await host.until('an error', (s) => s.error !== null);
    const start = await world.open(`menu:request:interaction:init@${world.plugin}`, { msxVersion: '0.1.58' });
    await start.until('a warning', (s) => s.allToasts.length > 0);
    expect(world.origins.plugin.arrived).toEqual([]);
  });

  test('+: properties that came later are not there, without a word', async ({ world }) => {
    const { documents } = world;
    documents['/page.json'] = json({
      ...pageOf('Page', ['a']),
      overlay: { items: [{ id: 'over', type: 'space', layout: '11,5,1,1', text: 'Over' }] },
      ready: { action: 'info:Ready' },
      flag: 'page',
    });
    const texted = async (msxVersion: string) => {
      const host = await world.open(`content:${world.at('/page.json')}`, { msxVersion });
      await host.until('the page', shows('a'));
      await host.execute('update:content:overlay:over', { text: 'Updated' });
      const overlay = await host.page.locator('.overlay').count();
      return { overlay, toasts: await texts(host) };
    };
    expect(await texted('0.1.109')).toEqual({
      overlay: 0,
      toasts: ["Unknown update action: 'content:overlay:over'."],
    });
    expect(await texted('0.1.141')).toEqual({ overlay: 1, toasts: [] });
    expect(await texted('0.1.142')).toEqual({ overlay: 1, toasts: ['Ready'] });
  });

  test('+: an image trigger is unknown to 0.1.110', async ({ world }) => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
    const pictures = (msxVersion: string) => async () => {
      world.documents['/p.svg'] = { type: 'image/svg+xml', body: svg };
      const host = await at(world, msxVersion);
      await host.execute('slideshow:data', {
        template: { layout: '0,0,1,1', properties: { 'image:trigger': 'info:Seen', 'mine:key': 'x' } },
        items: [{ action: `image:${world.at('/p.svg')}` }],
      });
      await host.until('the picture', (s) => s.slideshow?.image === 'shown');
      return texts(host);
    };
    expect(await pictures('0.1.110')()).toEqual([]);
    expect(await pictures('0.1.111')()).toEqual(['Seen']);
  });
});

test.describe('+: options', () => {
  const options = (headline: string): Fields => ({
    headline,
    items: [{ id: 'o', type: 'control', layout: '0,0,8,1', label: headline }],
  });
  test('+: a menu item’s go before the menu’s; an item’s before its page’s and the root’s', async ({
    world,
  }) => {
    world.documents['/menu.json'] = json(
      menuOf(
        'Menu',
        [
          { label: 'A', data: world.at('/a.json'), options: options('Of the item') },
          { label: 'B', data: world.at('/a.json') },
        ],
        { options: options('Of the menu') },
      ),
    );
    world.documents['/a.json'] = json({
      options: options('Of the root'),
      pages: [
        {
          options: options('Of the page'),
          items: [
            { id: 'own', layout: '0,0,1,1', options: options('Of the content item') },
            { id: 'none', layout: '1,0,1,1' },
          ],
        },
        { items: [{ id: 'second', layout: '0,0,1,1' }] },
      ],
    });
    const host = await world.open(`menu:${world.at('/menu.json')}`);
    await host.until('the menu', shows('own'));
    const opened = async () => {
      await host.press('o');
      const state = await host.until('a panel', (s) => s.panel !== null);
      await host.press('o'); // in a panel there are none
      expect((await host.state()).panel?.headline).toBe(state.panel?.headline);
      await host.press('Backspace');
      return state.panel?.headline;
    };
    expect(await opened()).toBe('Of the item');
    await host.press('ArrowRight');
    expect(await opened()).toBe('Of the content item');
    await host.press('ArrowRight');
    expect(await opened()).toBe('Of the page');
    await host.press('ArrowRight');
    expect(await opened()).toBe('Of the root');
    await host.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowDown');
    expect(await opened()).toBe('Of the menu');
  });

  test('+: they are unknown to 0.1.119', async ({ world }) => {
    world.documents['/menu.json'] = json(
      menuOf('Menu', [{ label: 'A', data: pageOf('A', ['a']), options: options('Of the item') }]),
    );
    const host = await world.open(`menu:${world.at('/menu.json')}`, { msxVersion: '0.1.119' });
    await host.until('the menu', shows('a'));
    await host.press('o');
    expect((await host.until('a panel', (s) => s.panel !== null)).panel?.headline).toBe('Menu');
  });
});

test.describe('+: where the focus goes', () => {
  async function withMenu(world: World, more: Fields = {}): Promise<Host> {
    const { documents, at } = world;
    documents['/start.json'] = json({ reference: at('/menu.json') });
    const items = ['one', 'two'].map((id) => ({ id, label: id, data: at(`/${id}.json`) }));
    documents['/menu.json'] = json(menuOf('Menu', items));
    for (const id of ['one', 'two'])
      documents[`/${id}.json`] = json(pageOf(id, [`${id}-a`, `${id}-b`, `${id}-c`], more));
    const host = await world.open(`menu:${at('/start.json')}`);
    await host.until('the menu', shows('one-a'));
    return host;
  }

  test('+: a reload keeps it, by ID, else by index', async ({ world }) => {
    const host = await withMenu(world);
    await host.press('ArrowRight', 'ArrowDown');
    world.documents['/one.json'] = json(pageOf('one', ['new', 'one-a', 'one-b']));
    await host.execute('reload:content');
    await host.until('the new page', shows('new'));
    expect(await focused(host)).toBe('one-b');
    world.documents['/one.json'] = json(pageOf('one', ['x', 'y', 'z']));
    await host.execute('reload:content');
    await host.until('a new page', shows('x'));
    expect(await focused(host)).toBe('z');
  });

  for (const [separator, expected] of [
    ['>one-c', 'one-c'],
    ['>index:2', 'one-c'],
    ['>index:9', 'one-c'], // corrected to the one before
    ['>nothing', 'one-a'], // an ID that is not there: the default
    ['>item:default', 'one-a'],
    ['>item:index', 'one-b'],
    ['>item:current', 'one-b'],
    ['>item:none', undefined],
  ] as const)
    test(`+: reload:content${separator} moves it to ${expected ?? 'the menu'}`, async ({ world }) => {
      const host = await withMenu(world);
      await host.press('ArrowRight', 'ArrowDown');
      const asked = await world.askedBy(host, () => host.execute(`reload:content${separator}`));
      expect(asked).toEqual(['/one.json']);
      expect(await focused(host)).toBe(expected);
      expect(await host.page.locator('.menu-item.focused').count()).toBe(expected === undefined ? 1 : 0);
    });

  test('+: reload:menu>two>two-b>execute goes into the content and executes', async ({ world }) => {
    const host = await withMenu(world);
    const document = pageOf('two', ['two-a', 'two-b']);
    const items = (document.pages as { items: Fields[] }[])[0]!.items;
    items[1]!.action = 'info:Executed';
    world.documents['/two.json'] = json(document);
    await host.execute('reload:menu>two>two-b>execute');
    await host.until('it', (s) => s.allToasts.some(({ text }) => text === 'Executed'));
    expect(await focused(host)).toBe('two-b');
  });

  test('+: refocus brings back what had the focus, by the document’s flag', async ({ world }) => {
    const host = await withMenu(world, { flag: 'mine', refocus: 1 });
    await host.press('ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowDown');
    await host.until('the other', shows('two-a'));
    await host.press('ArrowRight');
    expect(await focused(host)).toBe('two-c'); // the ID is not here, the index is
    await host.execute('focus:clear:mine');
    await host.press('ArrowLeft', 'ArrowUp');
    await host.until('the first again', shows('one-a'));
    await host.press('ArrowRight');
    expect(await focused(host)).toBe('one-a');
  });

  test('+: a marked item is kept in mind only; without refocus, and before 0.1.153, nothing is', async ({
    world,
  }) => {
    const { documents, at } = world;
    const focusAfter = async (more: Fields, msxVersion = '0.1.163') => {
      documents['/a.json'] = json(pageOf('A', ['a']));
      documents['/p.json'] = json(pageOf('P', ['p', 'q', 'r'], { reuse: false, ...more }));
      const host = await world.open(`content:${at('/a.json')}`, { msxVersion });
      await host.until('the page', shows('a'));
      await host.execute(`content:${at('/p.json')}`);
      await host.until('the page', shows('p'));
      await host.press('ArrowDown');
      await host.execute(`content:${at('/p.json')}`);
      return focused(host);
    };
    expect(await focusAfter({ flag: 'f', refocus: true })).toBe('q');
    expect(await focusAfter({ flag: 'f', refocus: 2 })).toBe('q');
    expect(await focusAfter({ flag: 'f' })).toBe('p');
    expect(await focusAfter({ refocus: 1 })).toBe('p');
    expect(await focusAfter({ flag: 'f', refocus: 1 }, '0.1.152')).toBe('p');
    const marked = pageOf('P', ['p', 'q']);
    (marked.pages as { items: Fields[] }[])[0]!.items[0]!.focus = true;
    expect(await focusAfter({ flag: 'f', refocus: 1, pages: marked.pages })).toBe('p');
  });
});

test.describe('+: ready', () => {
  test('+: it runs each time a page or a panel is shown anew, and a start action once', async ({ world }) => {
    const { documents, at } = world;
    const ready = (name: string) => ({ ready: { action: `info:Ready ${name}` } });
    documents['/menu.json'] = json(
      menuOf(
        'Menu',
        [
          { label: 'A', data: at('/a.json') },
          { label: 'B', data: at('/b.json') },
        ],
        {
          ...ready('menu'),
          action: 'info:Start',
        },
      ),
    );
    for (const name of ['a', 'b']) documents[`/${name}.json`] = json(pageOf(name, [name], ready(name)));
    const panel = pageOf('P', ['p'], ready('panel'));
    documents['/c.json'] = json({
      pages: [{ items: [{ id: 'c', layout: '0,0,1,1', action: 'panel:data', data: panel }] }],
    });
    const host = await world.open(`menu:${at('/menu.json')}`);
    await host.until('the menu', shows('a'));
    await host.press('ArrowDown');
    await host.until('the second', shows('b'));
    await host.press('ArrowUp');
    await host.until('the first, from the cache', shows('a'));
    await host.execute(`content:${at('/c.json')}`);
    await host.until('a page', shows('c'));
    await host.press('Enter', 'Backspace', 'Enter', 'Backspace', 'Backspace');
    await host.until('the first again', shows('a'));
    const all = await texts(host);
    expect(all.filter((text) => text === 'Start')).toHaveLength(1);
    expect(all.filter((text) => text === 'Ready menu')).toHaveLength(1);
    expect(all.filter((text) => text === 'Ready a')).toHaveLength(3);
    expect(all.filter((text) => text === 'Ready b')).toHaveLength(1);
    expect(all.filter((text) => text === 'Ready panel')).toHaveLength(2);
  });
});

test.describe('+: what plugins use of TVX', () => {
  /** Runs in the plugin's page, with TVX's globals. */
  const inPlugin = <T>(host: Host, act: (tvx: Record<string, never>) => T | Promise<T>): Promise<T> =>
    host.page
      .frames()
      .find((frame) => frame.url().includes('/plugin/'))!
      .evaluate<T>(`(${act.toString()})(window)`);

  async function withPlugin(world: World): Promise<Host> {
    world.documents['/a.json'] = json(pageOf('A', ['a', 'b']));
    const host = await world.open(`content:${world.at('/a.json')}`, { platform: 'tizen' });
    await host.until('the page', shows('a'));
    await host.execute(`interaction:load:${world.plugin}`);
    await host.until('the plugin', (s) => s.plugin.ready);
    return host;
  }

  test('+: the storage keeps what it is given, and forgets it in time', async ({ world }) => {
    const host = await withPlugin(world);
    await inPlugin(host, (tvx) => {
      const { storage } = (tvx as unknown as { TVXServices: { storage: Storage } })
        .TVXServices as unknown as {
        storage: { set(name: string, value: unknown, expires?: Date): void; remove(name: string): void };
      };
      storage.set('name', 'value');
      storage.set('number', 5);
      storage.set('gone', 'x');
      storage.remove('gone');
      storage.set('over', 'x', new Date(0));
    });
    await host.execute('interaction:reload');
    await host.until('the plugin again', (s) => s.plugin.ready);
    const kept = await inPlugin(host, (tvx) => {
      const { storage } = (
        tvx as unknown as {
          TVXServices: {
            storage: {
              get(name: string, otherwise: string | null): string;
              getNum(name: string, otherwise: number): number;
              getFullStr(name: string, otherwise: string): string;
              has(name: string): boolean;
            };
          };
        }
      ).TVXServices;
      return [
        storage.get('name', null),
        storage.getNum('number', 0),
        storage.getFullStr('none', 'otherwise'),
        storage.has('gone'),
        storage.has('over'),
      ];
    });
    expect(kept).toEqual(['value', 5, 'otherwise', false, false]);
  });

  test('+: tools, properties and what the app says of itself', async ({ world }) => {
    const host = await withPlugin(world);
    const found = await inPlugin(host, (tvx) => {
      const { TVXTools, TVXPropertyTools, TVXPluginTools, TVXInteractionPlugin, TVXSettings } =
        tvx as unknown as {
          TVXTools: Record<string, (...values: unknown[]) => unknown>;
          TVXPropertyTools: Record<string, (...values: unknown[]) => unknown>;
          TVXPluginTools: Record<string, (...values: unknown[]) => unknown>;
          TVXInteractionPlugin: { onValidatedSettings(done: (answer: unknown) => void): void };
          TVXSettings: Record<string, unknown>;
        };
      return new Promise<unknown[]>((done) =>
        TVXInteractionPlugin.onValidatedSettings((answer) =>
          done([
            TVXTools.isFullStr?.(''),
            TVXTools.strFullCheck?.(null, 'x'),
            TVXTools.checkVersion?.('0.1.163', '0.1.82'),
            TVXTools.checkVersion?.('0.1.58', '0.1.82'),
            TVXTools.base64Decode?.(TVXTools.base64Encode?.('Grüße')),
            TVXTools.isHttpUrl?.('https://a'),
            TVXPropertyTools.getNum?.({ a: '5' }, 'a', 0),
            TVXPropertyTools.getBool?.({}, 'a', true),
            TVXPluginTools.areSettingsValidated?.(),
            TVXPluginTools.checkApplication?.(answer, '0.1.82'),
            TVXSettings.PLATFORM,
            TVXSettings.ANIMATE,
          ]),
        ),
      );
    });
    expect(found).toEqual([false, 'x', true, false, 'Grüße', true, 5, true, true, true, 'tizen', 2]);
  });

  test('+: a content observer is told what is on screen, and what changed', async ({ world }) => {
    const host = await withPlugin(world);
    await inPlugin(host, (tvx) => {
      const page = tvx as unknown as {
        seen: unknown[];
        TVXInteractionPlugin: { addContentObserver(name: string, handler: (state: unknown) => void): void };
      };
      page.seen = [];
      page.TVXInteractionPlugin.addContentObserver('test', (state) => page.seen.push(state));
    });
    const seen = () => inPlugin(host, (tvx) => (tvx as unknown as { seen: Record<string, unknown>[] }).seen);
    await expect.poll(async () => (await seen()).length, { timeout: 10_000 }).toBe(1);
    expect((await seen())[0]).toMatchObject({ init: true, contentFocus: 'a' });
    await host.press('ArrowDown');
    await expect.poll(async () => (await seen()).at(-1)?.contentFocus, { timeout: 10_000 }).toBe('b');
    expect((await seen()).at(-1)).toMatchObject({
      init: false,
      contentFocusChanged: true,
      contentFlagChanged: false,
    });
  });
});
