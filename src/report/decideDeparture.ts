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
  /** On the device clock. */
  deviceMs: number;
}

type DepartureRules = Pick<ReportTiming, 'duplicateMemoryMs' | 'paceMarginMs'> &
  Pick<ViewSettings, 'queuedTimestamps'>;

/** What is written down before it is sent: in the view, and in what the pages hand on. */
interface Departure {
  timestamp: string;
  changes: Partial<OutboxState>;
}

const DAY_MS = 86_400_000;
/** A view that waited for longer is of no use to anybody. */
const MAX_AGE_MS = 30 * DAY_MS;

/** With which timestamp a view is sent; or for how many ms it has to wait; null = it is too old to be sent. */
export function decideDeparture(
  view: StoredView,
  { recent, unknown }: OutboxState,
  { nowMs, shownAtMs, deviceMs }: DepartureTimes,
  rules: DepartureRules,
): Departure | number | null {
  if (nowMs !== null && view.shownAtMs !== null && nowMs - view.shownAtMs > MAX_AGE_MS) return null;
  const { postId } = view.facts;
  const sinceMs = (sentAtMs: number): number => Math.abs(deviceMs - sentAtMs);
  const remembered = unknown.filter(([, sentAtMs]) => sinceMs(sentAtMs) < rules.duplicateMemoryMs);
  const as = (timestamp: string, stamps: RecentStamps): Departure => ({
    timestamp,
    changes: {
      lastSentAtMs: deviceMs,
      recent: stamps,
      unknown: timestamp === UNKNOWN_TIME ? remembered.concat([[postId, deviceMs]]) : remembered,
    },
  });

  const { timestamp } = view;
  if (timestamp !== undefined && !view.failed) return as(timestamp, recent);
  const timeMs = nextSecondOf(timestamp) || (rules.queuedTimestamps === 'refresh' ? nowMs : shownAtMs);
  // Two views of one post without a time look the same. The second waits until the server has forgotten the first;
  // otherwise it would be taken for a duplicate, and lost.
  const same = timeMs === null && remembered.filter(([post]) => post === postId).pop();
  if (same) return rules.duplicateMemoryMs + rules.paceMarginMs - sinceMs(same[1]);
  const fresh = freshTimestamp(postId, timeMs, recent);
  return as(fresh.timestamp, fresh.recent);
}
