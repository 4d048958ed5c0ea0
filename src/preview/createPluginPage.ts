import { clear, element } from './dom.js';
import { type Fields, isFields, merge } from './fields.js';
import type { LogEntry } from './messageLog.js';
import { MESSAGE_TYPE } from './protocol.js';

/** MSX keeps the commits that come before the plugin is ready, and hands them over with `init`. guess(commits-kept): how many. */
const COMMITS_KEPT = 10;

export interface PluginPageOptions {
  container: HTMLElement;
  log(from: LogEntry['from'], message: unknown): void;
  /** The plugin is gone. */
  ended(): void;
}

/** The frame with the page of a plugin, and what is kept for a page that is not ready yet. */
interface PluginPage {
  /** Loads a page in the place of any other, which is gone with all that it was doing. */
  open(url: string): void;
  close(): void;
  /** Null where no page is loaded. */
  url(): string | null;
  isReady(): boolean;
  /** The page has said that it listens: it gets what was kept for it. */
  becomeReady(): void;
  /** Says something at once, whether the page listens or not. */
  tell(data: Fields): void;
  /** Says it when the page is ready. */
  request(request: Fields): void;
  /** The same for what nobody answers; of those only the last are kept. False with no page loaded. */
  commit(data: Fields): boolean;
}

/** @param receive is given what the page says */
export function createPluginPage(options: PluginPageOptions, receive: (message: Fields) => void): PluginPage {
  let frame: HTMLIFrameElement | null = null;
  let address: string | null = null;
  let isReady = false;
  let commits: Fields[] = [];
  let requests: Fields[] = [];

  function post(message: Fields): void {
    const sent = JSON.parse(JSON.stringify(merge({ type: MESSAGE_TYPE }, message))) as unknown;
    options.log('app', sent);
    if (frame?.contentWindow) frame.contentWindow.postMessage(sent, '*');
  }

  function close(): void {
    const was = frame !== null;
    clear(options.container);
    frame = null;
    address = null;
    isReady = false;
    commits = [];
    requests = [];
    if (was) options.ended();
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!frame || event.source !== frame.contentWindow) return;
    const message = event.data;
    if (isFields(message) && message.type === MESSAGE_TYPE && message.target === 'app') receive(message);
  });

  return {
    open: (url) => {
      close();
      address = url;
      frame = element('plugin', '', 'iframe') as HTMLIFrameElement;
      frame.setAttribute('title', 'Interaction plugin');
      frame.src = url;
      options.container.appendChild(frame);
    },
    close,
    url: () => address,
    isReady: () => isReady,
    becomeReady: () => {
      isReady = true;
      post({ init: 1, data: commits.length ? commits : null });
      commits = [];
      const kept = requests;
      requests = [];
      kept.forEach((request) => post({ data: request }));
    },
    tell: (data) => post({ data }),
    request: (request) => {
      if (isReady) post({ data: request });
      else requests.push(request);
    },
    commit: (data) => {
      if (isReady) post({ data });
      else if (frame) commits = commits.concat([data]).slice(-COMMITS_KEPT);
      else return false;
      return true;
    },
  };
}
