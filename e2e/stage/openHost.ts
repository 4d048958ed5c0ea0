import type { Frame, Page } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import type { HostState } from '../../src/preview/testApi.js';
import type { TvxInteractionPlugin } from '../../src/tvx/globals.js';

/** What the test plugin wrote down (testPlugin.html). */
export interface Noted {
  deviceId: { deviceId?: string | null; error?: string };
  video: { error?: string };
  early: { error?: string };
  platform: string | null;
  events: Fields[];
  data: Fields[];
  requests: { dataId: string; data: unknown }[];
}

/** What there is in the page of a plugin, inside of `evaluate`. */
declare global {
  interface Window {
    told: Noted;
    TVXInteractionPlugin: TvxInteractionPlugin;
  }
}

/** The MSX host page as seen by a test. */
export interface Host {
  page: Page;
  state(): Promise<HostState>;
  /** Waits until the state is as wanted; the last state is in the error. */
  until(what: string, wanted: (state: HostState) => boolean): Promise<HostState>;
  execute: (action: string, data?: unknown) => Promise<void>;
  /** Executes an action, and waits until what it starts plays. */
  play(action: string, data?: unknown): Promise<void>;
  /** Executes an action, and waits until the picture is there that it leads to. */
  see(action: string, data?: unknown): Promise<HostState>;
  /** Waits until this slide of a slideshow is there. */
  slide(index: number): Promise<HostState>;
  /** What the app said to the plugin: the `data` of each message. */
  told(): Promise<Fields[]>;
  /** The names of the events that the plugin was sent, in order. */
  events(): Promise<string[]>;
  press(...keys: string[]): Promise<void>;
  /** Loads a plugin, and waits until it is ready. */
  load(plugin: string): Promise<void>;
  /** The page of the plugin. @throws an Error when none is loaded */
  plugin(): Frame;
  noted: () => Promise<Noted>;
  /** The plugin's `requestData`. */
  ask: (dataId: string) => Promise<Fields>;
  /** The ID that the library gives the plugin. */
  deviceId(): Promise<string>;
}

/** Opens the host page with a start parameter and settings, as a person would with its URL. */
export async function openHost(
  page: Page,
  origin: string,
  start: string,
  settings: Record<string, string> = {},
): Promise<Host> {
  const query = new URLSearchParams({ start, ...settings });
  // A host that never answers keeps the plugin's frame from ever being loaded.
  await page.goto(`${origin}/preview/?${query.toString()}`, { waitUntil: 'domcontentloaded' });
  const state = () => page.evaluate(() => window.msx.state());
  const host: Host = {
    page,
    state,
    until: async (what, wanted) => {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const now = await state();
        if (wanted(now)) return now;
        if (Date.now() > deadline)
          throw new Error(`Not seen within 15 s: ${what}. On screen: ${JSON.stringify(now, null, 1)}`);
        // the next change, or a moment, since positions move without one
        await page.evaluate(
          () =>
            new Promise<void>((resolve) => {
              const stop = window.msx.onChange(() => {
                stop();
                resolve();
              });
              window.setTimeout(resolve, 200);
            }),
        );
      }
    },
    execute: (action, data) =>
      page.evaluate(([one, value]) => window.msx.execute(one as string, value), [action, data ?? null]),
    play: async (action, data) => {
      await host.execute(action, data);
      await host.until('it plays', ({ player }) => player?.state === 'playing');
    },
    see: async (action, data) => {
      await host.execute(action, data);
      return host.until('the picture', ({ slideshow }) => slideshow?.image === 'shown');
    },
    slide: (index) =>
      host.until(
        `slide ${index}`,
        ({ slideshow }) => slideshow?.index === index && slideshow.image === 'shown',
      ),
    told: async () => {
      const entries = await page.evaluate(() => window.msx.events);
      return entries
        .filter((entry) => entry.from === 'app')
        .map((entry) => (entry.message as { data: Fields | null }).data ?? {});
    },
    events: async () =>
      (await host.told()).map(({ event }) => event).filter((event) => typeof event === 'string'),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    load: async (plugin) => {
      await host.execute(`interaction:load:${plugin}`);
      await host.until('the plugin', (s) => s.plugin.ready);
    },
    ...createPluginView(page),
  };
  return host;
}

/** The plugin as its own page has it. */
function createPluginView(page: Page): Pick<Host, 'plugin' | 'noted' | 'ask' | 'deviceId'> {
  const plugin = (): Frame => {
    const found = page.frames().find((frame) => /^\/(?:plugin|tv)\//.test(new URL(frame.url()).pathname));
    if (!found) throw new Error('No plugin page is loaded');
    return found;
  };
  return {
    plugin,
    noted: () => plugin().evaluate(() => window.told),
    ask: (dataId) =>
      plugin().evaluate(
        (id) => new Promise<Fields>((done) => window.TVXInteractionPlugin.requestData(id, done)),
        dataId,
      ),
    deviceId: () =>
      plugin().evaluate(
        () =>
          new Promise<string>((done) =>
            window.TVXInteractionPlugin.requestDeviceId!(({ deviceId }) => done(deviceId as string)),
          ),
      ),
  };
}
