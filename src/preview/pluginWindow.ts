import type { AppMood } from './settings.js';
import { clear, element } from './dom.js';
import { type Fields, fieldsOf, isFields, merge, textOf } from './fields.js';
import type { Loaded } from './requestJson.js';
import type { LogEntry } from './messageLog.js';
import { isAbsolute } from './secureAddress.js';
import { ANSWER_TIMEOUT_MS, kindOf, MESSAGE_TYPE } from './protocol.js';

/** MSX keeps the commits that come before the plugin is ready, and hands them over with `init`. guess(commits-kept): how many. */
const COMMITS_KEPT = 10;

/** The background page with the plugin, and everything that is said to it and by it. */
export interface PluginWindow {
  /**
   * Loads a plugin page in the place of any other, which is gone with all that it was doing; the same one stays.
   * `data` is committed to it. guess(load-again): without data nothing happens to one that is loaded.
   */
  load(url: string, data?: unknown): void;
  unload(): void;
  reload(): void;
  url(): string | null;
  ready(): boolean;
  /** `handleRequest` of the plugin; loads `pluginUrl` first, unless it is null. */
  request(dataId: string, pluginUrl: string | null, data: unknown, done: (loaded: Loaded) => void): void;
  /** `handleData` of the plugin. With none loaded MSX warns, unless it is a notification to whoever is there. */
  commit(data: Fields, whoever?: boolean): void;
  /** `handleEvent` of the plugin; dropped while there is none. */
  event(event: Fields): void;
}

interface PluginWindowOptions {
  container: HTMLElement;
  mood(): AppMood;
  answerDelayMs(): number;
  /** What `interaction:commit:<dataId>` hands over: `{<kind>: …, error?: …}`. May answer later. */
  attach(dataId: string, requested: Fields, done: (answer: Fields) => void): void;
  /** Any other action that the plugin wants to be run. */
  execute(action: string, data: unknown): void;
  log(from: LogEntry['from'], message: unknown): void;
  /** The address as it is asked for (secureAddress.ts). */
  secured(url: string): string;
  /** Says something to the person. */
  complain(level: 'warn' | 'error', text: string): void;
  /** The plugin is gone. */
  ended(): void;
}

const noAddress = (url: string) =>
  `The address of a plugin has to start with http:// or https://, unlike "${url}".`;

export function createPluginWindow(options: PluginWindowOptions): PluginWindow {
  let waiting: { id: string; done: (answer: unknown) => void }[] = [];
  let frame: HTMLIFrameElement | null = null;
  let address: string | null = null;
  let isReady = false;
  let commits: Fields[] = [];
  let queue: Fields[] = [];
  let counter = 0;

  const forget = (id: string) => {
    waiting = waiting.filter((one) => one.id !== id);
  };
  const post = (message: Fields) => {
    const sent = JSON.parse(JSON.stringify(merge({ type: MESSAGE_TYPE }, message))) as unknown;
    options.log('app', sent);
    if (frame?.contentWindow) frame.contentWindow.postMessage(sent, '*');
  };
  const later = (act: () => void) => {
    if (options.answerDelayMs() > 0) window.setTimeout(act, options.answerDelayMs());
    else act();
  };

  function answer(dataId: string, requested: Fields): void {
    if (options.mood() === 'silent') return;
    const reply = (found: Fields) => later(() => post({ data: merge(found, { data: requested }) }));
    if (options.mood() === 'broken') {
      reply({ [kindOf(dataId)]: null, error: `The app is broken on purpose: no ${kindOf(dataId)}` });
      return;
    }
    options.attach(dataId, requested, reply);
  }

  function becomeReady(): void {
    isReady = true;
    const early = commits;
    commits = [];
    post({ init: 1, data: early.length ? early : null });
    const requests = queue;
    queue = [];
    requests.forEach((request) => post({ data: request }));
  }

  function receive(message: Fields): void {
    options.log('plugin', message);
    const action = textOf(message.action);
    if (action === 'interaction:init') later(becomeReady);
    else if (action.indexOf('response:') === 0) {
      const id = action.slice('response:'.length);
      const asked = waiting.filter((one) => one.id === id);
      forget(id);
      asked.forEach((one) => one.done(message.data ?? null)); // none: too late, the app has given up
    } else {
      const data = fieldsOf(message.data);
      if (action.indexOf('interaction:commit:') === 0 && textOf(data.requestId))
        answer(action.slice('interaction:commit:'.length), data);
      else options.execute(action, message.data ?? null);
    }
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!frame || event.source !== frame.contentWindow) return;
    const message = event.data;
    if (isFields(message) && message.type === MESSAGE_TYPE && message.target === 'app') receive(message);
  });

  const unload = () => {
    const was = frame !== null;
    clear(options.container);
    frame = null;
    address = null;
    isReady = false;
    commits = [];
    queue = [];
    if (was) options.ended();
  };
  const open = (url: string) => {
    unload();
    address = url;
    frame = element('plugin', '', 'iframe') as HTMLIFrameElement;
    frame.setAttribute('title', 'Interaction plugin');
    frame.src = url;
    options.container.appendChild(frame);
  };
  /** guess(plugin-address): two spellings are two plugins. Makes sure that a plugin is the one that is loaded. False for an address that MSX cannot load. */
  const ensure = (named: string): boolean => {
    const url = options.secured(named.trim());
    if (!isAbsolute(url)) return false;
    if (url !== address) open(url);
    return true;
  };
  const commit = (data: Fields, whoever = false) => {
    if (isReady) post({ data });
    else if (frame) commits = commits.concat([data]).slice(-COMMITS_KEPT);
    else if (!whoever) options.complain('warn', 'Nothing can be committed: no interaction plugin is loaded.');
  };

  return {
    load: (url, data) => {
      if (!ensure(url)) options.complain('error', noAddress(url));
      else if (data !== undefined && data !== null) commit({ data });
    },
    unload,
    reload: () => {
      if (address !== null) open(address);
    },
    url: () => address,
    ready: () => isReady,
    request: (dataId, pluginUrl, data, done) => {
      if (pluginUrl !== null && !ensure(pluginUrl)) {
        done({ ok: false, title: 'No such plugin', message: noAddress(pluginUrl), url: pluginUrl });
        return;
      }
      const url = address ?? '';
      if (!frame) {
        done({ ok: false, title: 'No plugin', message: `Nobody is there to answer "${dataId}".`, url });
        return;
      }
      const requestId = `host${++counter}`;
      // guess(open-requests): what was asked before the plugin went stays open until its time is over
      const timer = window.setTimeout(() => {
        forget(requestId);
        done({
          ok: false,
          title: 'The plugin does not answer',
          message: `"${dataId}" was asked for ${ANSWER_TIMEOUT_MS / 1000} seconds ago.`,
          url,
        });
      }, ANSWER_TIMEOUT_MS);
      const settle = (answered: unknown) => {
        window.clearTimeout(timer);
        // guess(null-answer): what MSX says where a plugin calls back with nothing
        if (answered === null)
          done({
            ok: false,
            title: 'Nothing from the plugin',
            message: `It has no answer to "${dataId}".`,
            url,
          });
        else done({ ok: true, data: answered });
      };
      waiting.push({ id: requestId, done: settle });
      const request: Fields = { requestId, dataId, data: data ?? null };
      if (isReady) post({ data: request });
      else queue.push(request);
    },
    commit,
    event: (event) => {
      if (isReady) post({ data: event });
    },
  };
}
