import type { Command } from '../makapix/command.js';
import type { Refusal } from './plan.js';
import { failed } from './plan.js';

/** What time it is on this TV. */
export interface Times {
  /** True time in ms since 1970, as far as it was measured; null where it is not known. */
  nowMs: number | null;
  /** Whether it was measured, and does not only stand on the TV's own clock. */
  isMeasured: boolean;
}

/** The `Date` of a host has whole seconds, so that what was measured is right to about one. */
const CLOCK_ERROR_MS = 2000;
const MOST_WAIT_MS = 600_000;

/**
 * How long it is until a command is to be done. Servers' clocks have milliseconds and a host's `Date` has none: a command
 * that may just have been sent says best what time it is.
 *
 * @returns 0: now; or why it is not done
 */
export function waitMs(
  { payload: { at }, sentAtMs }: Command,
  { nowMs, isMeasured }: Times,
): number | Refusal {
  if (at === undefined) return 0;
  if (typeof at !== 'number') return failed('"at" must be in ms since 1970, UTC.');
  const isFresh =
    sentAtMs > 0 && !(isMeasured && nowMs !== null && Math.abs(nowMs - sentAtMs) > CLOCK_ERROR_MS);
  const now = isFresh ? sentAtMs : nowMs;
  if (now === null) return failed('The TV does not know what time it is.');
  const wait = at - now;
  return wait > MOST_WAIT_MS ? failed('"at" is more than ten minutes ahead.') : Math.max(0, wait);
}
