import { isFields, numberOf, textOf } from './fields.js';

/** What came of a request: the document, or a sentence that says why not. */
export type Loaded = { ok: true; data: unknown } | { ok: false; title: string; message: string; url: string };

/** MSX gives up after 30 s. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Takes the document out of MSX's response object; a status other than 200 is an error that carries its message. */
export function unwrap(document: unknown, url: string): Loaded {
  const response = isFields(document) ? document.response : undefined;
  if (!isFields(response)) return { ok: true, data: document };
  const status = numberOf(response.status, 0);
  if (status === 200) return { ok: true, data: response.data };
  const text = textOf(response.text);
  return {
    ok: false,
    title: `Error ${status}${text ? `: ${text}` : ''}`,
    message: textOf(response.message) || text || 'The server gave no message.',
    url,
  };
}

interface Request {
  url: string;
  method?: 'GET' | 'POST';
  /** Sent as JSON text. */
  body?: unknown;
  /** With cookies (`user:`). */
  user?: boolean;
  /** With `Content-Type: application/json` (`accurate:`), else as a form's, which needs no preflight (common/actions). */
  accurate?: boolean;
  /** The answer has to be wrapped in a response object. */
  wrapped?: boolean;
}

const NOT_REACHABLE: [string, string] = [
  'Not reachable',
  'There is no answer, or the server does not allow it (Access-Control-Allow-Origin).',
];

/**
 * Whether the server lets other origins read the answer. The browser sees to it, except for the host page's own
 * origin: an app on a TV has none of its own on the network, so this one counts as any other.
 */
function isOpen(xhr: XMLHttpRequest, url: string): boolean {
  const own = `${window.location.protocol}//${window.location.host}/`;
  if (url.indexOf(own) !== 0) return true;
  const allowed = xhr.getResponseHeader('Access-Control-Allow-Origin');
  return allowed === '*' || allowed === own.slice(0, -1);
}

/** Loads JSON and unwraps it. `done` is called once. */
export function requestJson(request: Request, done: (loaded: Loaded) => void): void {
  const { url } = request;
  const settle = (loaded: Loaded) => {
    window.clearTimeout(timer);
    done(loaded);
  };
  const fail = (title: string, message: string) => settle({ ok: false, title, message, url });
  const xhr = new XMLHttpRequest();
  // no `xhr.timeout`: a test that lets time pass has the clock of the timers
  const timer = window.setTimeout(() => {
    xhr.abort();
    fail('No answer', `Nothing came within ${REQUEST_TIMEOUT_MS / 1000} seconds.`);
  }, REQUEST_TIMEOUT_MS);
  try {
    xhr.open(request.method ?? 'GET', url, true);
  } catch (error) {
    fail('This is no URL', String(error));
    return;
  }
  xhr.withCredentials = request.user === true;
  xhr.onload = () => {
    if (!isOpen(xhr, url)) {
      fail(...NOT_REACHABLE);
      return;
    }
    if (xhr.status < 200 || xhr.status >= 300) {
      fail(`HTTP status ${xhr.status}`, `The server answered ${xhr.status} ${xhr.statusText}.`);
      return;
    }
    let document: unknown;
    try {
      document = JSON.parse(xhr.responseText);
    } catch (error) {
      fail('This is not JSON', error instanceof Error ? error.message : String(error));
      return;
    }
    if (request.wrapped && !(isFields(document) && isFields(document.response)))
      fail('Response data is missing', 'A server wraps its answer in a response object.');
    else settle(unwrap(document, url));
  };
  xhr.onerror = () => fail(...NOT_REACHABLE);
  if (request.method === 'POST') {
    xhr.setRequestHeader(
      'Content-Type',
      request.accurate ? 'application/json' : 'application/x-www-form-urlencoded',
    );
    xhr.send(JSON.stringify(request.body));
  } else xhr.send();
}
