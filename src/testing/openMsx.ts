import { createMsx, type Driver, type Msx } from './createMsx.js';
import { type MsxOptions, msxQuery } from './msxQuery.js';
import { serveMsx } from './serveMsx.js';

/** What is used of a page of Playwright. */
export interface BrowserPage {
  goto(url: string, options?: { waitUntil?: 'domcontentloaded' }): Promise<unknown>;
  evaluate<Result, Value>(
    run: (value: Value) => Result | Promise<Result>,
    value: Value,
  ): Promise<Awaited<Result>>;
  keyboard: { press(key: string): Promise<void> };
  once(event: 'close', listener: () => void): unknown;
}

export interface OpenMsxOptions extends MsxOptions {
  /** Where the small MSX is served already, at `/preview/`; without it, it is served for as long as the page is open. */
  origin?: string;
}

/** Opens the small MSX in a page of a browser, as a person would with its address. */
export async function openMsx(page: BrowserPage, options: OpenMsxOptions): Promise<Msx> {
  const origin = options.origin ?? (await served(page));
  // A host that never answers keeps the plugin's frame from ever being loaded.
  await page.goto(`${origin}/preview/?${msxQuery(options)}`, { waitUntil: 'domcontentloaded' });
  return createMsx(driverOf(page));
}

async function served(page: BrowserPage): Promise<string> {
  const { origin, close } = await serveMsx();
  page.once('close', close);
  return origin;
}

function driverOf(page: BrowserPage): Driver {
  return {
    call: (name, ...values) =>
      page.evaluate(([verb, given]) => (window.msx[verb] as (...all: unknown[]) => never)(...given), [
        name,
        values as unknown[],
      ] as const),
    messages: () => page.evaluate(() => window.msx.events, null),
    changed: (patienceMs) =>
      page.evaluate(
        (ms) =>
          new Promise<void>((resolve) => {
            const stop = window.msx.onChange(done);
            const timer = window.setTimeout(done, ms);
            function done() {
              stop();
              window.clearTimeout(timer);
              resolve();
            }
          }),
        patienceMs,
      ),
    press: (key) => page.keyboard.press(key),
  };
}
