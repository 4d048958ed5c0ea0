import type { Faults } from '../stage/makapix/createDesk.js';
import type { Random } from './random.js';
import { LATEST_MS } from './times.js';

/** Sends that fail in a row at most: after more, the page lets other views go first, and order is no longer. */
const MAX_FAILS = 3;

/** What the server does wrong, now and then. */
export function unruliness(random: Random, note: (what: string) => void): Faults {
  let failsInARow = 0;
  const now = (share: number, what: string): boolean => {
    const is = random.next() < share;
    if (is) note(what);
    return is;
  };
  return {
    // The answer to a failure is lost with connections and power often enough: see isUntold.ts.
    dropAck: (outcome) =>
      outcome !== 'processing_error' && outcome !== 'rate_limited' && now(0.15, 'acks dropped'),
    deliverTwice: () => now(0.1, 'delivered twice'),
    busyMs: () => (now(0.05, 'looked at late') ? random.between(1, LATEST_MS) : 0),
    delayMs: () => (now(0.05, 'answered late') ? random.between(1, LATEST_MS) : 0),
    failWith: () => {
      failsInARow = failsInARow < MAX_FAILS && now(0.05, 'server errors') ? failsInARow + 1 : 0;
      return failsInARow > 0 ? 'processing_error' : null;
    },
  };
}
