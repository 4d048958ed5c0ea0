import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createMsx, type Driver, type Msx } from './createMsx.js';
import { connectFrames } from './connectFrames.js';
import { keyCodeOf } from './keyCodeOf.js';
import { type MsxOptions, msxQuery } from './msxQuery.js';
import { pretendPictures } from './pretendPictures.js';
import { previewFolder } from './previewFiles.js';

/** An origin that MSX's library accepts an app from. Nothing is asked for there. */
const APP = 'http://localhost/preview/';
/** How long a pretended video or sound is where nothing says so. */
const PRETENDED_S = 60;

export interface MsxInJsdom extends Msx {
  /** The window of the small MSX. */
  window: Window;
  /** The window of the plugin's page. @throws an Error when none is loaded */
  plugin(): Window;
  /** Ends it, and the plugin with it. */
  close(): void;
}

/** As much of jsdom as is used here: it brings no types. */
interface Jsdom {
  VirtualConsole: new () => { on(event: string, listener: (...values: unknown[]) => void): void };
  JSDOM: new (html: string, options: object) => { window: Window & typeof globalThis };
}

/**
 * Opens the small MSX without a browser, in jsdom, which whoever uses it installs. The plugin's page is loaded by http
 * and runs there. What jsdom does not have is pretended: video and sound are only counted, pictures only asked for, and
 * nothing has a size.
 */
export async function openMsxInJsdom(options: MsxOptions): Promise<MsxInJsdom> {
  const { JSDOM, VirtualConsole } = await importJsdom();
  const virtualConsole = new VirtualConsole();
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    virtualConsole.on(level, (...values) => console[level](...values));
  virtualConsole.on('jsdomError', (error) => console.error(error));

  const query = msxQuery({ pretendedMediaS: PRETENDED_S, ...options });
  const { window } = new JSDOM(await hostPage(), {
    url: `${APP}?${query}`,
    runScripts: 'dangerously',
    resources: 'usable',
    pretendToBeVisual: true,
    virtualConsole,
    beforeParse: (own: Window & typeof globalThis) => {
      connectFrames(own);
      pretendPictures(own);
    },
  });
  return {
    ...createMsx(driverOf(window)),
    window,
    plugin: () => {
      const frame = window.document.querySelector<HTMLIFrameElement>('#plugin-holder iframe');
      if (!frame?.contentWindow) throw new Error('No plugin page is loaded');
      return frame.contentWindow;
    },
    close: () => window.close(),
  };
}

async function importJsdom(): Promise<Jsdom> {
  const name: string = 'jsdom';
  try {
    return (await import(name)) as Jsdom;
  } catch (error) {
    throw new Error('openMsxInJsdom needs jsdom: npm install --save-dev jsdom', { cause: error });
  }
}

/** The host page with its script inside, so that nothing of it is asked for. */
async function hostPage(): Promise<string> {
  const [html, script] = await Promise.all(
    ['index.html', 'host.js'].map((file) => readFile(path.join(previewFolder, file), 'utf8')),
  );
  // jsdom shows nothing: it would only complain of what it does not know in a style
  return html!
    .replace(/<style>[^]*?<\/style>/, '')
    .replace('<script src="host.js">', () => `<script>${script!.replace(/<\/script/g, '<\\/script')}`);
}

function driverOf(window: Window & typeof globalThis): Driver {
  const { msx } = window;
  return {
    call: (name, ...values) => Promise.resolve((msx[name] as (...all: unknown[]) => never)(...values)),
    messages: () => Promise.resolve(msx.events.slice()),
    changed: (patienceMs) =>
      new Promise((resolve) => {
        const stop = msx.onChange(done);
        const timer = setTimeout(done, patienceMs);
        function done() {
          stop();
          clearTimeout(timer);
          resolve();
        }
      }),
    press: (key) => {
      window.dispatchEvent(
        new window.KeyboardEvent('keydown', { key, keyCode: keyCodeOf(key), cancelable: true }),
      );
      return Promise.resolve();
    },
  };
}
