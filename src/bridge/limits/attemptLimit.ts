const WINDOW_MS = 60_000;

/** Makapix's limit: 10 attempts to connect a minute and address. */
export const ATTEMPTS_PER_MINUTE = 10;

/** New TVs of one address; more have to wait for the next minute. */
export const REGISTRATIONS_PER_MINUTE = 100;

/** How often somebody may do something within a time. */
interface AttemptLimit {
  /** Whether one more is within the limit. */
  isWithin: (who: string) => boolean;
  count: (who: string) => void;
  /** Counts one that is within the limit. @returns false for one that is not */
  allows: (who: string) => boolean;
}

/**
 * Counts attempts by who makes them.
 * @param most so many within the time
 * @param nowMs a clock that nobody sets: one that is set back would lock everybody out until it is where it was
 * @param windowMs the time; a minute where it is not said
 */
export function attemptLimit(most: number, nowMs: () => number, windowMs = WINDOW_MS): AttemptLimit {
  const attempts = new Map<string, number[]>();
  let sweptAtMs = nowMs();
  const isRecent = (atMs: number): boolean => nowMs() - atMs < windowMs;
  const recentOf = (who: string): number[] => (attempts.get(who) ?? []).filter(isRecent);
  const sweep = (): void => {
    if (isRecent(sweptAtMs)) return;
    for (const [known, times] of attempts) if (!times.some(isRecent)) attempts.delete(known);
    sweptAtMs = nowMs();
  };
  const isWithin = (who: string): boolean => recentOf(who).length < most;
  const count = (who: string): void => {
    sweep();
    attempts.set(who, [...recentOf(who), nowMs()].slice(-most));
  };
  return {
    isWithin,
    count,
    allows: (who) => {
      if (!isWithin(who)) return false;
      count(who);
      return true;
    },
  };
}
