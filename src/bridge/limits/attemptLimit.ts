const WINDOW_MS = 60_000;

/** Makapix's limit: 10 attempts to connect a minute and address. */
export const ATTEMPTS_PER_MINUTE = 10;

/** New TVs of one address; more have to wait for the next minute. */
export const REGISTRATIONS_PER_MINUTE = 100;

/** How often somebody may do something in a minute. */
interface AttemptLimit {
  /** Whether one more is within the limit. */
  isWithin: (who: string) => boolean;
  count: (who: string) => void;
  /** Counts one that is within the limit. @returns false for one that is not */
  allows: (who: string) => boolean;
}

/**
 * Counts attempts by who makes them.
 * @param nowMs a clock that nobody sets: one that is set back would lock everybody out until it is where it was
 */
export function attemptLimit(perMinute: number, nowMs: () => number): AttemptLimit {
  const attempts = new Map<string, number[]>();
  let sweptAtMs = nowMs();
  const isRecent = (atMs: number): boolean => nowMs() - atMs < WINDOW_MS;
  const recentOf = (who: string): number[] => (attempts.get(who) ?? []).filter(isRecent);
  const sweep = (): void => {
    if (isRecent(sweptAtMs)) return;
    for (const [known, times] of attempts) if (!times.some(isRecent)) attempts.delete(known);
    sweptAtMs = nowMs();
  };
  const isWithin = (who: string): boolean => recentOf(who).length < perMinute;
  const count = (who: string): void => {
    sweep();
    attempts.set(who, [...recentOf(who), nowMs()].slice(-perMinute));
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
