import { ANSWER_TIMEOUT_MS } from './protocol.js';
import type { Loaded } from './requestJson.js';

/** What a plugin was asked and has not answered yet. guess(open-requests): what it was asked before it went stays open until its time is over. */
interface OpenRequests {
  /** @returns the ID that the answer has to name */
  add(dataId: string, url: string, done: (loaded: Loaded) => void): string;
  /** An answer has come. One that comes too late is for nobody. */
  settle(requestId: string, answered: unknown): void;
}

const outOfTime = (dataId: string, url: string): Loaded => ({
  ok: false,
  title: 'The plugin does not answer',
  message: `"${dataId}" was asked for ${ANSWER_TIMEOUT_MS / 1000} seconds ago.`,
  url,
});

/** guess(null-answer): what MSX says where a plugin calls back with nothing. */
const loadedFrom = (answered: unknown, dataId: string, url: string): Loaded =>
  answered === null
    ? { ok: false, title: 'Nothing from the plugin', message: `It has no answer to "${dataId}".`, url }
    : { ok: true, data: answered };

export function createOpenRequests(): OpenRequests {
  let open: { id: string; settle: (answered: unknown) => void }[] = [];
  let counter = 0;
  const forget = (id: string) => {
    open = open.filter((one) => one.id !== id);
  };
  return {
    add: (dataId, url, done) => {
      const id = `host${++counter}`;
      const timer = window.setTimeout(() => {
        forget(id);
        done(outOfTime(dataId, url));
      }, ANSWER_TIMEOUT_MS);
      const settle = (answered: unknown) => {
        window.clearTimeout(timer);
        done(loadedFrom(answered, dataId, url));
      };
      open.push({ id, settle });
      return id;
    },
    settle: (requestId, answered) => {
      const asked = open.filter((one) => one.id === requestId);
      forget(requestId);
      asked.forEach((one) => one.settle(answered));
    },
  };
}
