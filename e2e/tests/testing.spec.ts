// What the package gives authors for their tests: the small MSX, in a browser and in jsdom, by the same face.
import { expect, test as base } from '@playwright/test';
import { type Msx, type MsxOptions, openMsx, openMsxInJsdom, tvxLibraryFile } from '../../src/testing.js';
import { picture } from '../stage/sampleDocuments.js';
import { type Routes, startServer } from '../stage/startServer.js';
import { tone } from '../stage/wav.js';

/** A plugin as short as one can be. It writes into MSX's log what MSX answers, and what it hears. */
const PLUGIN = `<!doctype html>
<script src="tvx-plugin.min.js"></script>
<script>
  function say(text) { TVXInteractionPlugin.info(text); }
  function ask() {
    TVXInteractionPlugin.requestData('info', function (answer) {
      say(answer.error || 'MSX is ' + answer.info.application.version);
    });
  }
  TVXPluginTools.onReady(function () {
    TVXInteractionPlugin.setupHandler({
      ready: ask,
      handleEvent: function (event) {
        if (event.event === 'app:suspend') say('It sleeps');
        if (event.event === 'app:resume') ask();
      },
      handleRequest: function (dataId, data, callback) {
        var page = { pages: [{ items: [{ type: 'button', layout: '0,0,4,1', label: 'Nothing old' }] }] };
        callback({
          headline: 'Films',
          menu: [{ label: 'New', data: location.origin + '/page.json' }, { label: 'Old', data: page }],
        });
      },
    });
    TVXInteractionPlugin.init();
  });
</script>`;

const ways = ['a browser', 'jsdom'] as const;

interface Stage {
  way: (typeof ways)[number];
  /** The absolute address of a path on the server of plugin and documents. */
  at: (path: string) => string;
  open: (options?: Partial<MsxOptions>) => Promise<Msx>;
}

const test = base.extend<{ way: Stage['way']; stage: Stage }>({
  way: ['a browser', { option: true }],
  stage: async ({ page, way }, use) => {
    const routes: Routes = {
      '/plugin.html': { type: 'text/html', body: PLUGIN },
      '/tone.wav': { type: 'audio/wav', body: tone(1) },
      '/picture.svg': { type: 'image/svg+xml', body: picture('One', '#3d7cc2') },
    };
    const server = await startServer({ '/tvx-plugin.min.js': tvxLibraryFile }, routes);
    const at = (path: string) => `${server.origin}${path}`;
    const items = [
      { id: 'film', label: 'The Harbour', playerLabel: 'The Harbour', action: `video:${at('/tone.wav')}` },
      { id: 'picture', label: 'A picture', action: `image:${at('/picture.svg')}` },
    ].map((item, row) => ({ type: 'button', layout: `0,${row},4,1`, ...item }));
    routes['/page.json'] = { json: { headline: 'New films', pages: [{ items }] } };
    const ends: (() => void)[] = [];
    await use({
      way,
      at,
      open: async (options = {}) => {
        const all = { start: `menu:request:interaction:init@${at('/plugin.html')}`, ...options };
        if (way === 'a browser') return openMsx(page, all);
        const msx = await openMsxInJsdom(all);
        ends.push(() => msx.close());
        return msx;
      },
    });
    ends.forEach((end) => end());
    await server.close();
  },
});

const opened = (msx: Msx) => msx.until('the page', ({ content }) => content?.items[0]?.id === 'film');
/** What the plugin has written into MSX's log. */
const logged = async (msx: Msx) =>
  JSON.stringify((await msx.messages()).filter(({ from }) => from === 'log').map(({ message }) => message));

for (const way of ways)
  test.describe(`in ${way}`, () => {
    test.use({ way });

    test('the lines of the menu, the headline, the items and the focus are to be read', async ({ stage }) => {
      const msx = await stage.open();
      const { menu, content } = await opened(msx);
      expect(menu).toEqual({ headline: 'Films', labels: ['New', 'Old'], index: 0 });
      expect(content?.headline).toBe('New');
      expect(content?.items.map(({ title }) => title)).toEqual(['The Harbour', 'A picture']);

      await msx.press('ArrowRight', 'ArrowDown');
      const { content: after } = await msx.state();
      expect(after?.items.map(({ focused }) => focused)).toEqual([false, true]);

      await msx.press('Backspace', 'ArrowDown');
      await msx.until('the other page', (s) => s.content?.items[0]?.title === 'Nothing old');
    });

    test('a pretended film plays, and comes to its end when the test says so', async ({ stage }) => {
      const msx = await stage.open({ pretendedMediaS: 600 });
      await opened(msx);
      await msx.press('ArrowRight', 'Enter');
      const { player } = await msx.until('it plays', (s) => s.player?.state === 'playing');
      expect(player).toMatchObject({ url: stage.at('/tone.wav'), label: 'The Harbour', duration: 600 });
      await msx.endMedia();
      await msx.until('it is over', (s) => s.player === null);
      expect(await msx.events()).toEqual(expect.arrayContaining(['video:load', 'video:play', 'video:stop']));
      expect(await msx.events()).not.toContain('video:seek');
    });

    test('a picture is shown, and one that is not there is broken', async ({ stage }) => {
      const msx = await stage.open();
      await opened(msx);
      await msx.see(`image:${stage.at('/picture.svg')}`);
      await msx.execute(`image:${stage.at('/none.svg')}`);
      await msx.until('the missing one', (s) => s.slideshow?.image === 'broken');
    });

    test('it answers as an old version, from the start and later', async ({ stage }) => {
      const msx = await stage.open({ version: '0.1.114' });
      await opened(msx);
      await expect.poll(() => logged(msx)).toContain('MSX is 0.1.114');
      await msx.answerAs('0.1.145');
      await msx.tell({ event: 'app:resume' });
      await expect.poll(() => logged(msx)).toContain('MSX is 0.1.145');
    });

    test('it is silent, and answers again when it is told to', async ({ stage }) => {
      const msx = await stage.open({ silent: true });
      await opened(msx);
      await msx.tell({ event: 'app:suspend' });
      await expect.poll(() => logged(msx)).toContain('It sleeps');
      expect(await logged(msx)).not.toContain('MSX is');
      await msx.silence(false);
      await msx.tell({ event: 'app:resume' });
      await expect.poll(() => logged(msx)).toContain('MSX is');
    });

    test('a toast is waited for, and what it cannot change is an error', async ({ stage }) => {
      const msx = await stage.open();
      await opened(msx);
      await msx.execute('success:Saved');
      expect(await msx.toast(/^Sav/)).toEqual({ level: 'success', text: 'Saved' });
      await expect(msx.set('colour', 'red')).rejects.toThrow('cannot change "colour"');
    });
  });

test('what the plugin draws on its own page is behind the content, and is no place for a click', async ({
  page,
  stage,
}) => {
  const msx = await stage.open();
  await opened(msx);
  const frame = page.locator('#plugin-holder iframe');
  expect(await frame.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  const shot = () => page.screenshot({ clip: { x: 1200, y: 300, width: 20, height: 20 } });
  const before = await shot();
  await page
    .frameLocator('#plugin-holder iframe')
    .locator('body')
    .evaluate((body) => (body.style.background = 'rgb(200, 40, 40)'));
  await expect.poll(async () => (await shot()).equals(before)).toBe(false);
  expect(await page.evaluate(() => document.elementFromPoint(1210, 310)?.tagName)).not.toBe('IFRAME');
});

test('in jsdom a key that no remote control has, and a plugin that is not there, are errors', async ({
  stage,
}) => {
  const msx = await openMsxInJsdom({ start: `content:${stage.at('/page.json')}` });
  await expect(msx.press('F13')).rejects.toThrow('There is no key "F13"');
  expect(() => msx.plugin()).toThrow('No plugin page is loaded');
  msx.close();
});
