import { isObject } from '../msx/json.js';
import type { Json, JsonObject } from '../msx/json.js';
import { get } from '../tvx/get.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { PluginNotice } from './codes.js';
import { describeJsonError } from './jsonError.js';

/** MSX itself gives up after 30 s; a person in front of a TV does earlier. */
export const DOCUMENT_TIMEOUT_MS = 10_000;

export type Fetched =
  | { document: JsonObject; /** where it came from, after redirects */ url: string; answer: HttpAnswer }
  | { problem: PluginNotice; answer?: HttpAnswer };

function problem(code: PluginNotice['code'], message: string, remedy: string): { problem: PluginNotice } {
  return { problem: { code, level: 'error', message, remedy } };
}

/** The address without what the plugin adds to it: for people, and for the log, which must not have the ID. */
const shown = (url: string) =>
  url
    .replace(/([?&])(?:device_id|t)=[^&#]*(?=&|#|$)/g, '$1')
    .replace(/[?&]+(?=#|$)/, '')
    .replace(/([?&])&+/, '$1');

/**
 * Fetches a menu or content document, as MSX does: with the time appended, so that no cache answers.
 * @param url absolute, with the device ID if it may have it
 */
export function fetchDocument(url: string): Promise<Fetched> {
  const fragment = url.indexOf('#');
  const address = fragment < 0 ? url : url.slice(0, fragment);
  const fresh = `${address}${address.indexOf('?') < 0 ? '?' : '&'}t=${Date.now()}`;
  return get(fresh, DOCUMENT_TIMEOUT_MS).then((answer): Fetched => {
    const name = shown(url);
    if (answer === 'timeout')
      return problem(
        'DOCUMENT_TIMEOUT',
        `${name} did not answer within ${DOCUMENT_TIMEOUT_MS / 1000} seconds.`,
        'Check that the server is running and not overloaded.',
      );
    if (answer === 'unreachable')
      return problem(
        'DOCUMENT_UNREACHABLE',
        `${name} cannot be reached.`,
        'Check the address, that the server is running, and that it sends the header "Access-Control-Allow-Origin: *".',
      );
    if (answer.status < 200 || answer.status > 299)
      return {
        ...problem(
          'DOCUMENT_STATUS',
          `${name} answered with the status ${answer.status}.`,
          answer.status === 404
            ? 'Check the address, and that the file is there.'
            : answer.status === 401 || answer.status === 403
              ? 'The server does not let this TV have it.'
              : 'Look into the log of the server.',
        ),
        answer,
      };
    let document: Json;
    try {
      document = JSON.parse(answer.text.replace(/^\uFEFF/, '')) as Json;
    } catch {
      return {
        ...problem(
          'DOCUMENT_NOT_JSON',
          `${name} is not JSON: ${describeJsonError(answer.text)}.`,
          'Correct the file, or the address.',
        ),
        answer,
      };
    }
    if (!isObject(document))
      return {
        ...problem(
          'DOCUMENT_WRONG',
          `${name} is JSON, but not a document.`,
          'A document is an object in braces.',
        ),
        answer,
      };
    return { document, url: answer.url.replace(/([?&])t=\d+$/, ''), answer };
  });
}

/** A document without its `response` wrapping; null where it is an error response. */
export function unwrap(document: JsonObject): JsonObject | null {
  const { response } = document;
  if (!isObject(response)) return document;
  return response.status === 200 && isObject(response.data) ? response.data : null;
}

/** What makes a menu no menu; null where it is one, or an error response, which MSX shows by itself. */
export function menuProblem(document: JsonObject, url: string): PluginNotice | null {
  const menu = unwrap(document);
  if (!menu || Array.isArray(menu.menu) || typeof menu.reference === 'string') return null;
  const isContent = Array.isArray(menu.items) || Array.isArray(menu.pages);
  return problem(
    'DOCUMENT_WRONG',
    `${shown(url)} is ${isContent ? 'a content page, not a menu' : 'not a menu: it has no list "menu"'}.`,
    isContent
      ? 'Make a menu whose item has the page\'s address as "data", and name that menu in the configuration.'
      : 'Name a menu document under "menu" in the configuration.',
  ).problem;
}
