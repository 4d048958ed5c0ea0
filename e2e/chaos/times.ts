import { DEFAULT_VIEW_SETTINGS, type ViewSettings } from '../../src/report/viewSettings.js';
import { DEFAULT_TIMING, type ReportTiming } from '../../src/report/reportTiming.js';

/** A second of a TV lasts 20 ms here, for the page and for the server. */
export const SECOND_MS = 20;

const scaled = (ms: number): number => (ms * SECOND_MS) / 1000;

/** The pace, at both ends. */
export const INTERVAL_MS = scaled(DEFAULT_VIEW_SETTINGS.intervalMs);

/** The server may be so late: the latest that was thought of is less than the page's patience. */
export const LATEST_MS = 8 * SECOND_MS;

/**
 * A minute is not scaled: how long the server knows a view again. All that the run does to a view is over
 * sooner, so that the one double which the protocol cannot exclude (docs/reporting.md) does not happen, and
 * any double is a fault.
 */
export const DUPLICATE_MEMORY_MS = 60_000;

export const VIEWS: Partial<ViewSettings> = {
  minDwellMs: 5, // shown and left again within a few ms
  intervalMs: INTERVAL_MS,
};

const { maxAttempts, ...waits } = DEFAULT_TIMING;

/** Everything that waits on a TV, as it is in proportion. */
export const TIMING: ReportTiming = {
  ...(Object.fromEntries(Object.entries(waits).map(([name, ms]) => [name, scaled(ms)])) as typeof waits),
  maxAttempts,
};
