import type { AlertChange } from './alert.js';
import type { AlertTv } from './alertBody.js';
import { decideCondition, type Seen, type Wrong } from './decideCondition.js';
import { NEW_TV, watchTv, type TvSight, type TvWatch, type WatchRules } from './watchTv.js';

/** What is remembered from one look to the next. */
export interface Remembered {
  /** By the TVs' IDs. */
  watches: ReadonlyMap<string, TvWatch>;
  /** The disk that is nearly full; null = it is not. */
  disk: Wrong | null;
}

/** An alert that begins or ends, and the TV that it is about; null = the machine of the bridge. */
type Told = [AlertChange, AlertTv | null];

/** One look at all TVs and the disk. @returns what to remember, and what to tell */
export function decideLook(
  before: Remembered,
  tvs: readonly (AlertTv & TvSight)[],
  disk: Seen,
  atMs: number,
  rules: WatchRules,
): { after: Remembered; told: Told[] } {
  const watches = new Map<string, TvWatch>();
  const told: Told[] = [];
  for (const tv of tvs) {
    const known = before.watches.get(tv.playerId) ?? NEW_TV;
    if (tv.isShutOut) {
      // Its hours stay known: it may be let in again.
      watches.set(tv.playerId, { ...known, lastOnlineMs: null, onlineSinceMs: null, wrong: {} });
      told.push(...endsOf(tv, known.wrong, atMs));
      continue;
    }
    const { watch, changes } = watchTv(known, tv, atMs, rules);
    watches.set(tv.playerId, watch);
    for (const change of changes) told.push([change, tv]);
  }
  for (const [playerId, { wrong }] of before.watches)
    if (!watches.has(playerId)) told.push(...endsOf({ playerId, displayName: playerId }, wrong, atMs));
  const { wrong, tell } = decideCondition(before.disk, disk, atMs, 0);
  const sinceMs = (before.disk ?? wrong)?.sinceMs ?? atMs;
  if (tell) told.push([{ code: 'disk-nearly-full', state: tell, sinceMs, atMs }, null]);
  return { after: { watches, disk: wrong }, told };
}

/** A TV that was removed or put out is missed no more. */
const endsOf = (tv: AlertTv, wrong: TvWatch['wrong'], atMs: number): Told[] =>
  (Object.entries(wrong) as [AlertChange['code'], Wrong][])
    .filter(([, { isTold }]) => isTold)
    .map(([code, { sinceMs }]) => [{ code, state: 'end', sinceMs, atMs, isUnwatched: true }, tv]);
