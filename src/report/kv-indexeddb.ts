import { createStore, promisifyRequest } from 'idb-keyval';
import type { Kv } from './kv.js';

const DATABASE = 'makapix-report';
const STORE = 'outbox';

/** IndexedDB that does not answer is broken: some engines never call back. */
const ANSWER_WITHIN_MS = 5000;

const errorOf = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error('IndexedDB failed');

/** @param ask may throw at once, as `open` does in a page that may not store anything */
function inTime<T>(ask: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject: (reason: Error) => void) => {
    const timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), ANSWER_WITHIN_MS);
    ask().then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (reason: unknown) => {
        clearTimeout(timer);
        reject(errorOf(reason));
      },
    );
  });
}

/**
 * IndexedDB through idb-keyval: transactions across pages, and nothing blocks the TV's one thread. Rejects
 * where it is refused, broken, full, or does not answer.
 */
export function createIndexedDbKv(): Kv {
  const inStore = createStore(DATABASE, STORE);

  /** What is written must survive the power plug: `strict` waits for the disk, in engines that know it. */
  const writable = (store: IDBObjectStore): IDBObjectStore => {
    const { db } = store.transaction;
    let transaction: IDBTransaction;
    try {
      transaction = db.transaction(STORE, 'readwrite', { durability: 'strict' });
    } catch {
      transaction = db.transaction(STORE, 'readwrite'); // WebKit 538 takes no third argument
    }
    return transaction.objectStore(STORE);
  };

  return {
    kind: 'indexeddb',
    get: (key) => inTime(() => inStore('readonly', (store) => promisifyRequest<unknown>(store.get(key)))),
    change: (key, decide) =>
      inTime(() =>
        inStore('readonly', (readable) => {
          const store = writable(readable);
          return new Promise((resolve, reject: (reason: Error) => void) => {
            const { transaction } = store;
            const asked = store.get(key);
            // No promises inside: with a polyfilled one the transaction would end before they run.
            asked.onsuccess = () => {
              try {
                const { writes, result } = decide(asked.result);
                transaction.oncomplete = () => resolve(result);
                writes.forEach(([name, value]) => {
                  if (value === undefined) store.delete(name);
                  else store.put(value, name);
                });
              } catch (error) {
                reject(errorOf(error));
              }
            };
            transaction.onabort = transaction.onerror = () => reject(errorOf(transaction.error));
          });
        }),
      ),
  };
}
