import { beginRequest } from './beginRequest.js';

/** An answer of a web host, whatever its status. */
export interface HttpAnswer {
  /** Where it came from, after redirects. */
  url: string;
  status: number;
  text: string;
  /** The header `Date`, null where the host does not let a page of another origin see it. */
  date: string | null;
  /** `Date.now()` when the request left and when its answer was there. */
  sentAtMs: number;
  receivedAtMs: number;
}

/** Why no answer came. */
type NoAnswer = 'timeout' | 'unreachable';

/**
 * GET by XMLHttpRequest, which every engine has. Engines do not say whether a host was not found, refused, or
 * did not allow the page to read its answer (CORS): all that is `unreachable`.
 * @param timeoutMs from this call to the end of the answer
 * @param begun the request, where it was sent before
 */
export function get(
  url: string,
  timeoutMs: number,
  begun = beginRequest(url),
): Promise<HttpAnswer | NoAnswer> {
  return new Promise((resolve) => {
    if (!begun) {
      resolve('unreachable');
      return;
    }
    const { request, sentAtMs } = begun;
    const timer = setTimeout(() => {
      request.onreadystatechange = null;
      request.abort();
      resolve('timeout');
    }, timeoutMs);
    const onState = () => {
      if (request.readyState !== 4) return;
      clearTimeout(timer);
      // A file: host answers with status 0 and a text.
      if (request.status === 0 && !request.responseText) {
        resolve('unreachable');
        return;
      }
      // getResponseHeader('Date') writes an error to the console where the header may not be read.
      const date = /^date:\s*(.*?)\s*$/im.exec(request.getAllResponseHeaders());
      resolve({
        url: request.responseURL || url,
        status: request.status || 200,
        text: request.responseText,
        date: date ? date[1]! : null,
        sentAtMs,
        receivedAtMs: Date.now(),
      });
    };
    request.onreadystatechange = onState;
    onState();
  });
}
