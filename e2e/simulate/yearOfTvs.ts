// A year of a hundred TVs: when each is switched on, and when it is gone against its will.
import type { LocalTime } from '../../src/bridge/alerts/presence.js';
import { createRandom } from '../chaos/random.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
export const DAYS = 365;
export const TVS = 100;

/** The first of January 2026, a Thursday, at midnight where the TVs are. */
const FIRST_DAY = Date.UTC(2026, 0, 1) / DAY_MS;
const THURSDAY = 4;

/** Central Europe: an hour ahead of UTC, two in summer. */
const zoneMs = (atMs: number): number =>
  atMs >= Date.UTC(2026, 2, 29, 1) && atMs < Date.UTC(2026, 9, 25, 1) ? 2 * HOUR_MS : HOUR_MS;

export function localTimeOf(atMs: number): LocalTime {
  const minutes = Math.floor((atMs + zoneMs(atMs)) / MINUTE_MS);
  const day = Math.floor(minutes / 1440);
  return { day, quarter: Math.floor((minutes - day * 1440) / 15) };
}

/** @param day from 0 @param hour by the wall clock */
export function atLocal(day: number, hour: number): number {
  const wallMs = (FIRST_DAY + day) * DAY_MS + hour * HOUR_MS;
  return wallMs - zoneMs(wallMs - HOUR_MS);
}

/** 0 = Sunday */
const weekdayOf = (day: number): number => (day + THURSDAY) % 7;

export interface Span {
  fromMs: number;
  untilMs: number;
}

type Kind = 'always' | 'shop' | 'museum' | 'bar' | 'home';

/** When a place is open by its own plan: hours, of which those past 24 are the next day's; null = closed. */
function planOf(kind: Kind, day: number): [number, number] | null {
  const weekday = weekdayOf(day);
  switch (kind) {
    case 'always':
      return [0, 24];
    case 'shop':
      return weekday === 0 ? null : weekday === 6 ? [10, 14] : [9, 18];
    case 'museum':
      return weekday === 1 ? null : [10, 17];
    case 'bar':
      return weekday === 1 ? null : [18, 26];
    case 'home':
      return null;
  }
}

const kindOf = (tv: number): Kind =>
  tv < 20 ? 'always' : tv < 60 ? 'shop' : tv < 80 ? 'museum' : tv < 90 ? 'bar' : 'home';

/** Whole days on which all shops, museums and bars stay closed. */
const HOLIDAYS = [0, 92, 95, 120, 133, 144, 154, 275, 358, 359];

/** The bridge is off for minutes every week, and for a whole night in May. */
const RESTARTS: Span[] = Array.from({ length: 52 }, (_, week) => {
  const fromMs = atLocal(week * 7 + (week % 7), (week * 5) % 24) + 7 * MINUTE_MS;
  return { fromMs, untilMs: fromMs + (2 + (week % 20)) * MINUTE_MS };
});
const NIGHT_DAY = 150;
const NIGHT: Span = { fromMs: atLocal(NIGHT_DAY, 22), untilMs: atLocal(NIGHT_DAY + 1, 7) };
/** When the bridge is off, in order. */
export const LOOKED_AWAY = [...RESTARTS, NIGHT].sort((a, b) => a.fromMs - b.fromMs);

interface Life {
  /** When it is switched on. */
  sessions: Span[];
  outages: Span[];
  /** It is away for less than five minutes. */
  blips: Span[];
}

function sessionsOf(kind: Kind, random: () => number, isAway: (day: number) => boolean): Span[] {
  /** ±20 minutes: somebody switches it on and off by hand. */
  const about = (): number => (random() - 0.5) * (40 / 60);
  const sessions: Span[] = [];
  for (let day = 0; day < DAYS; day++) {
    if (kind === 'home') {
      const from = 6 + random() * 16;
      if (random() < 0.7)
        sessions.push({ fromMs: atLocal(day, from), untilMs: atLocal(day, from + 0.3 + random() * 4) });
      continue;
    }
    const plan = planOf(kind, day);
    if (kind === 'always') sessions.push({ fromMs: atLocal(day, 0), untilMs: atLocal(day + 1, 0) });
    else if (plan && !isAway(day)) {
      // Now and then it is opened hours later, or kept open for longer.
      const late = random() < 0.02 ? 2 : 0;
      const longer = random() < 0.02 ? 3 : 0;
      sessions.push({
        fromMs: atLocal(day, plan[0] + about() + late),
        untilMs: atLocal(day, plan[1] + about() + longer),
      });
    }
  }
  return sessions;
}

/** The same in every run. @param tv from 0 */
export function lifeOf(tv: number): Life {
  const kind = kindOf(tv);
  const dice = createRandom(1000 + tv);
  const random = (): number => dice.next();
  const holidayFrom = kind === 'always' || kind === 'home' ? Infinity : 180 + Math.floor(random() * 40);
  const isOnHoliday = (day: number): boolean => day >= holidayFrom && day < holidayFrom + 21;
  const isAway = (day: number): boolean => isOnHoliday(day) || HOLIDAYS.includes(day);
  /** Days on which usual hours are not known: three weeks away, or a night without a bridge, have to be learnt anew. */
  const isUnlearnt = (day: number): boolean =>
    day < 15 || isOnHoliday(day) || isOnHoliday(day - 15) || (day >= NIGHT_DAY && day <= NIGHT_DAY + 15);
  const sessions = sessionsOf(kind, random, isAway);
  const outages: Span[] = [];
  for (let day = 16; kind !== 'home' && day < DAYS - 8; day += 40 + Math.floor(random() * 60)) {
    const plan = planOf(kind, day);
    if (!plan || isAway(day) || isUnlearnt(day) || isUnlearnt(day + 7)) continue;
    // Neither while the place opens nor in the last hour and a half.
    const fromMs = atLocal(day, plan[0] + 2.5 + random() * (plan[1] - plan[0] - 4.25));
    const lengthMs = random() < 0.5 ? (20 + random() * 100) * MINUTE_MS : random() * 3 * DAY_MS + HOUR_MS;
    outages.push({ fromMs, untilMs: fromMs + lengthMs });
  }
  const blips = Array.from({ length: 300 }, () => {
    const fromMs = atLocal(0, 0) + random() * DAYS * DAY_MS;
    return { fromMs, untilMs: fromMs + (0.5 + random() * 4.4) * MINUTE_MS };
  });
  return { sessions, outages, blips: apart(blips) };
}

/** Without those that are close to another one, or to a restart of the bridge: together they would be an outage. */
function apart(blips: readonly Span[]): Span[] {
  const sorted = [...blips].sort((a, b) => a.fromMs - b.fromMs);
  return sorted.filter(
    ({ fromMs }, i) =>
      fromMs - (sorted[i - 1]?.untilMs ?? 0) > HOUR_MS &&
      !LOOKED_AWAY.some((away) => Math.abs(away.fromMs - fromMs) < HOUR_MS),
  );
}

/** Whether a moment is in one of the spans, for moments that come in order. */
export function walk(spans: readonly Span[]): (atMs: number) => boolean {
  let i = 0;
  return (atMs) => {
    while (i < spans.length && spans[i]!.untilMs <= atMs) i++;
    return i < spans.length && spans[i]!.fromMs <= atMs;
  };
}
