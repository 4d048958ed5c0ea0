import type { Kv } from './kv.js';

const PREFIX = 'makapix-report/';

/**
 * Values that are there at once, as texts. What one task does with them is a transaction: pages of one origin
 * share a process on the engines that need localStorage for this.
 */
const createTextKv = (kind: Kv['kind'], values: () => Record<string, string>): Kv => ({
  kind,
  change: (key, decide) =>
    new Promise((resolve) => {
      const texts = values();
      const text = texts[PREFIX + key];
      const writes = decide(text && JSON.parse(text));
      // What needs room goes first: when there is none, nothing has been removed yet.
      writes.forEach(([name, value]) => {
        if (value !== undefined) texts[PREFIX + name] = JSON.stringify(value);
      });
      writes.forEach(([name, value]) => {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
        if (value === undefined) delete texts[PREFIX + name];
      });
      resolve();
    }),
});

/** Where IndexedDB is not to be had. */
export const createLocalStorageKv = (): Kv => createTextKv('localstorage', () => localStorage);

/** For a TV that stores nothing: lives as long as the page. */
export function createMemoryKv(): Kv {
  const values = {};
  return createTextKv('memory', () => values);
}
