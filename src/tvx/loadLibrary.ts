import { tvxGlobals } from './tvxGlobals.js';
import type { TvxGlobals } from './tvxGlobals.js';
import type { TvxNotice } from './tvxCodes.js';
import type { Log } from './notice.js';

const FILE = 'tvx-plugin.min.js';
/** Without a scheme, as MSX's documentation advises: the page's own is used. */
const OFFICIAL = `//msx.benzac.de/js/${FILE}`;
/** A host that does not answer for this long must not keep the other one waiting. */
const LIBRARY_TIMEOUT_MS = 5000;

/** The two addresses of the library: beside the page, and MSX's own. */
export function libraryAddresses({ href, protocol }: Location): [string, string] {
  const page = href.replace(/[?#].*$/, '');
  return [page.slice(0, page.lastIndexOf('/') + 1) + FILE, protocol + OFFICIAL];
}

function addScript(document: Document, src: string): HTMLScriptElement {
  const script = document.createElement('script');
  script.src = src;
  document.head.appendChild(script);
  return script;
}

/**
 * The TVX library from beside the page, where there is one and it is a script, else from MSX. A page that wants it
 * early has a `<script async src="tvx-plugin.min.js">` of its own. A script cannot be given up: one that comes late
 * is still welcome, and where both come the first is used.
 * @returns the globals; never, with a line in the log, where neither answers
 * @example loadLibrary(window, log).then((globals) => createTvx({ globals, keep, storedDeviceId, log }))
 */
export function loadLibrary(window: Window, log: Log<TvxNotice>): Promise<TvxGlobals> {
  const { document } = window;
  const [beside, official] = libraryAddresses(window.location);
  return new Promise((resolve) => {
    // The library waits for the window's `load` event: for ever where that was before it, and for as long as a host
    // that does not answer holds it back. It gets one then, and not a second.
    let isLoaded = document.readyState === 'complete';
    let isGiven = false;
    let isFound = false;
    let isMsxAsked = false;

    const giveLoad = () => {
      const event = document.createEvent('Event');
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- WebKit 538 has no constructor for events
      event.initEvent('load', false, false);
      window.dispatchEvent(event);
      isGiven = true;
    };
    const find = () => {
      const globals = tvxGlobals(window);
      if (!globals || isFound) return;
      isFound = true;
      if (isLoaded || isMsxAsked) giveLoad();
      resolve(globals);
    };
    const askMsx = () => {
      find();
      if (isFound || isMsxAsked) return;
      isMsxAsked = true;
      addScript(document, official).onload = find;
      setTimeout(() => {
        if (!isFound)
          log({
            code: 'tvx-missing',
            level: 'error',
            message: `The TVX library came neither from ${beside} nor from ${official}.`,
            remedy: `Put ${FILE} beside plugin.html, or let the TV reach msx.benzac.de.`,
          });
      }, LIBRARY_TIMEOUT_MS);
    };

    window.addEventListener('load', (event) => {
      if (isGiven) event.stopImmediatePropagation();
      else {
        isLoaded = true;
        askMsx(); // the page's own script has run or failed by then, perhaps before anybody listened to it
      }
    });
    setTimeout(askMsx, LIBRARY_TIMEOUT_MS);
    find();
    const script =
      document.querySelector<HTMLScriptElement>(`script[src="${FILE}"]`) || addScript(document, beside);
    script.onload = script.onerror = askMsx;
  });
}
