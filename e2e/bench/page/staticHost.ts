import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../stage/startServer.js';

/** What the benchmarks' host serves. */
interface HostFiles {
  /** The built plugin.html. */
  page: string;
  /** The TVX library, or the stand-in for it. */
  library: string;
  config: Record<string, unknown>;
  /** From a request to its answer, in ms: what a network adds. */
  delayMs: number;
  /** Where the baseline with a WebSocket opens it. */
  socketUrl?: string;
}

const MENU = {
  headline: 'Bench',
  menu: [
    { label: 'Albums', data: 'albums.json' },
    { label: 'Artists', data: 'artists.json' },
    { label: 'Status', data: 'request:interaction:status@plugin.html' },
  ],
};

/**
 * TVX, the device ID, a literal menu with it: the least that a plugin for identified TVs can be.
 * @param before runs before the plugin starts
 */
const literal = (
  name: string,
  before = '',
) => `<!doctype html><html><head><meta charset="utf-8"><script src="tvx-plugin.min.js"></script></head><body><script>
${before}
TVXPluginTools.onReady(function () {
  TVXInteractionPlugin.setupHandler({
    handleRequest: function (dataId, data, callback) {
      TVXInteractionPlugin.requestDeviceId(function (answer) {
        var id = encodeURIComponent(answer.deviceId);
        callback({ headline: 'Bench', menu: [
          { label: 'Albums', data: location.href.replace('${name}', 'albums.json?device_id=' + id) },
          { label: 'Artists', data: location.href.replace('${name}', 'artists.json?device_id=' + id) }
        ] });
      });
    }
  });
  TVXInteractionPlugin.init();
});
</script></body></html>`;

/** As Music Assistant's plugin does it: the menu is built in the page, and one WebSocket is opened at the start. */
const withSocket = (url: string): string =>
  literal('socket.html', `var socket = new WebSocket(${JSON.stringify(url)});`);

/** The inert block of the page with this id, and what stands in it. */
const block = (id: string) => new RegExp(`(<script[^>]*\\bid="${id}"[^>]*>)([^]*?)(</script>)`);

/** Whether a page has places for a configuration and a menu. */
export function canBeFilled(file: string): boolean {
  const page = readFileSync(file, 'utf8');
  return block('config').test(page) && block('menu').test(page);
}

/** The page with both in it, as the build and the bridge do it. */
const filled = (page: string, contents: Record<'config' | 'menu', object>): string =>
  Object.entries(contents).reduce((text, [id, value]) => {
    const json = JSON.stringify(value).replace(/</g, '\\u003c');
    return text.replace(block(id), (_all, start: string, _old, end: string) => start + json + end);
  }, page);

const CLOCK = 'window.performance && performance.now ? performance.now() : Date.now()';

/**
 * A page whose inline scripts stand between two looks at the clock. The second is a listener, made before: our
 * script forbids other inline scripts.
 */
const timed = (scripts: string[]): string =>
  `<!doctype html><html><head><meta charset="utf-8"></head><body><script>
var startedAt;
document.addEventListener('DOMContentLoaded', function () {
  parent.postMessage({ scriptMs: (${CLOCK}) - startedAt }, '*');
});
startedAt = ${CLOCK};
</script>${scripts.map((script) => `<script>${script}</script>`).join('')}</body></html>`;

const html = (body: string): Answer => ({ body, type: 'text/html; charset=utf-8' });

/** Answers `/round/<anything>/<file>`: the same folder under as many names as there are rounds. */
export function staticHost(files: HostFiles): (path: string) => Promise<Answer | undefined> {
  const page = readFileSync(files.page, 'utf8');
  const library = readFileSync(files.library, 'utf8');
  const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => script!);
  if (scripts.length === 0) throw new Error(`${files.page} has no inline script`);
  const answers: Record<string, Answer> = {
    'plugin.html': html(page),
    'filled.html': html(filled(page, { config: files.config, menu: MENU })),
    'empty.html': html(literal('empty.html')),
    ...(files.socketUrl ? { 'socket.html': html(withSocket(files.socketUrl)) } : {}),
    // the landing page is what a page without a parent would show: in a frame, the plugin starts
    'timed-plugin.html': html(timed(scripts)),
    'timed-library.html': html(timed([library.replace(/<\/script/g, '<\\/script')])),
    'tvx-plugin.min.js': {
      body: library,
      type: 'text/javascript; charset=utf-8',
    },
    'plugin.config.json': { json: files.config },
    'menu.json': { json: MENU },
  };
  return async (path) => {
    const name = /^\/round\/[^/]+\/(.+)$/.exec(path)?.[1];
    if (name === undefined) return undefined;
    if (files.delayMs > 0) await pause(files.delayMs);
    return answers[name];
  };
}

export const defaultPage = join(import.meta.dirname, '../../../dist/plugin/plugin.html');
export const defaultLibrary = join(import.meta.dirname, '../../../dist/preview/tvx-plugin.min.js');
