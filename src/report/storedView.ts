import { timestampOf, UNKNOWN_TIME } from '../makapix/timestamp.js';
import type { ViewFacts } from '../makapix/view.js';

/** One record of the outbox. @wire */
export interface StoredView {
  facts: Omit<ViewFacts, 'timestamp'>;
  /** True time in ms since 1970 when it came on screen; null = not known when it was stored. */
  shownAtMs: number | null;
  /** Where that was on the monotonic clock of the page that saw it: the time may become known there. */
  page: string;
  placeMs: number;
  /**
   * Written before it is sent with it. Sent again, after whatever happened, it is the same event for the
   * server, which knows a duplicate by player, post and timestamp.
   */
  timestamp?: string;
  /** The server has answered that it failed with this timestamp: sent again, the view needs a later one. */
  failed?: boolean;
  /** How often it went to the end of the queue because the server failed. */
  rounds: number;
}

/** The timestamps that were given lately: post, second. */
export type RecentStamps = [postId: number, second: number][];

const SECOND_MS = 1000;
/** More than a server remembers at the pace of one in five seconds. */
const MAX_RECENT = 64;

/** The earliest time, ms since 1970, for a view that failed with this timestamp; null where that says no time. */
export const nextSecondOf = (timestamp: string | undefined): number | null =>
  timestamp === undefined || timestamp === UNKNOWN_TIME ? null : Date.parse(timestamp) + SECOND_MS;

/**
 * The timestamp to send, and the recent ones with it. Two views of one post must never have the same, or the
 * server takes the second for a duplicate: where a clock was set back, or a repeat is short, the later one
 * gets the next free second.
 *
 * @param timeMs ms since 1970; null = unknown, which needs no place among the recent ones.
 */
export function freshTimestamp(
  postId: number,
  timeMs: number | null,
  recent: RecentStamps,
): { timestamp: string; recent: RecentStamps } {
  if (timeMs === null) return { timestamp: timestampOf(null), recent };
  let second = Math.floor(timeMs / SECOND_MS);
  const isTaken = (entry: RecentStamps[number]): boolean => entry[0] === postId && entry[1] === second;
  while (recent.some(isTaken)) second++;
  return {
    timestamp: timestampOf(second * SECOND_MS),
    recent: recent.concat([[postId, second]]).slice(-MAX_RECENT),
  };
}
