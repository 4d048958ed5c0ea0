/** A moment on the wall clock of the place where the TVs are. */
export interface LocalTime {
  /** Days since the first of January 1970. */
  day: number;
  /** The quarter of an hour in that day, 0 to 95. */
  quarter: number;
}

export type LocalTimeOf = (atMs: number) => LocalTime;

export const QUARTER_MS = 15 * 60_000;
export const QUARTERS_A_DAY = 96;

/** So far back usual hours are learnt from. */
export const DAYS_KEPT = 28;

/** In which quarters of an hour a TV was on: for each day a number of 96 bits. */
export type Presence = ReadonlyMap<number, bigint>;

const BITS = Array.from({ length: QUARTERS_A_DAY }, (_, quarter) => 1n << BigInt(quarter));
const bitOf = (quarter: number): bigint => BITS[quarter] ?? 0n;

/** Whether the TV was on in this quarter. */
export const wasOn = (presence: Presence, { day, quarter }: LocalTime): boolean =>
  ((presence.get(day) ?? 0n) & bitOf(quarter)) !== 0n;

/**
 * With one quarter more; what is older than four weeks is forgotten.
 * @returns the same presence where it has the quarter already
 */
export function withQuarter(presence: Presence, at: LocalTime): Presence {
  if (wasOn(presence, at)) return presence;
  const isNewDay = !presence.has(at.day);
  const days = new Map(isNewDay ? [...presence].filter(([day]) => day >= at.day - DAYS_KEPT) : presence);
  return days.set(at.day, (days.get(at.day) ?? 0n) | bitOf(at.quarter));
}

/**
 * With all quarters from one moment to another, by the wall clock: where that goes forward in spring, with the hour
 * that never was.
 */
export function withQuarters(presence: Presence, from: LocalTime, to: LocalTime): Presence {
  const first = from.day * QUARTERS_A_DAY + from.quarter;
  const last = to.day * QUARTERS_A_DAY + to.quarter;
  let all = withQuarter(presence, to);
  for (let i = first; i < last; i++)
    all = withQuarter(all, { day: Math.floor(i / QUARTERS_A_DAY), quarter: i % QUARTERS_A_DAY });
  return all;
}
