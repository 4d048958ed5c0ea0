import { createStore } from 'idb-keyval';
import type { Kv } from './kv.js';

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
