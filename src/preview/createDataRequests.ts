import { type Fields, merge } from './fields.js';
import { ANSWER_TIMEOUT_MS } from './protocol.js';

export type Answered = (answer: Fields) => void;

/** What the app was asked by a plugin: `requestData`. */
interface DataRequests {
  ask(dataId: string, callback?: Answered, data?: Fields): void;
  /** An answer has come. One that comes too late is for nobody. */
  settle(requestId: string, answer: Fields): void;
}

/** @param guard runs a callback of the plugin's */
export function createDataRequests(
  send: (action: string, data: Fields) => void,
  isReady: () => boolean,
  guard: (callback: () => void) => void,
): DataRequests {
  const pending: Record<string, Answered | undefined> = {};
  let asked = 0;
  return {
    ask: (dataId, callback, data) => {
      if (!isReady() || !dataId) {
        const error = isReady() ? `Data ID is invalid: '${dataId}'` : 'Plugin not ready';
        if (callback) guard(() => callback({ error }));
        return;
      }
      const requestId = `stand-in${++asked}_${new Date().getTime()}`;
      const timer = window.setTimeout(() => settle({ error: 'Request timed out' }), ANSWER_TIMEOUT_MS);
      const settle = (answer: Fields) => {
        window.clearTimeout(timer);
        pending[requestId] = undefined;
        if (callback) guard(() => callback(answer));
      };
      pending[requestId] = settle;
      send(`interaction:commit:${dataId}`, merge(data, { requestId, dataId }));
    },
    settle: (requestId, answer) => pending[requestId]?.(answer),
  };
}
