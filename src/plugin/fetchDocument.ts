import { isObject } from '../msx/json.js';
import type { JsonObject } from '../msx/json.js';
import { withQuery } from '../msx/url.js';
import { beginRequest } from '../tvx/beginRequest.js';
import { get } from '../tvx/get.js';
import type { HttpAnswer } from '../tvx/get.js';
import type { DocumentCode, PluginNotice } from './pluginCodes.js';
import { parseJson } from './parseJson.js';

/** Hosts that sleep take 12 s and more to wake up; MSX gives up after 30 s, and the answer has to be tagged. */
const DOCUMENT_TIMEOUT_MS = 25_000;

export type Fetched =
  | { document: JsonObject; /** where it came from, after redirects */ url: string; answer?: HttpAnswer }
  | { problem: PluginNotice; answer?: HttpAnswer };

function problem(code: DocumentCode, url: string, what: string, remedy: string): { problem: PluginNotice } {
  // The device ID is nobody's business who reads a screen or a log.
  const name = url
    .replace(/([?&])device_id=[^&#]*&?/, '$1') // DEVICE_ID_PARAMETER
    .replace(/[?&]v=[\d.]+$/, '')
    .replace(/[?&](?=#|$)/, '');
  return { problem: { code, level: 'error', message: `${name} ${what}.`, remedy } };
}

/** With the time, so that no cache answers. */
export function freshUrl(url: string): string {
  return withQuery(url.split('#')[0]!, `t=${Date.now()}`);
}

/** Where a text stops being JSON, for people (./describeJsonError.ts). */
export type DescribeFault = (text: string) => Promise<string>;

/**
 * @param url where the text came from
 * @param name what people call it
 */
export function readDocument(
  text: string,
  url: string,
  describeFault: DescribeFault,
  name = url,
): Fetched | Promise<Fetched> {
  const failed = (code: DocumentCode, what: string, remedy = 'Correct the file, or the address.'): Fetched =>
    problem(code, name, what, remedy);
  const json = parseJson(text);
  if (json === undefined)
    return describeFault(text).then((fault) => failed('document-not-json', `is not JSON: ${fault}`));
  if (!isObject(json)) return failed('document-wrong', 'is not a document');
  // A server's answer may be wrapped; whether a plugin's may be is not said anywhere (Responses).
  const { response } = json;
  if (!isObject(response)) return { document: json, url };
  if (response.status !== 200)
    return failed(
      'document-refused',
      `is refused by its server: ${JSON.stringify(response.message ?? response.text ?? response.status)}`,
      'Check the server.',
    );
  return isObject(response.data)
    ? { document: response.data, url }
    : failed('document-wrong', 'is an answer without "data"');
}

/**
 * Fetches a menu or content document, as MSX does: with the time appended, so that no cache answers.
 * @param url absolute, with the device ID if it may have it
 * @param withCredentials cookies as well
 * @param begin sends it
 */
export function fetchDocument(
  url: string,
  describeFault: DescribeFault,
  withCredentials?: boolean,
  begin = beginRequest,
): Promise<Fetched> {
  const fresh = freshUrl(url);
  return get(fresh, DOCUMENT_TIMEOUT_MS, begin(fresh, withCredentials)).then(
    (answer): Fetched | Promise<Fetched> => {
      if (answer === 'timeout')
        return problem(
          'document-timeout',
          url,
          `did not answer within ${DOCUMENT_TIMEOUT_MS / 1000} seconds`,
          'Check the server.',
        );
      if (answer === 'unreachable')
        return problem(
          'document-unreachable',
          url,
          'cannot be reached',
          'Check the address, the server, and its header "Access-Control-Allow-Origin: *".',
        );
      const read =
        answer.status < 200 || answer.status > 299
          ? problem(
              'document-status',
              url,
              `answered with the status ${answer.status}`,
              answer.status === 404 ? 'Check the address, and that the file is there.' : 'Check the server.',
            )
          : readDocument(answer.text, answer.url.replace(/([?&])t=\d+$/, ''), describeFault, url);
      return Promise.resolve(read).then((fetched) => ({ ...fetched, answer }));
    },
  );
}

/** What makes a menu no menu; null where it is one. */
export function menuProblem(document: JsonObject, url: string): PluginNotice | null {
  if (document.menu || document.reference) return null;
  const isContent = document.items ?? document.pages;
  return problem(
    'document-wrong',
    url,
    isContent ? 'is a content page, not a menu' : 'is not a menu',
    'Name a menu in the configuration.',
  ).problem;
}
