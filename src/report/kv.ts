import { createStore } from 'idb-keyval';

/** A key and its new value; undefined = the key goes. */
export type Write = [key: string, value: unknown];

/** Durable keys and values on the TV, shared by all pages of this origin. */
export interface Kv {
  kind: 'indexeddb' | 'localstorage' | 'memory';
  /**
   * One transaction, also against other pages: reads `key`, and writes what `decide` makes of its value.
   * Resolves when that is stored; rejects when it is not, or when there is no such storage.
   */
  change(key: string, decide: (value: unknown) => Write[]): Promise<void>;
}

const DATABASE = 'makapix-report';
const STORE = 'outbox';

/** IndexedDB that does not answer is broken: some engines never call back. */
const ANSWER_WITHIN_MS = 5000;

/** IndexedDB through idb-keyval: transactions across pages, and nothing blocks the TV's one thread. */
export function createIndexedDbKv(): Kv {
  const inStore = createStore(DATABASE, STORE);

  /** What is written must survive the power plug: `strict` waits for the disk, in engines that know it. */
  const writable = (database: IDBDatabase): IDBTransaction => {
    try {
      return database.transaction(STORE, 'readwrite', { durability: 'strict' });
    } catch {
      return database.transaction(STORE, 'readwrite'); // WebKit 538 takes no third argument
    }
  };

  return {
    kind: 'indexeddb',
    change: (key, decide) =>
      new Promise((resolve, reject: (reason: unknown) => void) => {
        setTimeout(() => reject(new Error('no answer')), ANSWER_WITHIN_MS);
        // `open` throws at once in a page that may not store anything: that rejects, too.
        inStore('readonly', ({ transaction: { db } }) => {
          const transaction = writable(db);
          const store = transaction.objectStore(STORE);
          // No promises inside: with a polyfilled one the transaction would end before they run.
          const asked = store.get(key) as IDBRequest<unknown>;
          asked.onsuccess = () =>
            decide(asked.result).forEach(([name, value]) =>
              value === undefined ? store.delete(name) : store.put(value, name),
            );
          transaction.oncomplete = () => resolve();
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a DOMException
          transaction.onabort = transaction.onerror = () => reject(transaction.error);
        }).catch(reject);
      }),
  };
}

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

/** Where views can be kept, the best first; the last one always works. */
export const kvLadder = (): Kv[] => [createIndexedDbKv(), createLocalStorageKv(), createMemoryKv()];
