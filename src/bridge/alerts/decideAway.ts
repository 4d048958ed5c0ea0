import type { Seen } from './decideCondition.js';
import { isUsual, type Hours, type Learnt } from './isUsual.js';
import { QUARTER_MS, withQuarter, withQuarters, type LocalTimeOf } from './presence.js';

/** When a TV was there. */
export interface Visits extends Learnt {
  /** ms since 1970; null = never yet. */
  lastOnlineMs: number | null;
  /** Since when it has been online without a break; null = it is away. */
  onlineSinceMs: number | null;
}

export interface AwayRules {
  /** A TV that is away for less is not missed. */
  afterMs: number;
  hours: Hours | null;
  localTimeOf: LocalTimeOf;
  /** Since when the bridge has been looking. */
  watchedSinceMs: number;
}

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** So long before its usual end of the day nobody knows whether a TV was switched off or failed. */
const BEFORE_THE_END_MS = HOUR_MS;

/** After a break of this length at most, a TV counts as on in between; and a bridge that looked away can still say. */
const SHORT_BREAK_MS = HOUR_MS;

/** What comes and goes has to stay for so long before it counts as back. */
const STEADY_MS = 2 * 60_000;

/** What is learnt from a look at a TV. @param isMissed whether an alert is out */
export function learnVisit(
  visits: Visits,
  isOnline: boolean,
  isMissed: boolean,
  atMs: number,
  { hours, localTimeOf }: AwayRules,
): Visits {
  const { lastOnlineMs, onlineSinceMs, presence, assumed } = visits;
  const now = localTimeOf(atMs);
  if (!isOnline) {
    const isAssumed = isMissed && hours === null && isUsual(visits, now, null);
    return { ...visits, onlineSinceMs: null, assumed: isAssumed ? withQuarter(assumed, now) : assumed };
  }
  const isShort = lastOnlineMs !== null && atMs >= lastOnlineMs && atMs - lastOnlineMs <= SHORT_BREAK_MS;
  return {
    lastOnlineMs: atMs,
    onlineSinceMs: onlineSinceMs ?? atMs,
    presence: isShort ? withQuarters(presence, localTimeOf(lastOnlineMs), now) : withQuarter(presence, now),
    assumed,
  };
}

/**
 * Whether a TV is missed: it went in its usual hours, has been away since, and would usually stay for another hour; in
 * hours that the owner has named, until their very end. One that was switched off at night and does not come in the
 * morning is not missed: the place may be closed. Once missed, it is until it has come back.
 */
export function decideAway(visits: Visits, isMissed: boolean, atMs: number, rules: AwayRules): Seen {
  const { lastOnlineMs, onlineSinceMs } = visits;
  if (onlineSinceMs !== null) return atMs - onlineSinceMs >= STEADY_MS ? 'well' : 'unknown';
  if (isMissed) return 'wrong';
  return lastOnlineMs !== null && isAwayTooLong(lastOnlineMs, atMs, rules) && isInHours(visits, atMs, rules)
    ? 'wrong'
    : 'well';
}

/** A bridge that has looked away for long cannot say when the TV went. */
const isAwayTooLong = (lastOnlineMs: number, atMs: number, { afterMs, watchedSinceMs }: AwayRules): boolean =>
  watchedSinceMs - lastOnlineMs <= SHORT_BREAK_MS &&
  atMs - Math.max(lastOnlineMs, watchedSinceMs) >= afterMs &&
  atMs - lastOnlineMs <= DAY_MS;

/** Whether it would usually have been there from its last moment until some time after now. */
function isInHours(visits: Visits, atMs: number, { hours, localTimeOf }: AwayRules): boolean {
  const untilMs = atMs + (hours ? 0 : BEFORE_THE_END_MS);
  for (let ms = visits.lastOnlineMs ?? atMs; ms < untilMs; ms += QUARTER_MS)
    if (!isUsual(visits, localTimeOf(ms), hours)) return false;
  return isUsual(visits, localTimeOf(untilMs), hours);
}
