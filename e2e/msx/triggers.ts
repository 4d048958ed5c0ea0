/** `trigger:ending` runs when this many seconds or fewer remain (MSX, Extended Properties). */
const ENDING_S = 10;

/** The position at which a timed trigger runs, in seconds; null for a key that is not about time. */
function dueAt(key: string, durationS: number): number | null {
  const timed = /^(-?)(\d+)(%?)$/.exec(key);
  if (timed) {
    const value = Number(timed[2]);
    if (timed[3]) return (value / 100) * durationS;
    return timed[1] ? durationS - value : value;
  }
  if (key === 'ending') return durationS - ENDING_S;
  if (key === 'first_quartile') return durationS / 4;
  if (key === 'midpoint') return durationS / 2;
  if (key === 'third_quartile') return (durationS * 3) / 4;
  return null;
}

/** The trigger keys whose time lies in the interval that was just played, in the order of the clock. */
export function dueTriggers(keys: string[], fromS: number, toS: number, durationS: number): string[] {
  return keys
    .map((key) => ({ key, at: dueAt(key, durationS) }))
    .filter(({ at }) => at !== null && toS > fromS && Math.max(0, at) >= fromS && Math.max(0, at) < toS)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .map(({ key }) => key);
}
