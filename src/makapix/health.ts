import { fieldsOf } from './fieldsOf.js';

const STORES = ['opening', 'indexeddb', 'localstorage', 'memory'] as const;
const SOURCES = ['server', 'msx', 'device', 'none'] as const;

/** How a TV is: what it says on the topic `health`, which is this project's own. Texts that are not known are null. */
export interface Health {
  /** Views that wait to be sent. */
  waiting: number;
  /** Views that the broker has and no server has answered. */
  unanswered: number;
  /** Views that were given up since the storage began: too many, too old, or failed too often. */
  dropped: number;
  /** When the view that has waited longest was on screen, ms since 1970; null = none waits, or it is not known. */
  oldestAtMs: number | null;
  /** Where views wait. */
  storage: (typeof STORES)[number];
  /** True time minus the TV's clock; null = not known. */
  clockOffsetMs: number | null;
  /** By whom the offset is known. */
  clockSource: (typeof SOURCES)[number];
  /** Of Media Station X, `0.1.163`. */
  msxVersion: string | null;
  /** Of the TVX library. */
  tvxVersion: string | null;
  /** The browser: `Chrome/68.0.3440.106`. */
  engine: string | null;
  /** When the page was started, ms since 1970; null = not known. */
  startedAtMs: number | null;
}

const timeText = (timeMs: number | null): string | null =>
  // eslint-disable-next-line no-restricted-globals -- writes down a given time, reads no clock
  timeMs === null ? null : new Date(timeMs).toISOString();

/** What goes to the topic `health`; times are ISO 8601, UTC. */
export const healthText = (health: Health): string =>
  JSON.stringify({
    waiting: health.waiting,
    unanswered: health.unanswered,
    dropped: health.dropped,
    oldest_at: timeText(health.oldestAtMs),
    storage: health.storage,
    clock_offset_ms: health.clockOffsetMs,
    clock_source: health.clockSource,
    msx_version: health.msxVersion,
    tvx_version: health.tvxVersion,
    engine: health.engine,
    started_at: timeText(health.startedAtMs),
  });

/** Longer texts are nobody's version. */
const LONGEST_TEXT = 64;

const countIn = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= 1e9 && Math.floor(value) === value ? value : null;
const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_TEXT) : null;
const timeIn = (value: unknown): number | null => {
  // eslint-disable-next-line no-restricted-globals -- reads a given time, no clock
  const timeMs = typeof value === 'string' ? Date.parse(value) : NaN;
  return isNaN(timeMs) ? null : timeMs;
};
const oneOf = <Name extends string>(names: readonly Name[], value: unknown): Name | null =>
  names.filter((name) => name === value)[0] ?? null;

/**
 * Reads a message of the topic `health`; texts and times that are none are null.
 * @returns null where its numbers or names are none of these
 * @example readHealth(healthText(health))
 */
export function readHealth(text: string): Health | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // no message of ours, which is what null says
  }
  const fields = fieldsOf(value);
  const [waiting, unanswered, dropped] = [fields.waiting, fields.unanswered, fields.dropped].map(countIn);
  const storage = oneOf(STORES, fields.storage);
  const clockSource = oneOf(SOURCES, fields.clock_source);
  const offset = fields.clock_offset_ms;
  if (waiting == null || unanswered == null || dropped == null || !storage || !clockSource) return null;
  return {
    waiting,
    unanswered,
    dropped,
    oldestAtMs: timeIn(fields.oldest_at),
    storage,
    clockOffsetMs: typeof offset === 'number' && isFinite(offset) ? offset : null,
    clockSource,
    msxVersion: textIn(fields.msx_version),
    tvxVersion: textIn(fields.tvx_version),
    engine: textIn(fields.engine),
    startedAtMs: timeIn(fields.started_at),
  };
}
