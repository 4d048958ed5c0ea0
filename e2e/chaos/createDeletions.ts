import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.js';
import type { ChaosBrowser } from './startChaosBrowser.js';

const LOOK_MS = 25;
/** What an engine writes comes by another way than what its pages say. */
const SAY_WITHIN_MS = 2000;

/**
 * Chromium throws a database away that it finds damaged at a start, and says so: what stood there is gone.
 *
 * @param vanished the views that were stored once, and are nowhere now
 * @returns looks for that, after a start
 */
export function createDeletions(
  browser: Pick<ChaosBrowser, 'family' | 'hasDeletedDatabase' | 'said'>,
  ledger: Ledger,
  vanished: () => Promise<number[]>,
): () => Promise<void> {
  /** Views that went without the engine's word: they are lost, and what comes later does not excuse it. */
  const unexplained = new Set<number>();

  async function hasSaidSo(): Promise<boolean> {
    for (let waitedMs = 0; waitedMs <= SAY_WITHIN_MS; waitedMs += LOOK_MS) {
      if (browser.hasDeletedDatabase()) return true;
      await pause(LOOK_MS);
    }
    return false;
  }

  return async () => {
    if (browser.family !== 'chromium') return;
    const found = (await vanished()).filter((postId) => !ledger.gone.has(postId) && !unexplained.has(postId));
    if (found.length === 0) return;
    if (!(await hasSaidSo())) {
      for (const postId of found) unexplained.add(postId);
      ledger.unexplained.push(
        `views ${found.join()} vanished at a start, of which the engine said:`,
        ...browser.said(),
      );
      return;
    }
    ledger.note('database deleted');
    for (const postId of found) ledger.gone.add(postId);
    // Shown again, they would count for the first time.
    ledger.artworks = ledger.artworks.filter((postId) => !ledger.gone.has(postId));
  };
}
