import type { TvAlertCode } from './alert.js';
import type { Seen } from './decideCondition.js';

/** What of a TV's health decides. */
export interface HealthFacts {
  /** Views that wait on the TV. */
  waiting: number;
  /** Views that were given up, since the TV's storage began. */
  dropped: number;
  storage: 'opening' | 'indexeddb' | 'localstorage' | 'memory';
  /** True time minus the TV's clock; null = not known. */
  clockOffsetMs: number | null;
}

/** How many views were given up, and when that was seen last. */
export interface Drops {
  /** At the last look. */
  count: number;
  /** ms since 1970; null = none since the first look. */
  lastMs: number | null;
}

export interface HealthRules {
  /** More waiting views than this are too many. */
  mostWaiting: number;
}

/** A clock that is further off than this is wrong. */
const MOST_OFFSET_MS = 2 * 60_000;

/** Dropped views are an event: it is over when there were no more for a day. */
const NO_DROPS_MS = 24 * 60 * 60_000;

/** The drops after a look. A count that is lower than before belongs to a new storage: nothing was lost with it. */
export function countDrops(drops: Drops | null, dropped: number, atMs: number): Drops {
  if (!drops) return { count: dropped, lastMs: null };
  return dropped === drops.count
    ? drops
    : { count: dropped, lastMs: dropped > drops.count ? atMs : drops.lastMs };
}

type HealthCode = Exclude<TvAlertCode, 'tv-gone'>;

const seenAs = (isWrong: boolean): Seen => (isWrong ? 'wrong' : 'well');

/**
 * What is wrong with a TV by what it says of itself. Views that wait are too many until half of them are gone.
 * @param health the last that is known; null = nothing
 * @param isOnline what a TV has said before it went says nothing of now
 */
export function decideHealth(
  health: HealthFacts | null,
  isOnline: boolean,
  drops: Drops | null,
  atMs: number,
  { mostWaiting }: HealthRules,
): Record<HealthCode, Seen> {
  const lastMs = drops?.lastMs ?? null;
  const dropped = seenAs(lastMs !== null && atMs - lastMs < NO_DROPS_MS);
  if (!health || !isOnline)
    return {
      'views-waiting': 'unknown',
      'views-dropped': dropped,
      'clock-off': 'unknown',
      'memory-only': 'unknown',
    };
  const { waiting, clockOffsetMs, storage } = health;
  const isBetween = waiting <= mostWaiting && waiting > mostWaiting / 2;
  return {
    'views-waiting': isBetween ? 'unknown' : seenAs(waiting > mostWaiting),
    'views-dropped': dropped,
    'clock-off': clockOffsetMs === null ? 'unknown' : seenAs(Math.abs(clockOffsetMs) > MOST_OFFSET_MS),
    'memory-only': storage === 'opening' ? 'unknown' : seenAs(storage === 'memory'),
  };
}
