// The life of a plugin, and what it hears: the rows 39 and 40 of what MSX documents, and TVX.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Host } from '../stage/openHost.js';
import { texts } from '../stage/msxStage.js';
import { type World, json, pageOf, menuOf, shows, test } from '../stage/msxWorld.js';

test.describe('39: what the plugin hears of the screen', () => {
  const stateOf = async (host: Host) =>
    ((await host.ask('info:content')).info as { content: Fields }).content;

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
    return world.openTo('a', `menu:request:interaction:init@${world.plugin}${hash}`, settings);
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
  const pagesLoaded = (world: World) =>
    world.origins.plugin.arrived.map(({ url }) => url).filter((url) => url.includes('.html'));

  test('40: a request with @URL loads the plugin and waits for it; the same one stays', async ({ world }) => {
    const host = await world.openPage('a');
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
    const host = await world.openPage('a');
    await host.load(world.plugin);
    const other = world.plugin.replace('plugin.html', 'other.html');
    await host.execute(`content:request:interaction:echo:other@${other}`);
    await host.until('the other', (s) => s.content?.items[0]?.title === 'other');
    expect((await host.state()).plugin.url).toBe(other);
    expect(page.frames().filter((frame) => frame.url().includes('/plugin/'))).toHaveLength(1);
    await host.execute('interaction:commit:message:to the other');
    await expect
      .poll(async () => (await host.noted()).data)
      .toEqual([{ message: 'to the other', data: null }]);
    await host.execute(`execute:service:silent:request:interaction:act@${world.plugin}`);
    await host.until('the first again', (s) => s.allToasts.some(({ text }) => text === 'Done by the plugin'));
    expect((await host.state()).plugin.url).toBe(world.plugin);
    expect((await host.noted()).data).toEqual([]);
  });

  test('40: load:none and unload take it away; a commit then warns, and a request fails', async ({
    world,
  }) => {
    const host = await world.openPage('a');
    for (const action of ['interaction:load:none', 'interaction:unload']) {
      await host.load(world.plugin);
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
    const host = await world.openPage('a');
    await host.execute(`interaction:load:${world.plugin}`, { first: 1 });
    await host.until('the plugin', (s) => s.plugin.ready);
    await expect.poll(async () => (await host.noted()).data).toHaveLength(1);
    await host.execute('interaction:reload');
    expect((await host.state()).plugin.ready).toBe(false);
    await host.until('the plugin again', (s) => s.plugin.ready);
    expect(pagesLoaded(world)).toHaveLength(2);
    expect((await host.noted()).data).toEqual([]);
  });

  test('40: commits before it is ready are handed over at its start; load with data is a commit', async ({
    world,
  }) => {
    const host = await world.openPage('a');
    await host.page.evaluate((url) => {
      window.msx.execute(`interaction:load:${url}`, { first: 1 });
      window.msx.execute('interaction:commit:message:second');
    }, world.plugin);
    await host.until('the plugin', (s) => s.plugin.ready);
    await host.execute(`interaction:load:${world.plugin}`, { third: 3 });
    await host.execute(`interaction:load:${world.plugin}`);
    await host.execute('interaction:commit:message:last');
    await expect
      .poll(async () => (await host.noted()).data)
      .toEqual([
        { data: { first: 1 } },
        { message: 'second', data: null },
        { data: { third: 3 } },
        { message: 'last', data: null },
      ]);
  });

  test('40: its busy sign ends with it', async ({ world }) => {
    const host = await world.openPage('a');
    await host.load(world.plugin);
    await host.execute('interaction:busy:start:loading');
    expect((await host.state()).busy).toBe(true);
    await host.execute('interaction:unload');
    expect((await host.state()).busy).toBe(false);
  });

  test('40: a page that may not be framed never becomes ready', async ({ world, page }) => {
    await page.clock.install();
    const body = readFileSync(resolve(import.meta.dirname, '../stage/testPlugin.html'));
    world.beside['/plugin/framed.html'] = {
      body,
      type: 'text/html',
      headers: { 'X-Frame-Options': 'SAMEORIGIN' },
    };
    const host = await world.openPage('a');
    await host.execute(
      `content:request:interaction:echo:no@${world.plugin.replace('plugin.html', 'framed.html')}`,
    );
    await expect.poll(() => pagesLoaded(world)).toEqual(['/plugin/framed.html']);
    await page.clock.runFor(30_100);
    expect((await host.state()).error).toContain('30 seconds ago');
    expect((await host.state()).plugin.ready).toBe(false);
  });
});

test.describe('+: what plugins use of TVX', () => {
  type Functions<Name extends string> = Record<Name, (...values: unknown[]) => unknown>;
  /** What these tests use of the library, and of the page that has it. */
  interface Tvx {
    TVXServices: { storage: Functions<'set' | 'get' | 'getNum' | 'getFullStr' | 'has' | 'remove'> };
    TVXTools: Functions<
      'isFullStr' | 'strFullCheck' | 'checkVersion' | 'base64Decode' | 'base64Encode' | 'isHttpUrl'
    >;
    TVXPropertyTools: Functions<'getNum' | 'getBool'>;
    TVXPluginTools: Functions<'areSettingsValidated' | 'checkApplication'>;
    TVXInteractionPlugin: Functions<'onValidatedSettings' | 'addContentObserver'>;
    TVXSettings: Fields;
    seen: Fields[];
  }
  /** Runs in the plugin's page, with TVX's globals. */
  const inPlugin = <T>(host: Host, act: (tvx: Tvx) => T | Promise<T>): Promise<T> =>
    host.plugin().evaluate<T>(`(${act.toString()})(window)`);

  async function withPlugin(world: World): Promise<Host> {
    world.documents['/a.json'] = json(pageOf('A', ['a', 'b']));
    const host = await world.openTo('a', `content:${world.at('/a.json')}`, { platform: 'tizen' });
    await host.load(world.plugin);
    return host;
  }

  test('+: the storage keeps what it is given, and forgets it in time', async ({ world }) => {
    const host = await withPlugin(world);
    await inPlugin(host, ({ TVXServices: { storage } }) => {
      storage.set('name', 'value');
      storage.set('number', 5);
      storage.set('gone', 'x');
      storage.remove('gone');
      storage.set('over', 'x', new Date(0));
    });
    await host.execute('interaction:reload');
    await host.until('the plugin again', (s) => s.plugin.ready);
    const kept = await inPlugin(host, ({ TVXServices: { storage } }) => [
      storage.get('name', null),
      storage.getNum('number', 0),
      storage.getFullStr('none', 'otherwise'),
      storage.has('gone'),
      storage.has('over'),
    ]);
    expect(kept).toEqual(['value', 5, 'otherwise', false, false]);
  });

  test('+: tools, properties and what the app says of itself', async ({ world }) => {
    const host = await withPlugin(world);
    const found = await inPlugin(host, (tvx) => {
      const { TVXTools, TVXPropertyTools, TVXPluginTools, TVXInteractionPlugin, TVXSettings } = tvx;
      return new Promise<unknown[]>((done) =>
        TVXInteractionPlugin.onValidatedSettings((answer: unknown) =>
          done([
            TVXTools.isFullStr(''),
            TVXTools.strFullCheck(null, 'x'),
            TVXTools.checkVersion('0.1.163', '0.1.82'),
            TVXTools.checkVersion('0.1.58', '0.1.82'),
            TVXTools.base64Decode(TVXTools.base64Encode('Grüße')),
            TVXTools.isHttpUrl('https://a'),
            TVXPropertyTools.getNum({ a: '5' }, 'a', 0),
            TVXPropertyTools.getBool({}, 'a', true),
            TVXPluginTools.areSettingsValidated(),
            TVXPluginTools.checkApplication(answer, '0.1.82'),
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
      tvx.seen = [];
      tvx.TVXInteractionPlugin.addContentObserver('test', (state: Fields) => tvx.seen.push(state));
    });
    const seen = () => inPlugin(host, (tvx) => tvx.seen);
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
