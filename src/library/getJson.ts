import type { Json } from '../msx/json.js';
import { readJson } from '../plugin/readJson.js';
import { get } from '../tvx/get.js';

/** Why there is no JSON. */
export type GetJsonCode =
  /** It took longer than it may. */
  | 'timeout'
  /** Not found, refused, or without `Access-Control-Allow-Origin`: engines do not say which. */
  | 'unreachable'
  /** Another status than 200 to 299. */
  | 'http-status'
  /** The message says where it stops to be JSON. */
  | 'not-json';

export interface GetJsonFailure {
  code: GetJsonCode;
  /** A sentence for a person. */
  message: string;
  /** Null where there was no answer. */
  status: number | null;
}

/** `json` is null where there is none; JSON that says null is one as well. */
export type GotJson =
  | { json: Json; /** Where it came from, after redirects. */ url: string; failure: null }
  | { json: null; url: string; failure: GetJsonFailure };

export interface GetJsonOptions {
  /** From the call to the end of the answer. MSX gives a plugin 30 s, in which the answer also has to be made. */
  timeoutMs: number;
}

/**
 * GET by XMLHttpRequest, which every TV has. Never rejected.
 * @param url absolute, or relative to the page
 * @example getJson('films.json', { timeoutMs: 10_000 }).then(({ json, failure }) => failure?.message ?? json)
 */
export function getJson(url: string, { timeoutMs }: GetJsonOptions): Promise<GotJson> {
  const none = (code: GetJsonCode, what: string, status: number | null = null): GotJson => ({
    json: null,
    url,
    failure: { code, message: `${url} ${what}.`, status },
  });
  return get(url, timeoutMs).then((answer) => {
    if (answer === 'timeout') return none(answer, `did not answer within ${timeoutMs} ms`);
    if (answer === 'unreachable') return none(answer, 'cannot be reached');
    const { status, text } = answer;
    if (status < 200 || status > 299)
      return none('http-status', `answered with the status ${status}`, status);
    const said = readJson(text);
    return 'fault' in said
      ? none('not-json', `is not JSON: ${said.fault}`, status)
      : { json: said.json, url: answer.url, failure: null };
  });
}
