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
}

const MENU = {
  headline: 'Bench',
  menu: [
    { label: 'Albums', data: 'albums.json' },
    { label: 'Artists', data: 'artists.json' },
    { label: 'Status', data: 'request:interaction:status@plugin.html' },
  ],
};

/** TVX, a literal menu, the device ID: the least that a plugin for identified TVs can be. */
const EMPTY = `<!doctype html><html><head><meta charset="utf-8"><script src="tvx-plugin.min.js"></script></head><body><script>
TVXPluginTools.onReady(function () {
  TVXInteractionPlugin.setupHandler({
    handleRequest: function (dataId, data, callback) {
      TVXInteractionPlugin.requestDeviceId(function (answer) {
        var id = encodeURIComponent(answer.deviceId);
        callback({ headline: 'Bench', menu: [
          { label: 'Albums', data: location.href.replace('empty.html', 'albums.json?device_id=' + id) },
          { label: 'Artists', data: location.href.replace('empty.html', 'artists.json?device_id=' + id) }
        ] });
      });
    }
  });
  TVXInteractionPlugin.init();
});
</script></body></html>`;

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
    'empty.html': html(EMPTY),
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
