import type { Frame, Page } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Msx, openMsx } from '../../src/testing.js';
import type { TvxInteractionPlugin } from '../../src/tvx/tvxGlobals.js';

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

/** The small MSX in a page, and the plugin in it as its own page has it. */
export interface Host extends Msx {
  page: Page;
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
  const msx = await openMsx(page, { origin, start, settings });
  // the same object: a test may put a verb of its own in the place of one that others use
  return Object.assign(msx, { page, ...createPluginView(page) });
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
