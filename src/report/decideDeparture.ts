import { UNKNOWN_TIME } from '../makapix/timestamp.js';
import type { OutboxState } from './lease.js';
import type { ReportTiming } from './reportTiming.js';
import { freshTimestamp, nextSecondOf, type RecentStamps, type StoredView } from './storedView.js';
import type { ViewSettings } from './viewSettings.js';

/** When a view is to be sent. */
export interface DepartureTimes {
  /** True time in ms since 1970; null = unknown. */
  nowMs: number | null;
  /** The same, of when the view came on screen. */
  shownAtMs: number | null;
  deviceMs: number;
  monotonicMs: number;
}

type DepartureRules = Pick<ReportTiming, 'duplicateMemoryMs' | 'paceMarginMs'> &
  Pick<ViewSettings, 'queuedTimestamps'>;

export type Departure =
  /** What is written down before it is sent: in the view, and in what the pages hand on. */
  | { type: 'go'; fields: { timestamp: string; failed: false }; changes: Partial<OutboxState> }
  /** Not before this moment, on the monotonic clock. */
  | { type: 'wait'; untilMs: number }
  | { type: 'expired' };

const DAY_MS = 86_400_000;
/** A view that waited for longer is of no use to anybody. */
const MAX_AGE_MS = 30 * DAY_MS;

/** With which timestamp a view is sent, if now. */
export function decideDeparture(
  view: StoredView,
  { recent, unknown }: OutboxState,
  { nowMs, shownAtMs, deviceMs, monotonicMs }: DepartureTimes,
  rules: DepartureRules,
): Departure {
  if (nowMs !== null && view.shownAtMs !== null && nowMs - view.shownAtMs > MAX_AGE_MS)
    return { type: 'expired' };
  const { postId } = view.facts;
  const sinceMs = (sentAtMs: number): number => Math.abs(deviceMs - sentAtMs);
  const remembered = unknown.filter(([, sentAtMs]) => sinceMs(sentAtMs) < rules.duplicateMemoryMs);
  const go = (timestamp: string, stamps: RecentStamps): Departure => ({
    type: 'go',
    fields: { timestamp, failed: false },
    changes: {
      lastSentAtMs: deviceMs,
      recent: stamps,
      unknown: timestamp === UNKNOWN_TIME ? remembered.concat([[postId, deviceMs]]) : remembered,
    },
  });

  const { timestamp } = view;
  if (timestamp !== undefined && !view.failed) return go(timestamp, recent);
  const timeMs = nextSecondOf(timestamp) ?? (rules.queuedTimestamps === 'refresh' ? nowMs : shownAtMs);
  // Two views of one post without a time look the same. The second waits until the server has forgotten the first;
  // otherwise it would be taken for a duplicate, and lost.
  const same = timeMs === null && remembered.filter(([post]) => post === postId).pop();
  if (same) {
    const leftMs = rules.duplicateMemoryMs + rules.paceMarginMs - sinceMs(same[1]);
    return { type: 'wait', untilMs: monotonicMs + leftMs };
  }
  const fresh = freshTimestamp(postId, timeMs, recent);
  return go(fresh.timestamp, fresh.recent);
}
