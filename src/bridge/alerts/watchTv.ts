import type { AlertChange, TvAlertCode } from './alert.js';
import { decideAway, learnVisit, type AwayRules, type Visits } from './decideAway.js';
import { decideCondition, type Seen, type Wrong } from './decideCondition.js';
import { countDrops, decideHealth, type Drops, type HealthFacts, type HealthRules } from './decideHealth.js';

/** What is remembered of a TV from one look to the next. */
export interface TvWatch extends Visits {
  drops: Drops | null;
  /** What is wrong with it. */
  wrong: Partial<Record<TvAlertCode, Wrong>>;
}

export const NEW_TV: TvWatch = {
  lastOnlineMs: null,
  onlineSinceMs: null,
  presence: new Map(),
  assumed: new Map(),
  drops: null,
  wrong: {},
};

/** A TV at one look. */
export interface TvSight {
  isOnline: boolean;
  /** Its owner has put it out, or has not let it in yet. */
  isShutOut?: boolean;
  /** What it has said of itself last; null = nothing that is known. */
  health: HealthFacts | null;
}

export type WatchRules = AwayRules & HealthRules;

/**
 * One look at a TV. Looks come about once a minute, in the order of time.
 * @returns what to remember, and which alerts begin and end now
 * @example watchTv(NEW_TV, { isOnline: true, health: null }, Date.now(), rules).changes // []
 */
export function watchTv(
  watch: TvWatch,
  { isOnline, health }: TvSight,
  atMs: number,
  rules: WatchRules,
): { watch: TvWatch; changes: AlertChange<TvAlertCode>[] } {
  const isMissed = watch.wrong['tv-gone']?.isTold ?? false;
  const visits = learnVisit(watch, isOnline, isMissed, atMs, rules);
  const drops = health && isOnline ? countDrops(watch.drops, health.dropped, atMs) : watch.drops;
  const seen: Record<TvAlertCode, Seen> = {
    'tv-gone': decideAway(visits, isMissed, atMs, rules),
    ...decideHealth(health, isOnline, drops, atMs, rules),
  };
  const changes: AlertChange<TvAlertCode>[] = [];
  const wrong: TvWatch['wrong'] = {};
  for (const code of Object.keys(seen) as TvAlertCode[]) {
    const isNow = code === 'tv-gone' || code === 'views-dropped'; // the first has waited, the second has happened
    const sinceMs = (code === 'tv-gone' ? visits.lastOnlineMs : drops?.lastMs) ?? atMs;
    const before = watch.wrong[code] ?? null;
    const { wrong: after, tell } = decideCondition(
      before,
      seen[code],
      atMs,
      isNow ? 0 : rules.afterMs,
      isNow ? sinceMs : atMs,
    );
    // What has only begun to be wrong when the TV goes begins anew when it comes.
    if (after && (after.isTold || isOnline)) wrong[code] = after;
    if (tell) changes.push({ code, state: tell, sinceMs: (before ?? after)?.sinceMs ?? atMs, atMs });
  }
  return { watch: { ...visits, drops, wrong }, changes };
}
