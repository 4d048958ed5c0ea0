import { createIndexedDbKv } from '../../../../src/report/createIndexedDbKv.js';
import { createMemoryKv } from '../../../../src/report/createTextKv.js';
import type { Kv, Write } from '../../../../src/report/kv.js';
import { createOutbox, type Outbox } from '../../../../src/report/createOutbox.js';
import type { StoredView } from '../../../../src/report/storedView.js';
import { inTurn, numbers, pause } from './inTurn.js';
import { now } from './now.js';

export interface OutboxOptions {
  waiting: number[];
  rounds: number;
}

/** In ms, with so many records waiting. */
export interface OutboxResult {
  waiting: number;
  /** One view into the storage, until it is there. */
  add: number[];
  /** A page that comes after another one, until it can send. */
  takeOver: number[];
}

const ADDED = 50;
const MAX_QUEUED = 100_000;
/** Engines write to disk behind the back of what was stored: that is the filling's, not the outbox's. */
const SETTLE_MS = 500;

const view = (number: number): StoredView => ({
  facts: {
    postId: number,
    intent: 'channel',
    playOrder: 0,
    channel: 'all',
    userSqid: null,
    hashtag: null,
  },
  shownAtMs: 1_700_000_000_000 + number * 1000,
  page: 'earlier',
  placeMs: number * 1000,
  rounds: 0,
});

/** Not through the outbox, which never looks through its storage. */
function clear(): Promise<unknown> {
  return new Promise((resolve, reject: (reason: Error) => void) => {
    const opening = indexedDB.open('makapix-report');
    opening.onupgradeneeded = () => opening.result.createObjectStore('outbox');
    opening.onerror = () => reject(new Error('the database does not open'));
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('outbox', 'readwrite');
      transaction.objectStore('outbox').clear();
      transaction.oncomplete = () => {
        database.close();
        resolve(null);
      };
    };
  });
}

/** As an earlier page left them, all in one transaction. */
function fill(kv: Kv, count: number): Promise<unknown> {
  const writes = numbers(count).map((i): Write => [`view:${i + 1}`, view(i)]);
  writes.push(['lease', { owner: 'earlier', beat: 7, first: 1, last: count }]);
  return kv.change('none', () => writes);
}

function measure(kv: Kv, count: number): Promise<{ add: number; takeOver: number }> {
  let changed: () => void = () => undefined;
  const problems: string[] = [];
  const outbox: Outbox = createOutbox({
    page: 'later',
    ladder: [kv, createMemoryKv()],
    broker: 'ws://broker',
    maxQueued: MAX_QUEUED,
    log: (notice) => problems.push(notice.message),
    isBusy: () => false,
    changed: () => changed(),
  });
  const openedAt = now();
  return outbox.open().then(() => {
    const takeOver = now() - openedAt;
    if (outbox.waiting() !== count || problems.length > 0)
      throw new Error(`${outbox.waiting()} of ${count} views wait; ${problems.join(' ')}`);
    const addedAt = now();
    return inTurn(
      numbers(ADDED),
      (i) =>
        new Promise<void>((resolve) => {
          changed = resolve;
          outbox.add(view(count + i));
        }),
    ).then(() => ({ add: (now() - addedAt) / ADDED, takeOver }));
  });
}

/** In turn for each number of waiting records, several times over. */
export function outbox({ waiting, rounds }: OutboxOptions): Promise<OutboxResult[]> {
  const kv = createIndexedDbKv();
  const results = waiting.map((count): OutboxResult => ({ waiting: count, add: [], takeOver: [] }));
  return inTurn(numbers(rounds), () =>
    inTurn(results, (result) =>
      clear()
        .then(() => fill(kv, result.waiting))
        .then(() => pause(SETTLE_MS))
        .then(() => measure(kv, result.waiting))
        .then(({ add, takeOver }) => {
          result.add.push(add);
          result.takeOver.push(takeOver);
        }),
    ),
  ).then(() => results);
}
