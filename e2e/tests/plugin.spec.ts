// The built page in a real browser, opened by the MSX host.
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { pageRequest, type PageKind } from '../../src/msx/pageRequest.js';
import type { HostState } from '../../src/preview/testApi.js';
import type { Host } from '../stage/openHost.js';
import { EVERYDAY_VERSIONS, has, MSX_VERSIONS } from '../stage/msxVersions.js';
import { LIBRARY } from '../stage/startOrigins.js';
import {
  aGrid,
  aMenu,
  aPage,
  DEVICE as TV,
  gone,
  idIn,
  library,
  script,
  shows,
  type Stage,
  test,
  warnings,
} from '../stage/pluginStage.js';
import type { Answer } from '../stage/startServer.js';

const html = (body: string): Answer => ({ body, type: 'text/html' });

/** The folder of documents of which every host in these tests has the beginning. */
const SONGS = { '/menu.json': aMenu('Songs'), '/Songs.json': aPage('Beneath') };

const inPanel =
  (text: string) =>
  ({ panel }: HostState) =>
    JSON.stringify(panel).includes(text);
/** Waits for the message that a document is gone. */
const reasonIn = (host: Host) =>
  host.until('the reason', ({ allToasts }) =>
    allToasts.some(({ text }) => text.includes('gone.json answered with the status 404')),
  );

for (const msxVersion of MSX_VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    const DEVICE = { ...TV, msxVersion };
    /** What came at startup can be replaced since 0.1.144; before, MSX begins anew. */
    const again = async (host: Host, ...keys: string[]) => {
      const anew = has(msxVersion, '0.1.144') ? null : host.page.waitForEvent('domcontentloaded');
      await host.press(...keys);
      await anew;
    };
    const request = ({ at, address }: Stage, kind: PageKind, path: string) =>
      `${kind}:request:interaction:${pageRequest(at(path), kind)}@${address}`;

    test('the menu’s links carry the ID that TVX gives, which stays the same', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      const host = await stage.openTo('Songs', DEVICE);
      const id = await host.deviceId();
      expect(id).toMatch(/^[\w.-]{32,}$/);
      const songs = () => stage.asked('/Songs.json')[0];
      await expect.poll(songs).toContain(`device_id=${encodeURIComponent(id)}`);
      // MSX itself asked for it: nothing is between it and the host
      expect(songs()).toContain(`v=${msxVersion}&t=`);
      // The same TV after its browser storage was cleared.
      await stage.page.context().clearCookies();
      for (const frame of stage.page.frames()) await frame.evaluate(() => localStorage.clear());
      const later = await stage.openTo('Songs', DEVICE);
      expect(await later.deviceId()).toBe(id);
      expect(await warnings(later)).toEqual([]);
    });

    test('MSX’s own ID of the TV is the last to be taken, and came with 0.1.142', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      const idWith = async (infoId: string) => {
        const host = await stage.openTo('Beneath', { platform: 'tizen', infoId, msxVersion });
        return host.deviceId();
      };
      const [first, second] = [await idWith('one'), await idWith('another')];
      // before, the library made one up, and keeps it
      expect(first === second).toBe(!has(msxVersion, '0.1.142'));
    });

    test('a folder of documents is tagged in its depth: menu, nested page, picture', async ({ serve }) => {
      const stage = await serve({
        config: { tagging: 'deep' },
        documents: {
          '/menu.json': aMenu('albums'),
          '/albums.json': aGrid({ title: 'An album' }, { action: 'content:deeper/album.json' }),
          '/deeper/album.json': aGrid({}, { title: 'A song', action: 'audio:song.wav' }),
        },
      });
      const host = await stage.openTo('An album', DEVICE);
      const id = encodeURIComponent(await host.deviceId());
      await host.press('ArrowRight', 'Enter');
      await host.until('the nested page', shows('A song'));
      await host.press('Enter');
      for (const file of ['/menu.json', '/albums.json', '/deeper/album.json', '/deeper/song.wav'])
        await expect.poll(() => stage.asked(file)[0]).toContain(`device_id=${id}`);
    });

    test('a menu that cannot be had is a menu that says so, and "Try again" does', async ({ serve }) => {
      let menu: Answer = gone();
      const stage = await serve({ documents: { ...SONGS, '/menu.json': () => menu } });
      const host = await stage.openTo('Try again', DEVICE);
      expect(await stage.page.locator('body').innerText()).toContain(
        'menu.json answered with the status 404',
      );
      await stage.page.screenshot({ path: test.info().outputPath('problem.png') });
      await again(host, 'ArrowRight', 'Enter');
      await host.until('the reason again', shows('Try again'));
      menu = aMenu('Songs');
      await again(host, 'ArrowRight', 'Enter');
      await host.until('the menu', shows('Beneath'));
      expect(await warnings(host)).toEqual([]);
    });

    test('a page that cannot be had at startup is asked for again', async ({ serve }) => {
      let found: Answer = gone();
      // that this host may be asked is said by the menu, which lies there
      const stage = await serve({ documents: { ...SONGS, '/page.json': () => found } });
      const host = await stage.openStart(request(stage, 'content', '/page.json'), DEVICE);
      await host.until('the reason', shows('Try again'));
      found = aPage('It is there');
      await again(host, 'Enter');
      await host.until('the page', shows('It is there'));
      expect(await warnings(host)).toEqual([]);
    });

    test('a page of the menu that cannot be had is asked for again, and the menu stays', async ({
      serve,
    }) => {
      let found: Answer = gone();
      const stage = await serve({
        config: { tagging: 'deep' },
        documents: { ...SONGS, '/Songs.json': () => found },
      });
      const host = await stage.openTo('Try again', DEVICE);
      found = aPage('It is there');
      await host.press('ArrowRight', 'Enter');
      const state = await host.until('the page', shows('It is there'));
      expect(state.menu?.labels).toEqual(['Songs']);
      expect(await warnings(host)).toEqual([]);
    });

    test('a panel that cannot be had fits, and is asked for again alone', async ({ serve }) => {
      let panel: Answer = gone();
      const stage = await serve({ documents: { ...SONGS, '/panel.json': () => panel } });
      const host = await stage.openTo('Beneath', DEVICE);
      await host.execute(request(stage, 'panel', '/panel.json'));
      await host.until('the reason', inPanel('Try again'));
      expect(await warnings(host)).toEqual([]);
      panel = aPage('It is there');
      const before = stage.asked('/Songs.json');
      await host.press('Enter');
      await host.until('the panel', inPanel('It is there'));
      expect(stage.asked('/Songs.json')).toEqual(before);
      expect(await warnings(host)).toEqual([]);
    });

    test('a slideshow that cannot be had says so over the page, and is asked for anew the next time', async ({
      serve,
    }) => {
      let slides: Answer = gone();
      const stage = await serve({ documents: { ...SONGS, '/gone.json': () => slides } });
      const host = await stage.openTo('Beneath', DEVICE);
      await host.execute(request(stage, 'slideshow', '/gone.json'));
      const state = await reasonIn(host);
      expect(state.screen).not.toBe('panel');
      expect(JSON.stringify(state.content)).toContain('Beneath');
      expect(state.allToasts.every(({ level }) => level === 'warn')).toBe(true);
      const picture = `image:${stage.at('/gallery/pictures/dunes.png')}`;
      slides = aGrid({}, { action: picture });
      await host.see(request(stage, 'slideshow', '/gone.json'));
    });

    test('the status page is a page, a panel and a start, and is asked for again as each', async ({
      serve,
    }) => {
      const stage = await serve({ documents: SONGS });
      const status = `request:interaction:status@${stage.address}`;
      const asked = () =>
        stage.page.evaluate(
          () =>
            window.msx.events.filter(({ message }) => JSON.stringify(message).includes('"dataId":"status"'))
              .length,
        );
      const first = await stage.openStart(`content:${status}`, DEVICE);
      await first.until('the status page', shows('Status of this TV'));
      await stage.page.screenshot({ path: test.info().outputPath('status.png') });
      const before = await asked();
      await again(first, 'Enter');
      if (has(msxVersion, '0.1.144')) await expect.poll(asked).toBeGreaterThan(before);
      await first.until('the status page', shows('Status of this TV'));
      expect(await warnings(first)).toEqual([]);
      const host = await stage.openTo('Beneath', DEVICE);
      await host.execute(`panel:${status}`);
      await host.until('the panel', inPanel('Status of this TV'));
      await stage.page.screenshot({ path: test.info().outputPath('status-panel.png') });
      const askedOnce = await asked();
      await host.press('Enter');
      await expect.poll(asked).toBeGreaterThan(askedOnce);
      const isBack = inPanel('Status of this TV');
      await host.until('the panel again', (state) => state.screen === 'panel' && isBack(state));
      expect(await warnings(host)).toEqual([]);
    });

    test('no picture brings a message', async ({ serve }) => {
      const stage = await serve({
        config: { tagging: 'deep' },
        documents: {
          '/menu.json': aMenu('Pictures'),
          '/Pictures.json': aGrid(
            { title: 'A picture' },
            ...['dunes', 'harbour'].map((name, i) => ({
              action: `image:/gallery/pictures/${name}.png`,
              properties: { 'makapix:post_id': String(i + 1) },
            })),
          ),
        },
      });
      const host = await stage.openTo('A picture', DEVICE);
      await host.press('ArrowRight', 'Enter');
      await host.until('the first', ({ slideshow }) => slideshow?.image === 'shown');
      await host.press('ArrowRight');
      await host.slide(1);
      expect((await host.state()).allToasts).toEqual([]);
    });
  });

for (const msxVersion of EVERYDAY_VERSIONS)
  test.describe(`in MSX ${msxVersion}`, () => {
    const DEVICE = { ...TV, msxVersion };
    test('an app that never says what it is gets its menu all the same, untagged', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      await stage.openTo('Songs', { ...DEVICE, app: 'silent' });
      expect(stage.asked().filter((url) => url.includes('device_id'))).toEqual([]);
    });

    test('an app without any ID: the library makes one up and keeps it', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      const host = await stage.openTo('Songs', { platform: 'tizen', msxVersion });
      const id = await host.deviceId();
      await expect.poll(() => stage.asked().map(idIn).filter(Boolean)).toContain(encodeURIComponent(id));
    });

    test('the last good ID is used when MSX fails to give one', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      const host = await stage.openTo('Songs', DEVICE);
      const id = encodeURIComponent(await host.deviceId());
      stage.documents.arrived.length = 0;
      await stage.openTo('Songs', { ...DEVICE, app: 'silent' });
      await expect.poll(() => stage.asked('/Songs.json')[0]).toContain(`device_id=${id}`);
    });

    test.describe('the library', () => {
      /** Chromium resolves msx.benzac.de to the test itself. */
      const official = async ({ page }: Stage, answer: 'library' | 'missing') => {
        const asked: string[] = [];
        await page.context().route('http://msx.benzac.de/**', async (route) => {
          asked.push(route.request().url());
          if (answer === 'library')
            await route.fulfill({ contentType: 'text/javascript', body: readFileSync(LIBRARY, 'utf8') });
          else await route.fulfill({ status: 404 });
        });
        return asked;
      };
      /** A host that does not answer when it is asked for the library: true once it was, and then for ever. */
      const mute = async ({ page }: Stage) => {
        let asked = false;
        await page.context().route('**/tv/tvx-plugin.min.js', () => {
          asked = true;
        });
        return expect.poll(() => asked);
      };
      /** Longer than the page waits for a library. */
      const WAIT_MS = 5_100;

      test('from beside the page is taken first, and MSX’s host is not asked', async ({ serve }) => {
        const stage = await serve({ documents: SONGS });
        const asked = await official(stage, 'library');
        await stage.openTo('Songs', DEVICE);
        expect(asked).toEqual([]);
      });

      for (const [what, answer] of [
        ['a 404', { body: 'No', type: 'text/plain', status: 404 }],
        ['a page for every missing file', html('<!doctype html><title>Home</title>')],
        ['a page that calls itself a script', script('<!doctype html><title>TVXInteractionPlugin</title>')],
      ] as const)
        test(`comes from MSX where the host answers ${what}`, async ({ serve }) => {
          const stage = await serve({ documents: SONGS, beside: { 'tvx-plugin.min.js': answer } });
          const asked = await official(stage, 'library');
          await stage.openTo('Songs', DEVICE);
          expect(asked).toEqual(['http://msx.benzac.de/js/tvx-plugin.min.js']);
        });

      test('and the configuration may be missing on a host that answers everything with its home page', async ({
        serve,
      }) => {
        const home = html('<!doctype html><title>Home</title>');
        const stage = await serve({
          config: null,
          beside: {
            'menu.json': aMenu('Songs'),
            'Songs.json': aPage('Beneath'),
            'tvx-plugin.min.js': home,
            'plugin.config.json': home,
          },
        });
        await official(stage, 'library');
        await stage.openTo('Songs', DEVICE);
        expect(JSON.stringify(await stage.page.evaluate(() => window.msx.events))).not.toContain('[config-');
      });

      test('comes from MSX where the host never answers', async ({ serve }) => {
        const stage = await serve({ documents: SONGS });
        await stage.page.clock.install();
        const asked = await mute(stage);
        await official(stage, 'library');
        const host = await stage.open(DEVICE);
        await asked.toBe(true);
        await stage.page.clock.runFor(WAIT_MS);
        await host.until('the menu', shows('Songs'));
      });

      test('that comes late is still welcome', async ({ serve }) => {
        let answerBeside: () => void = () => undefined;
        const late = new Promise<void>((resolve) => (answerBeside = resolve));
        const stage = await serve({
          documents: SONGS,
          beside: { 'tvx-plugin.min.js': () => late.then(library) },
        });
        await stage.page.clock.install();
        const asked = await official(stage, 'missing');
        const host = await stage.open(DEVICE);
        const besideAsked = () =>
          stage.plugin.arrived.filter(({ url }) => url === '/tv/tvx-plugin.min.js').length;
        await expect.poll(besideAsked).toBe(1);
        await stage.page.clock.runFor(WAIT_MS);
        await expect.poll(() => asked.length).toBe(1); // given up for now
        answerBeside();
        await host.until('the menu', shows('Songs'));
      });

      test('that comes from nowhere is named in the log', async ({ serve }) => {
        const stage = await serve({ documents: SONGS, hasLibrary: false });
        await stage.page.clock.install();
        const asked = await official(stage, 'missing');
        const said = stage.page.waitForEvent('console', (message) => message.text().includes('tvx-missing'));
        await stage.open(DEVICE);
        await expect.poll(() => asked.length).toBe(1);
        await stage.page.clock.runFor(WAIT_MS);
        expect((await said).text()).toContain('neither');
      });
    });

    test('the page is transparent in MSX, and shows nothing', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      const host = await stage.openTo('Songs', DEVICE);
      const frame = host.plugin();
      expect(await frame.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
        'rgba(0, 0, 0, 0)',
      );
      expect(await frame.evaluate(() => document.body.innerText.trim())).toBe('');
    });

    test('a playlist that cannot be had says so over the page', async ({ serve }) => {
      const stage = await serve({ documents: SONGS });
      const host = await stage.openTo('Beneath', DEVICE);
      const asked = pageRequest(stage.at('/gone.json'), 'playlist');
      await host.execute(`playlist:request:interaction:${asked}@${stage.address}`);
      const state = await reasonIn(host);
      expect(state.screen).toBe('menu');
      expect(state.allToasts.every(({ level }) => level === 'warn')).toBe(true);
    });

    test('a page that was redirected is loaded once, whatever is asked of it', async ({ serve }) => {
      const stage = await serve({
        config: { tagging: 'deep', menu: 'menu.json' },
        beside: {
          'moved': { status: 302, headers: { Location: '/tv/plugin.html' }, body: '', type: 'text/plain' },
          'menu.json': {
            json: {
              menu: [
                { label: 'Songs', data: 'Songs.json' },
                { label: 'Status', data: 'request:interaction:status@plugin.html' },
              ],
            },
          },
          'Songs.json': aPage('A song'),
        },
      });
      const typed = stage.address.replace('plugin.html', 'moved');
      const host = await stage.openStart(`menu:request:interaction:init@${typed}`, DEVICE);
      await host.until('the page', shows('A song'));
      await host.press('ArrowDown');
      await host.until('the status page', shows('Status of this TV'));
      expect((await host.state()).plugin.url).toBe(typed);
      const loaded = stage.plugin.arrived.filter(({ url }) => url.startsWith('/tv/plugin.html'));
      expect(loaded).toHaveLength(1);
    });

    test('what is wrong with the configuration is in MSX’s log, without a toast', async ({ serve }) => {
      const stage = await serve({ documents: SONGS, config: { tagging: 'deeply' } });
      const host = await stage.openTo('Songs', { ...DEVICE, log: '1' });
      await expect
        .poll(async () => JSON.stringify(await stage.page.evaluate(() => window.msx.events)))
        .toContain('config-key-invalid');
      expect((await host.state()).toasts).toEqual([]);
    });

    test('query parameters other than the name of a configuration change nothing', async ({ serve }) => {
      const stage = await serve({
        documents: { ...SONGS, '/kitchen.json': aMenu('Kettle') },
        beside: { 'kitchen.config.json': () => ({ json: { menu: stage.at('/kitchen.json') } }) },
      });
      const query = '?menu=evil.json&broker.url=ws://evil.example&config=kitchen';
      await stage.openTo('Kettle', DEVICE, query);
      const asked = [...stage.plugin.arrived, ...stage.documents.arrived].map(({ url }) => url);
      expect(asked.filter((url) => /^[^?]*evil\.json/.test(url))).toEqual([]);
    });

    test('the status page shows identity and versions, and no credentials', async ({ serve }) => {
      const stage = await serve({
        documents: {
          '/menu.json': () => ({
            json: { menu: [{ label: 'Status', data: `request:interaction:status@${stage.address}` }] },
          }),
        },
        config: { broker: { url: `ws://127.0.0.1:1/mqtt`, username: 'anna', password: 'hunter2' } },
      });
      // Real ones have up to 52 characters.
      const host = await stage.openTo('Status of this TV', { ...DEVICE, macAddress: '00:11:22:33:44:05' });
      expect(await host.deviceId()).toHaveLength(52);
      const text = await stage.page.locator('body').innerText();
      expect(text).toContain(`Samsung Tizen / MSX ${msxVersion}`);
      expect(text).toContain(await host.deviceId());
      expect(text).not.toMatch(/hunter2|anna/);
      for (const box of await stage.page.locator('.item-box:has(.item-texts)').all()) {
        const heights = await box.evaluate((node) => [
          node.firstElementChild!.scrollHeight,
          node.clientHeight,
        ]);
        expect(heights[0]).toBeLessThanOrEqual(heights[1]!);
      }
      await stage.page.screenshot({ path: test.info().outputPath('status.png') });
    });
  });
