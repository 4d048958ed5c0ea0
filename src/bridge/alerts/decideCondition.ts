/** Something that is wrong, told or not yet. */
export interface Wrong {
  /** Since when, ms since 1970. */
  sinceMs: number;
  /** Whether its begin is told. */
  isTold: boolean;
}

/** What is seen of a condition: it is so, it is not, or nobody can say, and then all stays as it was. */
export type Seen = 'wrong' | 'well' | 'unknown';

/**
 * One step of an alert. It begins when something has been wrong for so long without a break, and ends when it is well.
 * @param wrong the state before; null = all was well
 * @param sinceMs since when it is so, where that is known
 * @returns the state after, and what to tell
 */
export function decideCondition(
  wrong: Wrong | null,
  seen: Seen,
  atMs: number,
  waitMs: number,
  sinceMs = atMs,
): { wrong: Wrong | null; tell: 'begin' | 'end' | null } {
  if (seen === 'unknown') return { wrong, tell: null };
  if (seen === 'well') return { wrong: null, tell: wrong?.isTold ? 'end' : null };
  const now = wrong ?? { sinceMs, isTold: false };
  if (now.isTold || atMs - now.sinceMs < waitMs) return { wrong: now, tell: null };
  return { wrong: { ...now, isTold: true }, tell: 'begin' };
}
