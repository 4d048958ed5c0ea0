import { askPlayerPage } from './askPlayerPage.js';
import { headAndRest, parseRequest } from './readAction.js';
import { documentUrl, fillIn } from './documentUrl.js';
import { type Fields, isFields, merge, textOf } from './fields.js';
import { type Loaded, requestJson, unwrap } from './requestJson.js';
import type { Tools } from './tools.js';

/** What `execute:` was told by the words before its URL. */
export interface ExecuteRequest {
  /** What is attached to the POST: `video`, `video:info`, `slider`, `info`, `info:extended`, … */
  attach: string[];
  /** More than one at a time. */
  service: boolean;
  /** With a code that is asked for first. */
  code: boolean;
  /** With the answer to another request, which the data names. */
  response: boolean;
  silent: boolean;
  fetch: boolean;
  user: boolean;
  accurate: boolean;
  target: string;
}

/** Words that only say how. */
const FLAGS = ['service', 'code', 'response', 'silent', 'fetch', 'user', 'accurate'] as const;

const SUB_INFO: Record<string, string[]> = {
  video: ['info', 'data', 'resume', 'volume', 'scene'],
  info: ['extended', 'base', 'application', 'framework', 'content', 'dictionary', 'screen', 'time'],
};

/** Reads `service:video:info:silent:user:URL`. */
export function parseExecute(text: string): ExecuteRequest {
  const request: ExecuteRequest = {
    attach: [],
    service: false,
    code: false,
    response: false,
    silent: false,
    fetch: false,
    user: false,
    accurate: false,
    target: text.trim(),
  };
  for (;;) {
    const [head, rest] = headAndRest(request.target);
    const flag = FLAGS.filter((one) => one === head)[0];
    if (flag) request[flag] = true;
    else if (head === 'video' || head === 'info' || head === 'slider' || head === 'resume') {
      const [part, after] = headAndRest(rest);
      const known = (SUB_INFO[head] ?? []).indexOf(part) >= 0;
      request.attach.push(known ? `${head}:${part}` : head);
      request.target = known ? after : rest;
      continue;
    } else return request;
    request.target = rest;
  }
}

/**
 * Sends the request, with MSX's attached data, to a server (POST) or to the plugin.
 * @param extra attached as well: a code, the answer to another request
 * @param wrapped a server has to wrap its answer in a response object (common/responses)
 */
export function sendExecute(
  request: ExecuteRequest,
  extra: Fields,
  data: unknown,
  tools: Tools,
  wrapped: boolean,
  done: (loaded: Loaded) => void,
): void {
  const body = merge(...request.attach.map((dataId) => tools.attached(dataId) ?? {}), extra, {
    data: data ?? null,
  });
  const [head, rest] = headAndRest(request.target);
  if (head === 'request') {
    const [receiver, text] = headAndRest(rest);
    if (receiver !== 'interaction') {
      askPlayerPage(tools.player.page(), text, body, done);
      return;
    }
    const { dataId, pluginUrl } = parseRequest(text);
    tools.plugin.request(dataId, pluginUrl, body, (answer) =>
      done(answer.ok ? unwrap(answer.data, request.target) : answer),
    );
    return;
  }
  const url = request.fetch
    ? documentUrl(request.target, tools.urlValues(), tools.app.settings.msxVersion, new Date().getTime())
    : fillIn(request.target, tools.urlValues(), tools.app.settings.msxVersion);
  requestJson(
    {
      url,
      method: request.fetch ? 'GET' : 'POST',
      body,
      user: request.user,
      accurate: request.accurate,
      wrapped,
    },
    done,
  );
}

/** The action that a server or a plugin answers with: `{action, data}`. */
export function answeredAction(data: unknown): { action: string; data: unknown } | null {
  return isFields(data) && textOf(data.action)
    ? { action: textOf(data.action), data: data.data ?? null }
    : null;
}
