import { pause } from '../limits/pause.js';
import { reasonOf } from '../text/reasonOf.js';
import type { RetentionStore } from './retentionStore.js';

interface RetentionOptions {
  store: RetentionStore;
  keepMs: number;
  now: () => number;
  pauseFor?: typeof pause;
  /** Gets how many views a step has removed. */
  onRemoved: (views: number) => void;
  onFault: (sentence: string) => void;
}

/** So many views go in one transaction: SQLite works on the thread that answers TVs. */
const STEP_ROWS = 200;
/** After each step others have the database for so many times as long as it took. */
const REST = 4;
const SHORTEST_REST_MS = 20;
const EVERY_MS = 10 * 60_000;

/**
 * Removes single views that came longer ago than they are to be kept, now and every ten minutes, in small steps.
 * @returns ends it; resolves when nothing is under way
 */
export function startRetention(options: RetentionOptions) {
  const { store, keepMs, now, onRemoved, onFault, pauseFor = pause } = options;
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;

  async function removeAll(): Promise<void> {
    for (let after = 0; !isOver();) {
      const beganMs = performance.now();
      const { removed, last, isDone } = await store.removeStep(now() - keepMs, after, STEP_ROWS);
      if (removed > 0) onRemoved(removed);
      if (isDone) return;
      after = last;
      await pauseFor(Math.max(SHORTEST_REST_MS, REST * (performance.now() - beganMs)), over.signal);
    }
  }

  async function run(): Promise<void> {
    while (!isOver()) {
      try {
        await removeAll();
      } catch (error) {
        onFault(`Old views could not be removed: ${reasonOf(error)}`);
      }
      await pauseFor(EVERY_MS, over.signal);
    }
  }

  const running = run();
  return async (): Promise<void> => {
    over.abort();
    await running;
  };
}
