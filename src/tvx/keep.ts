import { get, set } from 'idb-keyval';
import type { Log } from './notice.js';

/** Small values that survive a restart: the last device ID, a random player key. */
export interface Keep {
  /** @returns null where nothing is kept, or nothing can be */
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
}

const PREFIX = 'msx-player-plugin:';

/** Some engines' IndexedDB never answers. */
const ANSWER_WITHIN_MS = 1000;

function inTime<T>(ask: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('IndexedDB does not answer')), ANSWER_WITHIN_MS);
    ask().then(resolve, reject); // what is thrown at once rejects as well
  });
}

function localRead(key: string): string | null {
  return window.localStorage.getItem(PREFIX + key);
}

/** IndexedDB, else localStorage; where a TV refuses both, nothing is kept and the log says so. */
export function createKeep(log: Log): Keep {
  let told = false;
  const refused = (error: unknown) => {
    if (told) return;
    told = true;
    log({
      code: 'storage-refused',
      level: 'warn',
      message: `The TV stores nothing: ${String(error)}`,
    });
  };
  return {
    read: (key) =>
      inTime(() => get<unknown>(PREFIX + key))
        .then((value) => (typeof value === 'string' ? value : localRead(key)))
        .catch(() => localRead(key))
        .catch((error: unknown) => {
          refused(error);
          return null;
        }),
    write: (key, value) =>
      inTime(() => set(PREFIX + key, value))
        .catch(() => window.localStorage.setItem(PREFIX + key, value))
        .catch(refused),
  };
}
