import { createOpenRequests } from './createOpenRequests.js';
import { createPluginPage, type PluginPageOptions } from './createPluginPage.js';
import { type Fields, fieldsOf, merge, textOf } from './fields.js';
import { kindOf } from './protocol.js';
import type { Loaded } from './requestJson.js';
import { isAbsolute } from './secureAddress.js';
import type { AppMood } from './settings.js';

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

interface PluginWindowOptions extends PluginPageOptions {
  mood(): AppMood;
  answerDelayMs(): number;
  /** What `interaction:commit:<dataId>` hands over: `{<kind>: …, error?: …}`. May answer later. */
  attach(dataId: string, requested: Fields, done: (answer: Fields) => void): void;
  /** Any other action that the plugin wants to be run. */
  execute(action: string, data: unknown): void;
  /** The address as it is asked for (secureAddress.ts). */
  secured(url: string): string;
  /** Says something to the person. */
  complain(level: 'warn' | 'error', text: string): void;
}

const noAddress = (url: string) =>
  `The address of a plugin has to start with http:// or https://, unlike "${url}".`;

const RESPONSE = 'response:';
const COMMIT = 'interaction:commit:';

export function createPluginWindow(options: PluginWindowOptions): PluginWindow {
  const page = createPluginPage(options, receive);
  const asked = createOpenRequests();

  const later = (act: () => void) => {
    if (options.answerDelayMs() > 0) window.setTimeout(act, options.answerDelayMs());
    else act();
  };

  function answer(dataId: string, requested: Fields): void {
    if (options.mood() === 'silent') return;
    const reply = (found: Fields) => later(() => page.tell(merge(found, { data: requested })));
    if (options.mood() === 'broken') {
      reply({ [kindOf(dataId)]: null, error: `The app is broken on purpose: no ${kindOf(dataId)}` });
      return;
    }
    options.attach(dataId, requested, reply);
  }

  function receive(message: Fields): void {
    options.log('plugin', message);
    const action = textOf(message.action);
    const data = fieldsOf(message.data);
    if (action === 'interaction:init') later(() => page.becomeReady());
    else if (action.indexOf(RESPONSE) === 0)
      asked.settle(action.slice(RESPONSE.length), message.data ?? null);
    else if (action.indexOf(COMMIT) === 0 && textOf(data.requestId))
      answer(action.slice(COMMIT.length), data);
    else options.execute(action, message.data ?? null);
  }

  /** guess(plugin-address): two spellings are two plugins. Makes sure that a plugin is the one that is loaded. False for an address that MSX cannot load. */
  function ensure(named: string): boolean {
    const url = options.secured(named.trim());
    if (!isAbsolute(url)) return false;
    if (url !== page.url()) page.open(url);
    return true;
  }

  function commit(data: Fields, whoever = false): void {
    if (!page.commit(data) && !whoever)
      options.complain('warn', 'Nothing can be committed: no interaction plugin is loaded.');
  }

  function request(
    dataId: string,
    pluginUrl: string | null,
    data: unknown,
    done: (loaded: Loaded) => void,
  ): void {
    if (pluginUrl !== null && !ensure(pluginUrl)) {
      done({ ok: false, title: 'No such plugin', message: noAddress(pluginUrl), url: pluginUrl });
      return;
    }
    const url = page.url();
    if (url === null)
      done({ ok: false, title: 'No plugin', message: `Nobody is there to answer "${dataId}".`, url: '' });
    else page.request({ requestId: asked.add(dataId, url, done), dataId, data: data ?? null });
  }

  return {
    load: (url, data) => {
      if (!ensure(url)) options.complain('error', noAddress(url));
      else if (data !== undefined && data !== null) commit({ data });
    },
    unload: () => page.close(),
    reload: () => {
      const url = page.url();
      if (url !== null) page.open(url);
    },
    url: () => page.url(),
    ready: () => page.isReady(),
    request,
    commit,
    event: (event) => {
      if (page.isReady()) page.tell(event);
    },
  };
}
