import type { Page } from '@playwright/test';
import type { HostState, TestApi } from '../../src/preview/testApi.js';

/** What the page offers to tests (src/preview/testApi.ts); inside `page.evaluate`. */
declare global {
  interface Window {
    msx: TestApi;
  }
}

/** The MSX host page as seen by a test. */
export interface Host {
  page: Page;
  state(): Promise<HostState>;
  /** Waits until the state is as wanted; the last state is in the error. */
  until(what: string, wanted: (state: HostState) => boolean): Promise<HostState>;
  execute(action: string, data?: unknown): Promise<void>;
  /** Executes an action, and waits until what it starts plays. */
  play(action: string, data?: unknown): Promise<void>;
  /** What the app said to the plugin: the `data` of each message. */
  told(): Promise<Record<string, unknown>[]>;
  /** The names of the events that the plugin was sent, in order. */
  events(): Promise<string[]>;
  press(...keys: string[]): Promise<void>;
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
    told: async () => {
      const entries = await page.evaluate(() => window.msx.events);
      return entries
        .filter((entry) => entry.from === 'app')
        .map((entry) => (entry.message as { data: Record<string, unknown> | null }).data ?? {});
    },
    events: async () =>
      (await host.told()).map(({ event }) => event).filter((event) => typeof event === 'string'),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
  };
  return host;
}
