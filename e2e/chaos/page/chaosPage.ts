// A page of the plugin in the chaos run: the reporter as it is in the plugin, in a real browser with a real
// storage, with MSX's part played from outside.
import '../../../src/plugin/promise.js';
import type { Notice } from '../../../src/tvx/notice.js';
import { createClock } from '../../../src/report/createClock.js';
import { openSocket } from '../../../src/mqtt/openSocket.js';
import { kvLadder } from '../../../src/report/kvLadder.js';
import { createReporter, type Reporter } from '../../../src/report/createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from '../../../src/report/viewSettings.js';
import type { ChaosPage } from './orders.js';

let reporter: Reporter;

const postIdOf = (record: unknown): number[] => {
  const { facts } = Object(record) as { facts?: { postId: number } };
  return facts ? [facts.postId] : [];
};

/** Where the page keeps what IndexedDB does not take. */
function storedInTexts(): number[] {
  return Object.keys(localStorage).reduce<number[]>(
    (found, key) =>
      key.indexOf('makapix-report/view:') === 0
        ? found.concat(postIdOf(JSON.parse(localStorage.getItem(key)!)))
        : found,
    [],
  );
}

function storedInDatabase(): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => () => reject(new Error(what));
    const opening = indexedDB.open('makapix-report');
    opening.onerror = fail('no database');
    opening.onsuccess = () => {
      const database = opening.result;
      let found: number[] = [];
      // One after the other: WebKit 538 has no getAll.
      const asked = database.transaction('outbox').objectStore('outbox').openCursor();
      asked.onerror = fail('no records');
      asked.onsuccess = () => {
        const cursor = asked.result;
        if (cursor) {
          found = found.concat(postIdOf(cursor.value));
          cursor.continue();
          return;
        }
        database.close();
        resolve(found);
      };
    };
  });
}

const chaos: ChaosPage = {
  begin: ({ playerKey, url, views, timing }) => {
    const options = {
      playerKey,
      firmwareVersion: 'chaos',
      broker: { url },
      views: { ...DEFAULT_VIEW_SETTINGS, ...views },
      timing,
      requestData: () => Promise.reject(new Error('no MSX')),
      // The snapshot tells the rest.
      log: ({ code, message }: Notice) => {
        if (code === 'storage-fallback') console.log(message);
      },
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    };
    reporter = createReporter(options, {
      openConnection: (connection) =>
        openSocket({
          ...connection,
          message: (topic, text) => {
            window.parent.heard?.(text);
            connection.message(topic, text);
          },
        }),
      ladder: kvLadder,
      random: () => Math.random(),
    });
    reporter.start();
  },
  show: (postId, intent) => {
    const properties = { 'makapix:post_id': postId, 'makapix:intent': intent };
    const slider = { index: postId, listIndex: postId, listSize: 9999, url: 'a.png', properties };
    reporter.handleData({ slider });
  },
  snapshot: () => reporter.snapshot(),
  stored: storedInDatabase,
  storedInTexts,
};
window.chaos = chaos;
