import { expect, test as base } from '@playwright/test';
import { picture, sampleMenu, sampleRoutes } from '../stage/sampleDocuments.js';
import { type Host, type Noted, openHost } from '../stage/openHost.js';
import { type Origins, startOrigins, TEST_PLUGIN_FILES } from '../stage/startOrigins.js';
import type { TestServer, Routes } from '../stage/startServer.js';

const PLUGIN = '/plugin/plugin.html';
const START = `menu:request:interaction:init@${PLUGIN}`;

interface OpenHost extends Host {
  /** The server of the documents. */
  server: TestServer;
}

const test = base.extend<{
  origins: Origins;
  /**
   * Waits for the menu and its first page, unless another start parameter is given. `/docs/…` and the like there and in
   * an action stand for the server of the documents.
   */
  open: (settings?: Record<string, string>, start?: string) => Promise<OpenHost>;
}>({
  origins: async ({}, use) => {
    const routes: Routes = { '/media/5.svg': { type: 'image/svg+xml', body: picture('5', '#8a5fc0') } };
    const documents: Routes = {
      '/deeds/post': ({ body }) => ({
        json: {
          response: {
            status: 200,
            text: 'OK',
            message: null,
            data: { action: `info:Posted ${body.length} characters` },
          },
        },
      }),
    };
    const origins = await startOrigins({ files: TEST_PLUGIN_FILES, routes }, documents);
    const at = origins.documents.origin;
    Object.assign(documents, sampleRoutes(at));
    routes['/plugin/menu.json'] = sampleMenu(at, origins.plugin.origin + PLUGIN);
    await use(origins);
    await origins.close();
  },
  open: async ({ origins, page }, use) => {
    const absolute = (text: string) =>
      text
        .replace(/(?<=[:@])(?=\/(?:docs|media|deeds)\/)/g, origins.documents.origin)
        .replace(`@${PLUGIN}`, `@${origins.plugin.origin}${PLUGIN}`);
    await use(async (settings = {}, start = START) => {
      const host = await openHost(page, origins.app.origin, absolute(start), settings);
      if (start === START)
        await host.until('the menu and its first page', (s) => s.content?.items.length === 6);
      const { execute } = host;
      return Object.assign(host, {
        server: origins.documents,
        execute: (action: string, data?: unknown) => execute(absolute(action), data),
      });
    });
  },
});

/** What the plugin wrote down, once an event has arrived there: messages between windows take a moment. */
async function notedWith(host: Host, event: string): Promise<Noted> {
  await expect.poll(async () => (await host.noted()).events.map((one) => one.event)).toContain(event);
  return host.noted();
}

test('the plugin answers "init" and its menu appears with the first content page', async ({ open }) => {
  const host = await open({ platform: 'lg', msxVersion: '0.1.150' });
  const state = await host.state();
  expect(state.menu?.headline).toBe('Test house');
  expect(state.menu?.labels).toContain('Pictures');
  expect(state.content?.headline).toBe('Pictures');
  expect(state.content?.pages).toBe(2);
  const asked = host.server.arrived.find(({ url }) => url.startsWith('/docs/pictures.json'));
  expect(asked?.url).toMatch(/^\/docs\/pictures\.json\?for=lg&v=0\.1\.150&t=\d{13}$/);
});

test('with the keyboard alone one goes from the menu to a slideshow and back', async ({ open }) => {
  const host = await open();
  await host.press('ArrowRight', 'ArrowRight', 'Enter');
  const state = await host.until('the second picture', (s) => s.slideshow?.image === 'shown');
  expect(state.screen).toBe('slideshow');
  expect(state.slideshow).toMatchObject({ index: 1, count: 8, playing: false, label: 'Picture Two' });
  await expect(host.page.locator('.slide img')).toBeVisible();
  await host.press('Backspace');
  expect((await host.state()).screen).toBe('menu');
  await expect(host.page.locator('.content-item.focused')).toHaveAttribute('data-id', 'p2');
  await host.press('Backspace');
  await expect(host.page.locator('.menu-item.focused')).toContainText('Pictures');
});

test('an image that cannot be loaded is a slide whose trigger never runs', async ({ open }) => {
  const host = await open();
  await host.press('ArrowRight', 'Enter');
  await host.until('picture 1', (s) => s.slideshow?.image === 'shown');
  await host.press('ArrowRight');
  await host.slide(1);
  await host.press('ArrowRight');
  await host.until('the broken one', (s) => s.slideshow?.index === 2 && s.slideshow.image === 'broken');
  await host.press('ArrowRight');
  await host.slide(3);
  await host.press('Backspace');
  const told = await notedWith(host, 'slider:stop');
  expect(told.events.map(({ event }) => event)).toEqual([
    'slider:load',
    'slider:position',
    'slider:position',
    'slider:position',
    'slider:stop',
  ]);
  expect(told.events[0]?.info).toMatchObject({
    state: 3,
    id: 'p1',
    index: 0,
    number: 1,
    count: 8,
    listSize: 8,
  });
  expect(told.events[2]).toEqual({ event: 'slider:position', index: 2, number: 3, listIndex: 2 });
  expect(told.data.map((data) => (data.slider as { id: string }).id)).toEqual(['p1', 'p2', 'p4']);
  expect(told.data[0]).toHaveProperty('data', null);
});

test('a slideshow plays at the interval of the settings', async ({ open }) => {
  const host = await open({ slideshowInterval: '250' });
  await host.execute('slideshow:/docs/pictures.json>index:1');
  await host.until('the slide after the broken one', (s) => s.slideshow?.index === 3);
  expect((await host.events()).slice(0, 4)).toEqual([
    'slider:load',
    'slider:play',
    'slider:position',
    'slider:position',
  ]);
  await host.press('Enter');
  await host.until('a pause', (s) => s.slideshow?.playing === false);
  expect((await host.events()).at(-1)).toBe('slider:pause');
});

test('audio is told as video events, in the order of playing, and its triggers run', async ({ open }) => {
  const host = await open();
  await host.execute('content:/docs/sounds.json');
  await host.until('the sounds', (s) => s.content?.items.length === 3);
  await host.press('Enter');
  await host.until('the second sound', (s) => s.player?.index === 1 && s.player.state === 'playing');
  await host.press('Enter');
  await host.until('a pause', (s) => s.player?.state === 'paused');
  await host.press('Enter');
  await host.until('it goes on', (s) => s.player?.state === 'playing');
  await host.press('ArrowRight');
  await host.press('s');
  await host.until('the end', (s) => s.player === null);
  const told = await notedWith(host, 'video:stop');
  expect(told.events.map(({ event }) => event)).toEqual([
    'video:load',
    'video:play',
    'video:load',
    'video:play',
    'video:pause',
    'video:play',
    'video:seek',
    'video:stop',
  ]);
  const [load, play, second, , pause] = told.events;
  expect(load?.info).toMatchObject({
    type: 'audio',
    id: 's1',
    url: expect.stringMatching(/\/media\/short\.wav$/),
    label: 'Short tone',
    count: 3,
  });
  expect(load?.data).toEqual({ state: 1, position: 0, duration: 0, speed: 1, ended: false });
  expect(play?.data).toMatchObject({ state: 1 });
  expect(second?.data).toMatchObject({ state: 2, ended: true });
  expect(pause?.data).toMatchObject({ state: 2, ended: false });
  expect(told.data.map(({ message }) => message)).toEqual(['load', 'ready', 'start', 'end']);
});

test('a sound that cannot be played is said on screen and stopped', async ({ open }) => {
  const host = await open();
  await host.execute('audio:/media/none.wav');
  const state = await host.until('a toast', (s) => s.toasts.length > 0);
  expect(state.toasts[0]?.text).toMatch(/^Audio not available: .*\/media\/none\.wav$/);
  expect(state.player).toBeNull();
  expect(await host.events()).toEqual(['video:load', 'video:stop']);
});

test('a wrapped error response is shown with its message, in the menu and as a page', async ({ open }) => {
  const host = await open();
  await host.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  const state = await host.until('the message', (s) => s.error !== null);
  expect(state.error).toBe('This TV may not see that.');
  await expect(host.page.locator('.content-item[data-id="error"]')).toContainText('Error 403: Forbidden');
  await host.execute('content:request:interaction:refuse');
  const page = await host.until('the plugin refuses', (s) => s.error === 'Not for this TV');
  expect(page.screen).toBe('content');
});

test('a document that cannot be had is shown with its URL, and can be tried again', async ({ open }) => {
  const host = await open();
  await host.execute('content:/docs/nowhere.json');
  await host.until('the message', (s) => s.error !== null);
  await expect(host.page.locator('.content-item[data-id="error"]')).toContainText('/docs/nowhere.json');
  const before = host.server.arrived.filter(({ url }) => url.includes('nowhere')).length;
  await host.press('Enter');
  await expect
    .poll(() => host.server.arrived.filter(({ url }) => url.includes('nowhere')).length)
    .toBe(before + 1);
});

test('an action that the host does not know is said on screen', async ({ open }) => {
  const host = await open();
  await host.execute('content:/docs/deeds.json');
  await host.until('the deeds', (s) => s.content?.items[0]?.id === 'unknown');
  await host.press('Enter');
  const state = await host.until('a toast', (s) => s.toasts.length > 0);
  expect(state.toasts[0]).toEqual({
    level: 'warn',
    text: "Unknown action: 'teleport:kitchen'.",
  });
});

test('execute posts the attached data and runs the action that comes back', async ({ open }) => {
  const host = await open();
  await host.execute('content:/docs/deeds.json>post');
  await host.until('the deeds', (s) => s.content?.items[1]?.focused === true);
  await host.press('Enter');
  const state = await host.until('the answer', (s) => s.toasts.length > 0);
  expect(state.toasts[0]?.text).toBe('Posted 22 characters');
  expect(host.server.arrived.find(({ method }) => method === 'POST')).toMatchObject({
    body: '{"data":{"answer":42}}',
  });
  await host.execute('execute:slider:request:interaction:act', { answer: 43 });
  await host.until('the plugin acts', (s) => s.allToasts.some(({ text }) => text === 'Done by the plugin'));
  expect((await host.noted()).requests.at(-1)).toEqual({
    dataId: 'act',
    data: { slider: null, data: { answer: 43 } },
  });
});

test('TVX gives the plugin a device ID, the platform, and no more before it is ready', async ({ open }) => {
  const host = await open({ platform: 'tizen', macAddress: '00:11:22:33:44:55' });
  const told = await host.noted();
  expect(told.early).toMatchObject({ error: 'Plugin not ready' });
  expect(told.video).toEqual({ error: 'Plugin not ready' });
  expect(told.deviceId.deviceId).toMatch(/^[A-Za-z0-9._-]{44,52}$/);
  expect(told.platform).toBe('tizen');
});

test('the device ID comes from the same source each time, and from another when that is missing', async ({
  open,
}) => {
  const idWith = async (settings: Record<string, string>) => {
    const host = await open(settings);
    return (await host.noted()).deviceId.deviceId;
  };
  expect(await idWith({ noInfo: '1' })).toBeNull();
  const all = { macAddress: 'aa', systemDeviceId: 'bb', infoId: 'cc' };
  const fromMac = await idWith(all);
  expect(await idWith({ macAddress: 'aa', infoId: '' })).toBe(fromMac);
  const fromSystem = await idWith({ systemDeviceId: 'bb', infoId: 'cc' });
  const fromInfo = await idWith({ infoId: 'cc' });
  const made = await idWith({ infoId: '' });
  expect(new Set([fromMac, fromSystem, fromInfo, made]).size).toBe(4);
  expect(await idWith({ infoId: '' })).toBe(made);
  expect(await idWith({ noInfo: '1' })).toBe(made);
});

test('a broken app answers with an error, a slow one late, a silent one never', async ({ open }) => {
  const broken = await open({ app: 'broken' });
  expect((await broken.noted()).deviceId.error).toContain('broken');
  const slow = await open({ app: 'slow:300' });
  await expect.poll(async () => (await slow.noted()).deviceId).toBeTruthy();
  const silent = await open({ app: 'silent' });
  expect((await silent.noted()).deviceId).toBeUndefined();
});

test('events of a test reach the plugin, and settings are told when they change', async ({ open }) => {
  const host = await open();
  await host.tell({ event: 'app:suspend' });
  await host.set('slideshowInterval', '5000');
  await host.set('randomPlayback', '1');
  await expect
    .poll(async () => (await host.noted()).events)
    .toEqual([
      { event: 'app:suspend' },
      { event: 'settings:slideshow_interval', value: 5000 },
      { event: 'settings:random_playback', value: 1 },
    ]);
});

test('without a start parameter the page asks for one', async ({ page, origins }) => {
  await page.goto(`${origins.app.origin}/preview/`);
  await expect(page.locator('#start-parameter')).toBeFocused();
  await page.locator('#start-parameter').fill(`content:${origins.documents.origin}/docs/kinds.json`);
  await page.keyboard.press('Enter');
  await expect(page.locator('.content-item[data-id="teaser"]')).toBeVisible();
});

test('the arrow keys turn the pages at their edge, and lead back to the menu', async ({ open }) => {
  const host = await open();
  await host.press('ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  const second = await host.state();
  expect(second.content).toMatchObject({ page: 1, focus: 0 });
  await host.press('ArrowLeft');
  const first = await host.state();
  expect(first.content?.page).toBe(0);
  expect(first.content?.items.find(({ focused }) => focused)?.id).toBe('p3');
  await host.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await expect(host.page.locator('.menu-item.focused')).toBeVisible();
  await expect(host.page.locator('.content-item.focused')).toHaveCount(0);
});

test('a list scrolls so that the focus stays in sight', async ({ open }) => {
  const host = await open();
  await host.execute('content:data', {
    type: 'list',
    template: { layout: '0,0,12,1', type: 'control' },
    items: Array.from({ length: 30 }, (_, i) => ({ id: `n${i}`, label: `Number ${i}` })),
  });
  await host.until('the list', (s) => s.content?.items.length === 30);
  for (let i = 0; i < 20; i++) await host.press('ArrowDown');
  await expect(host.page.locator('.content-item.focused')).toHaveAttribute('data-id', 'n20');
  await expect(host.page.locator('.content-item.focused')).toBeInViewport({ ratio: 1 });
  await expect(host.page.locator('.content-item[data-id="n0"]')).not.toBeInViewport();
});

test('a panel lies over the page, runs its actions in a row and closes', async ({ open }) => {
  const host = await open();
  await host.execute('panel:/docs/panel.json>c1');
  const state = await host.until('the panel', (s) => s.panel?.items.length === 3);
  expect(state.screen).toBe('panel');
  await host.press('Enter');
  const after = await host.state();
  expect(after.panel).toBeNull();
  expect(after.toasts.map(({ text }) => text)).toEqual(['Second']);
  await host.execute('panel:/docs/panel.json');
  await host.until('the panel again', (s) => s.panel?.items.length === 3);
  await host.press('Backspace');
  expect((await host.state()).screen).toBe('menu');
});

test('items can be changed where they stand, in overlays too', async ({ open }) => {
  const host = await open();
  await host.execute('content:data', {
    pages: [{ items: [{ id: 'a', layout: '0,0,3,1', title: 'Before' }] }],
    overlay: { items: [{ id: 'o', type: 'space', layout: '6,0,3,1', text: 'Before' }] },
  });
  await host.until('the page', (s) => s.content?.items[0]?.title === 'Before');
  await host.execute('update:content:a', { title: 'After' });
  await host.execute('update:content:overlay:o', { text: 'Over' });
  expect((await host.state()).content?.items[0]).toMatchObject({ title: 'After', focused: true });
  await expect(host.page.locator('.overlay')).toContainText('Over');
});

test('what is committed before the plugin is ready reaches it when it is', async ({ open, origins }) => {
  const host = await open({ app: 'slow:200' }, 'content:/docs/kinds.json');
  await host.until('the page', (s) => s.content?.items.length === 8);
  await host.page.evaluate((url) => {
    window.msx.execute(`interaction:load:${url}`, { first: 1 });
    window.msx.execute('interaction:commit:message:second');
    window.msx.execute('interaction:commit', { third: 3 });
  }, origins.plugin.origin + PLUGIN);
  await host.until('the plugin', (s) => s.plugin.ready);
  await expect
    .poll(async () => (await host.noted()).data)
    .toEqual([{ data: { first: 1 } }, { message: 'second', data: null }, { data: { third: 3 } }]);
});

test('the app gives a plugin that does not answer 30 seconds', async ({ open, page }) => {
  await page.clock.install();
  const host = await open();
  await host.execute('content:request:interaction:mute');
  expect((await host.state()).content?.loading).toBe(true);
  await page.clock.runFor(29_000);
  expect((await host.state()).error).toBeNull();
  await page.clock.runFor(1_100);
  expect((await host.state()).error).toBe('"mute" was asked for 30 seconds ago.');
});

test('an image can be resolved by the plugin first', async ({ open }) => {
  const host = await open();
  const state = await host.see('image:resolve:request:interaction:where');
  expect(state.slideshow?.url).toMatch(/\/media\/5\.svg$/);
});

test('what the plugin executes is run, and what it logs is kept and shown', async ({ open }) => {
  const host = await open();
  await host.plugin().evaluate((documents) => {
    const plugin = window.TVXInteractionPlugin;
    plugin.warn('Only in the log', true, false);
    plugin.info('Seen', true, true);
    plugin.executeAction(`slideshow:${documents}/docs/pictures.json>p4`);
  }, host.server.origin);
  const state = await host.until('the slideshow', (s) => s.slideshow?.image === 'shown');
  expect(state.slideshow).toMatchObject({ index: 3, playing: true });
  expect(state.allToasts.map(({ text }) => text)).toEqual(['Seen']);
  const log = (await host.messages()).filter(({ from }) => from === 'log');
  expect(log.map(({ message }) => message)).toEqual([
    { level: 'warn', text: 'Only in the log' },
    { level: 'info', text: 'Seen' },
  ]);
});

test('content that comes up ends a slideshow, and leaves music playing behind it', async ({ open }) => {
  const host = await open();
  await host.execute('audio:/media/long.wav');
  await host.until('it plays', (s) => s.player?.state === 'playing');
  await host.see('slideshow:/docs/pictures.json');
  await host.execute('content:/docs/kinds.json');
  const state = await host.until('the page', (s) => s.content?.items.length === 8);
  expect(state.slideshow).toBeNull();
  expect(state.player).toMatchObject({ state: 'playing', foreground: false });
  expect(state.screen).toBe('content');
  await host.press('s');
  expect((await host.state()).player).toBeNull();
});

test('a playlist goes on to its next item, and ends with its last', async ({ open }) => {
  const host = await open();
  const sound = (id: string) => ({ id, label: id, action: `audio:${host.server.origin}/media/short.wav` });
  await host.execute('playlist:data', { template: { layout: '0,0,1,1' }, items: [sound('a'), sound('b')] });
  await host.until('the second', (s) => s.player?.index === 1);
  await host.until('the end', (s) => s.player === null);
  expect(await host.events()).toEqual(['video:load', 'video:play', 'video:load', 'video:play', 'video:stop']);
});

test('a page may say what is to run when it is there, and later', async ({ open }) => {
  const host = await open();
  await host.execute('content:data', {
    ready: { action: '[success:Ready|delay:x:0.2:info:Later|lazy:info:Soon]' },
    pages: [{ items: [{ layout: '0,0,1,1' }] }],
  });
  const state = await host.until('all', (s) => s.allToasts.length === 3);
  expect(state.allToasts.map(({ text }) => text)).toEqual(['Ready', 'Soon', 'Later']);
});

test('a reload loads the page again and keeps the focus', async ({ open }) => {
  const host = await open();
  await host.execute('content:/docs/pictures.json>p5');
  await host.until('the page', (s) => s.content?.items[4]?.focused === true);
  const before = host.server.arrived.length;
  await host.execute('reload:content');
  await expect
    .poll(() => host.server.arrived.slice(before).some(({ url }) => url.includes('pictures')))
    .toBe(true);
  await host.until('the focus', (s) => s.content?.items[4]?.focused === true);
});

test('a plugin can be loaded again, and is ready again', async ({ open }) => {
  const host = await open();
  await host.page.evaluate(() => {
    window.msx.reloadPlugin();
  });
  expect((await host.state()).plugin.ready).toBe(false);
  await host.until('the plugin', (s) => s.plugin.ready);
  await host.execute('content:request:interaction:echo:again');
  await host.until('its answer', (s) => s.content?.items[0]?.title === 'again');
});

test('playing can be pretended, for minutes, but not of a file that is missing', async ({ open, page }) => {
  await page.clock.install();
  const host = await open({ media: 'pretended:300' });
  await host.execute('video:/media/none.mp4');
  await host.until('the end of what is missing', (s) => s.player === null);
  await host.execute('video:/media/long.wav');
  await host.until('it plays', (s) => s.player?.state === 'playing');
  await page.clock.runFor(60_000);
  const state = await host.state();
  expect(state.player).toMatchObject({ type: 'video', state: 'playing', duration: 300 });
  expect(state.player?.position).toBeCloseTo(60, 0);
  await host.press('ArrowRight', 'Enter');
  await page.clock.runFor(60_000);
  expect((await host.state()).player).toMatchObject({ state: 'paused', controls: false });
  // the controls are gone by now: the first brings them back
  await host.press('Enter', 'Enter');
  await page.clock.runFor(231_000);
  expect((await host.state()).player).toBeNull();
  expect(await host.events()).toEqual([
    'video:load',
    'video:stop',
    'video:load',
    'video:play',
    'video:seek',
    'video:pause',
    'video:play',
    'video:stop',
  ]);
});
