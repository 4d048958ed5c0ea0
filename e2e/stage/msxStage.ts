import { expect, test as base } from '@playwright/test';
import { picture } from './sampleDocuments.js';
import { tone } from './wav.js';
import { type Host, openHost } from './openHost.js';
import { startOrigins, TEST_PLUGIN_FILES } from './startOrigins.js';
import type { Answer, TestServer, Routes } from './startServer.js';

/** A server action's answer, wrapped as it has to be. */
export const answer = (data: unknown): Answer => ({
  json: { response: { status: 200, text: 'OK', message: null, data } },
});

export interface Stage {
  /** The server of the documents and the media; the app and the plugin lie on others. */
  server: TestServer;
  /** What it answers, by path. */
  routes: Routes;
  host: Host;
  /** The address of the plugin. */
  plugin: string;
  /** The absolute address of a path on the server. */
  url: (path: string) => string;
  /** Actions that play a minute of sound, or pretend that it is a film. */
  sound: string;
  film: string;
  /** What the plugin was told. */
  told: Host['noted'];
  /** What the plugin was handed last, waited for. */
  handed: () => ReturnType<typeof expect.poll>;
  /** The plugin's `requestData`. */
  ask: Host['ask'];
  /** Waits for a toast with the text. */
  toast: Host['toast'];
  /** Lets all that was started come to an end: a message there and back. */
  settled: () => Promise<void>;
}

export const test = base.extend<{ stage: (settings?: Record<string, string>) => Promise<Stage> }>({
  stage: async ({ page }, use) => {
    const routes: Routes = {
      '/media/long.wav': { type: 'audio/wav', body: tone(60) },
      '/media/other.wav': { type: 'audio/wav', body: tone(60) },
      '/start.json': {
        json: { headline: 'Start', pages: [{ items: [{ id: 'start', layout: '0,0,4,2', title: 'Start' }] }] },
      },
    };
    for (const name of ['1', '2', '3', '4'])
      routes[`/media/${name}.svg`] = { type: 'image/svg+xml', body: picture(name, '#3d7cc2') };
    const origins = await startOrigins(
      {
        files: TEST_PLUGIN_FILES,
        routes: { '/media/long.wav': { type: 'audio/wav', body: tone(60) } },
      },
      routes,
    );
    const server = origins.documents;
    await use(async (settings = {}) => {
      const url = (path: string) => `${server.origin}${path}`;
      const host = await openHost(page, origins.app.origin, `content:${url('/start.json')}`, {
        media: 'pretended:200',
        ...settings,
      });
      await host.until('the start page', (s) => s.content?.items[0]?.id === 'start');
      const plugin = `${origins.plugin.origin}/plugin/plugin.html`;
      await host.load(plugin);
      return {
        server,
        routes,
        plugin,
        host,
        url,
        sound: `audio:${url('/media/long.wav')}`,
        film: `video:${url('/media/long.wav')}`,
        told: host.noted,
        handed: () => expect.poll(async () => (await host.noted()).data.at(-1)),
        ask: host.ask,
        toast: (text) => host.toast(text),
        settled: () => host.settled(),
      };
    });
    await origins.close();
  },
});

/** Shows a page whose items stand below each other, and waits for it. */
export async function showPage(
  host: Host,
  items: Record<string, unknown>[],
  more: Record<string, unknown> = {},
): Promise<void> {
  const placed = items.map((item, row) => ({ layout: `0,${row},4,1`, type: 'button', ...item }));
  await host.execute('content:data', { headline: 'Page', pages: [{ items: placed }], ...more });
  await host.until('the page', (s) => s.content?.items[0]?.id === items[0]?.id);
}

/** Shows a page with one item, and presses it. */
export async function choose(host: Host, item: Record<string, unknown>): Promise<void> {
  await showPage(host, [{ id: 'a', label: 'A', ...item }]);
  await host.press('Enter');
}

/** Every message that was shown. */
export const texts = async (host: Host) => (await host.state()).allToasts.map(({ text }) => text);

/** A page of four pictures, or a slideshow. */
export const slides = (url: Stage['url'], properties?: Record<string, string>) => ({
  template: { layout: '0,0,3,3', type: 'separate', action: 'image:context' },
  items: ['1', '2', '3', '4'].map((name) => ({
    id: `s${name}`,
    title: `Slide ${name}`,
    image: url(`/media/${name}.svg`),
    imageLabel: `Label ${name}`,
    properties: properties ?? null,
  })),
});
