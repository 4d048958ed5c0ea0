import type { Kv } from './kv.js';

const PREFIX = 'makapix-report/';

/**
 * localStorage, where IndexedDB is not to be had. What one task does with it is a transaction: pages of one
 * origin share a process on the engines that need this. Rejects where the TV refuses, or has no room.
 */
export function createLocalStorageKv(): Kv {
  const parse = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text));
  return {
    kind: 'localstorage',
    get: (key) => new Promise((resolve) => resolve(parse(localStorage.getItem(PREFIX + key)))),
    change: (key, decide) =>
      new Promise((resolve) => {
        const { writes, result } = decide(parse(localStorage.getItem(PREFIX + key)));
        // What needs room goes first: when there is none, nothing has been removed yet.
        writes.forEach(([name, value]) => {
          if (value !== undefined) localStorage.setItem(PREFIX + name, JSON.stringify(value));
        });
        writes.forEach(([name, value]) => {
          if (value === undefined) localStorage.removeItem(PREFIX + name);
        });
        resolve(result);
      }),
  };
}
