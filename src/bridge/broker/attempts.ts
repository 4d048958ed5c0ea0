const WINDOW_MS = 60_000;

/** Makapix's limit: 10 attempts to connect a minute and address. */
export const ATTEMPTS_PER_MINUTE = 10;

/**
 * Counts attempts to connect by address.
 * @returns whether one more is within the limit; one that is not does not count
 */
export function attemptLimit(perMinute: number, now: () => number): (address: string) => boolean {
  const attempts = new Map<string, number[]>();
  let sweptAtMs = now();
  return (address) => {
    const nowMs = now();
    const isRecent = (atMs: number): boolean => nowMs - atMs < WINDOW_MS;
    if (!isRecent(sweptAtMs)) {
      for (const [known, times] of attempts) if (!times.some(isRecent)) attempts.delete(known);
      sweptAtMs = nowMs;
    }
    const recent = (attempts.get(address) ?? []).filter(isRecent);
    const isWithin = recent.length < perMinute;
    attempts.set(address, isWithin ? [...recent, nowMs] : recent);
    return isWithin;
  };
}
