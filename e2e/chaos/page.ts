// The page of the chaos run: the reporter as it is in the plugin, in a real browser with a real storage, with
// MSX's part played from outside.
import { createClock } from '../../src/report/clock.js';
import { createReporter, type Reporter } from '../../src/report/reporter.js';
import { DEFAULT_VIEW_SETTINGS, type ViewSettings } from '../../src/report/settings.js';
import type { ReportTiming } from '../../src/report/timing.js';
import type { ReporterSnapshot } from '../../src/report/snapshot.js';

export interface ChaosSetup {
  playerKey: string;
  url: string;
  views: Partial<ViewSettings>;
  timing: Partial<ReportTiming>;
}

export interface ChaosPage {
  begin(setup: ChaosSetup): void;
  /** A picture that can be seen. */
  show(postId: number): void;
  snapshot(): ReporterSnapshot;
  codes(): string[];
  /** The posts whose views are in the storage, as another page would see it. */
  stored(): Promise<number[]>;
}

declare global {
  interface Window {
    chaos: ChaosPage;
  }
}

let reporter: Reporter;
const codes: string[] = [];

function storedPosts(): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('makapix-report');
    opening.onerror = () => reject(opening.error ?? new Error('no database'));
    opening.onsuccess = () => {
      const database = opening.result;
      const all = database.transaction('outbox').objectStore('outbox').getAll() as IDBRequest<
        { facts?: { postId: number } }[]
      >;
      all.onerror = () => reject(all.error ?? new Error('no records'));
      all.onsuccess = () => {
        database.close();
        resolve(all.result.flatMap((record) => (record.facts ? [record.facts.postId] : [])));
      };
    };
  });
}

window.chaos = {
  begin: ({ playerKey, url, views, timing }) => {
    reporter = createReporter({
      playerKey,
      firmwareVersion: 'chaos',
      broker: { url },
      views: { ...DEFAULT_VIEW_SETTINGS, ...views },
      timing,
      requestData: () => Promise.reject(new Error('no MSX')),
      log: ({ code }) => codes.push(code),
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    });
    reporter.start();
  },
  show: (postId) => {
    const properties = { 'makapix:post_id': postId };
    const slider = { index: postId, listIndex: postId, listSize: 9999, url: 'a.png', properties };
    reporter.handleData({ slider });
  },
  snapshot: () => reporter.snapshot(),
  codes: () => codes.splice(0),
  stored: storedPosts,
};
