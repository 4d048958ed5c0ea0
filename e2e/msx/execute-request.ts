import { headAndRest, parseRequest } from './action-text.js';
import { documentUrl, fillIn, type UrlValues } from './document-url.js';
import { type Fields, isFields, merge, textOf } from './fields.js';
import { type Loaded, requestJson, unwrap } from './loader.js';
import type { PluginWindow } from './plugin-window.js';

/** What `execute:` was told by the words before its URL. */
export interface ExecuteRequest {
  /** What is attached to the POST: `video`, `video:info`, `slider`, `info`, `info:extended`, … */
  attach: string[];
  silent: boolean;
  fetch: boolean;
  user: boolean;
  accurate: boolean;
  target: string;
}

const SUB_INFO: Record<string, string[]> = {
  video: ['info', 'data', 'resume', 'volume', 'scene'],
  info: ['extended', 'base', 'application', 'framework', 'content', 'dictionary', 'screen', 'time'],
};

/** Reads `service:video:info:silent:user:URL`. */
export function parseExecute(text: string): ExecuteRequest {
  const request: ExecuteRequest = {
    attach: [],
    silent: false,
    fetch: false,
    user: false,
    accurate: false,
    target: text,
  };
  for (;;) {
    const [head, rest] = headAndRest(request.target);
    if (head === 'silent') request.silent = true;
    else if (head === 'fetch') request.fetch = true;
    else if (head === 'user') request.user = true;
    else if (head === 'accurate') request.accurate = true;
    else if (
      head === 'video' ||
      head === 'info' ||
      head === 'slider' ||
      head === 'resume' ||
      head === 'code'
    ) {
      const [part, after] = headAndRest(rest);
      const known = (SUB_INFO[head] ?? []).indexOf(part) >= 0;
      request.attach.push(known ? `${head}:${part}` : head);
      request.target = known ? after : rest;
      continue;
    } else if (head !== 'service' && head !== 'response') return request;
    request.target = rest;
  }
}

export interface ExecuteTools {
  plugin: PluginWindow;
  urlValues(): UrlValues;
  msxVersion(): string;
  attached(dataId: string): Fields;
}

/** Sends the request, with MSX's attached data, to a server (POST) or to the plugin. */
export function sendExecute(
  request: ExecuteRequest,
  data: unknown,
  tools: ExecuteTools,
  done: (loaded: Loaded) => void,
): void {
  const body = merge(...request.attach.map((dataId) => tools.attached(dataId)), { data: data ?? null });
  const [head, rest] = headAndRest(request.target);
  if (head === 'request') {
    const [receiver, text] = headAndRest(rest);
    if (receiver !== 'interaction') {
      done({
        ok: false,
        title: 'No such plugin',
        message: 'MSX host has no video plugin.',
        url: request.target,
      });
      return;
    }
    const { dataId, pluginUrl } = parseRequest(text);
    tools.plugin.request(dataId, pluginUrl, body, (answer) =>
      done(answer.ok ? unwrap(answer.data, request.target) : answer),
    );
    return;
  }
  const url = request.fetch
    ? documentUrl(request.target, tools.urlValues(), tools.msxVersion(), new Date().getTime())
    : fillIn(request.target, tools.urlValues(), tools.msxVersion());
  requestJson(
    {
      url,
      method: request.fetch ? 'GET' : 'POST',
      body,
      user: request.user,
      accurate: request.accurate,
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
