// Plugins that others write with the library: those of its guide, in the small MSX.
import { expect, test as base } from '@playwright/test';
import { buildExample, examples } from '../stage/guide.js';
import { type Host, openHost } from '../stage/openHost.js';
import { LIBRARY, startOrigins } from '../stage/startOrigins.js';
import type { Arrived } from '../stage/startServer.js';

interface Stage {
  host: Host;
  /** What the plugin's host was asked for. */
  arrived: Arrived[];
  /** What the page wrote to its console. */
  said: string[];
}

const test = base.extend<{ open: (heading: string, settings?: Record<string, string>) => Promise<Stage> }>({
  open: async ({ page }, use) => {
    const close: (() => Promise<void>)[] = [];
    await use(async (heading, settings = {}) => {
      const { code } = examples.find(({ name }) => name.startsWith(`${heading},`))!;
      const films = [{ id: 'harbour', title: 'The Harbour', url: 'http://host.test/harbour.mp4' }];
      const origins = await startOrigins({
        files: { '/tv/tvx-plugin.min.js': LIBRARY },
        routes: {
          '/tv/plugin.html': {
            type: 'text/html',
            body: '<!doctype html><body><script src="plugin.js"></script></body>',
          },
          '/tv/plugin.js': { type: 'text/javascript', body: await buildExample(code) },
          '/tv/films.json': { json: films },
        },
      });
      close.push(() => origins.close());
      const said: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'log') said.push(message.text());
      });
      const plugin = `${origins.plugin.origin}/tv/plugin.html`;
      const host = await openHost(
        page,
        origins.app.origin,
        `menu:request:interaction:init@${plugin}`,
        settings,
      );
      return { host, arrived: origins.plugin.arrived, said };
    });
    await Promise.all(close.map((one) => one()));
  },
});

for (const msxVersion of ['0.1.114', '0.1.166'])
  test.describe(`the plugin of the guide, in MSX ${msxVersion}`, () => {
    test('gives a menu and its pages, and a value comes back as it was', async ({ open }) => {
      const { host, arrived } = await open('A plugin from its parts', { msxVersion });
      await host.until('the menu', ({ menu }) => menu?.labels.join() === 'New,Old');
      await host.until('a page', ({ content }) => content?.items[0]?.title === 'The Harbour');
      await host.press('ArrowDown');
      await expect
        .poll(() => arrived.map(({ url }) => decodeURIComponent(url)))
        .toContain('/tv/films.json?shelf=b/w & silent');
    });

    test('says on the screen what it does not know', async ({ open }) => {
      const { host } = await open('A plugin from its parts', { msxVersion });
      await host.until('the menu', ({ menu }) => menu !== null);
      await host.execute('content:request:interaction:nothing');
      await host.until('the problem', (state) => JSON.stringify(state).includes('Nobody knows'));
      expect((await host.state()).allToasts.filter(({ level }) => level !== 'info')).toEqual([]);
    });
  });

test('what the guide asks MSX is answered', async ({ open }) => {
  const { host, said } = await open('MSX', { platform: 'tizen', macAddress: '00:11:22:33:44:55' });
  await expect.poll(() => said).toEqual(['true msx', 'null nothing plays', 'true']);
  await host.execute('event:saved', 'the film');
  await host.until('the toast', ({ allToasts }) => allToasts.some(({ text }) => text === 'the film'));
});
