import { get } from './get.js';
import { tvxGlobals } from './globals.js';
import type { TvxGlobals } from './globals.js';
import type { Log } from './notice.js';

const FILE = 'tvx-plugin.min.js';
/** Without a scheme, as MSX's documentation advises: the page's own is used. */
const OFFICIAL = `//msx.benzac.de/js/${FILE}`;
/** A host that does not answer for this long must not keep the other one waiting. */
export const LIBRARY_TIMEOUT_MS = 5000;

/**
 * Allows scripts from these two addresses only. The page's own policy cannot name the first one, which is
 * wherever the owner put the page; a second policy can only take away from the first.
 */
function restrictScripts(document: Document, beside: string, protocol: string): void {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `script-src ${beside.replace(/;/g, '%3B').replace(/,/g, '%2C')} ${protocol}${OFFICIAL}`;
  document.head.appendChild(policy);
}

/** Resolves when the script has run, or could not be had. */
function runScript(document: Document, src: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.onload = script.onerror = () => resolve();
    script.src = src;
    document.head.appendChild(script);
  });
}

/** Whether a host that answers everything with a page has answered with one. */
function isLibrary(text: string): boolean {
  return !/^\s*</.test(text) && text.indexOf('TVXInteractionPlugin') >= 0;
}

/**
 * The TVX library from beside the page, where there is one and it is a script, else from MSX. The first of
 * the two is only looked at before it is run: a script that is waited for could not be given up later.
 * @param page address of the page, without query
 * @returns the globals; never, with a line in the log, where neither answers
 */
export function loadLibrary(window: Window, page: string, log: Log): Promise<TvxGlobals> {
  const { document, location } = window;
  const beside = page.slice(0, page.lastIndexOf('/') + 1) + FILE;
  // The library waits for the window's `load` event, and would wait for ever after it.
  let hasLoaded = false;
  window.addEventListener('load', () => (hasLoaded = true));
  restrictScripts(document, beside, location.protocol);

  const run = (src: string): Promise<TvxGlobals | null> =>
    runScript(document, src).then(() => {
      const globals = tvxGlobals(window);
      if (globals && hasLoaded) {
        const event = document.createEvent('Event');
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- WebKit 538 has no constructor for events
        event.initEvent('load', false, false);
        window.dispatchEvent(event);
      }
      return globals;
    });

  const fromMsx = (): Promise<TvxGlobals> =>
    new Promise((resolve) => {
      const missing = () =>
        log({
          code: 'tvx-missing',
          level: 'error',
          message: `The TVX library came neither from ${beside} nor from ${location.protocol}${OFFICIAL}.`,
          remedy: `Put ${FILE} beside plugin.html, or let the TV reach msx.benzac.de.`,
        });
      const timer = setTimeout(missing, LIBRARY_TIMEOUT_MS); // it may still come, and is still welcome
      void run(OFFICIAL).then((globals) => {
        clearTimeout(timer);
        if (globals) resolve(globals);
        else missing();
      });
    });

  return get(beside, LIBRARY_TIMEOUT_MS)
    .then((answer) =>
      typeof answer === 'object' && answer.status === 200 && isLibrary(answer.text) ? run(beside) : null,
    )
    .then((globals) => globals ?? fromMsx());
}
