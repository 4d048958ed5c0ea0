import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../src/bridge/storage/sql.js';

const LOOK_MS = 200;

/** How views come into the database, and where they stop for a while. */
interface Flow {
  /** The longest time without a new view since somebody asked last, in ms. */
  longestGapMs(): number;
  recorded(): number;
  close(): Promise<void>;
}

export function watchFlow(database: Database): Flow {
  const over = new AbortController();
  let views = 0;
  let lastAtMs = performance.now();
  let longestMs = 0;
  const looking = (async () => {
    while (!over.signal.aborted) {
      const now = await countViews(database);
      if (now !== null && now > views) {
        longestMs = Math.max(longestMs, performance.now() - lastAtMs);
        views = now;
        lastAtMs = performance.now();
      }
      await pause(LOOK_MS);
    }
  })();
  return {
    longestGapMs() {
      const gap = Math.max(longestMs, performance.now() - lastAtMs);
      longestMs = 0;
      return gap;
    },
    recorded: () => views,
    async close() {
      over.abort();
      await looking;
    },
  };
}

/** @returns null while the database is away, which it is at times here */
export async function countViews(database: Database): Promise<number | null> {
  try {
    const [row] = await database.query('SELECT COUNT(*) AS views FROM views');
    return Number(row?.views);
  } catch {
    return null; // said by whoever waits for views that do not come
  }
}
