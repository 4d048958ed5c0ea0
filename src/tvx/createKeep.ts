import { get, set } from 'idb-keyval';
import type { TvxStorage } from './tvxGlobals.js';
import type { TvxNotice } from './tvxCodes.js';
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

/**
 * IndexedDB, else localStorage; where a TV refuses both, nothing is kept and the log says so. Some forget both when MSX
 * closes (iOS), so that a value is kept in MSX's own storage as well, and taken from there where it is nowhere else.
 * @param ofMsx that storage, once it may be used; null where there is none
 * @example createKeep(log).read('likes').then((text) => text ?? 'nothing')
 */
export function createKeep(
  log: Log<TvxNotice>,
  ofMsx: Promise<TvxStorage | null | undefined> = Promise.resolve(null),
): Keep {
  let told = false;
  const refused = (error: unknown) => {
    if (!told)
      log({
        code: 'storage-refused',
        level: 'warn',
        message: `The TV stores nothing: ${String(error)}`,
      });
    told = true;
    return null;
  };
  return {
    read: (key) =>
      inTime(() => get<unknown>(PREFIX + key))
        .then((value) => (typeof value === 'string' ? value : localRead(key)))
        .catch(() => localRead(key))
        .catch(refused)
        .then(
          (value) =>
            value ?? ofMsx.then((storage) => (storage && storage.getFullStr(PREFIX + key, '')) || null),
        )
        .catch(refused),
    write: (key, value) =>
      Promise.all([
        inTime(() => set(PREFIX + key, value))
          .catch(() => window.localStorage.setItem(PREFIX + key, value))
          .catch(refused),
        ofMsx.then((storage) => storage && storage.set(PREFIX + key, value)).catch(refused),
      ]).then(() => undefined),
  };
}
