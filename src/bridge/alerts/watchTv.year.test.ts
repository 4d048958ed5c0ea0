import { beforeAll, describe, expect, it } from 'vitest';
import {
  DAYS,
  LOOKED_AWAY,
  TVS,
  atLocal,
  lifeOf,
  localTimeOf,
  walk,
  type Span,
} from '../../../e2e/simulate/yearOfTvs.js';
import { QUARTER_MS } from './presence.js';
import { NEW_TV, watchTv, type WatchRules } from './watchTv.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEP_MS = 5 * MINUTE_MS;
const AFTER_MS = 10 * MINUTE_MS;

interface Told extends Span {
  tv: number;
}

/** A TV's year: what is told of it, and what should be. */
function liveAYear(tv: number): { told: Told[]; other: string[]; expected: Told[] } {
  const { sessions, outages, blips } = lifeOf(tv);
  const isSwitchedOn = walk(sessions);
  const isOut = walk(outages);
  const isBlip = walk(blips);
  const isAsleep = walk(LOOKED_AWAY);
  const told: Told[] = [];
  const other: string[] = [];
  const rules: WatchRules = {
    afterMs: AFTER_MS,
    hours: null,
    localTimeOf,
    watchedSinceMs: atLocal(0, 0),
    mostWaiting: 100,
  };
  let watch = NEW_TV;
  let wasAsleep = false;
  let wasOnline = false;
  let backMs: number | null = null;
  const expected: Told[] = outages.map(({ fromMs }) => ({ tv, fromMs, untilMs: Infinity }));
  // Looks come more slowly where nothing changes.
  const isBusy = walk(
    [...sessions, ...outages, ...blips, ...LOOKED_AWAY]
      .flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])
      .sort((a, b) => a - b)
      .map((atMs) => ({ fromMs: atMs - 2 * QUARTER_MS, untilMs: atMs + HOUR_MS })),
  );
  for (let atMs = atLocal(0, 0); atMs < atLocal(DAYS, 0); atMs += isBusy(atMs) ? STEP_MS : QUARTER_MS) {
    const isOnline = isSwitchedOn(atMs) && !isOut(atMs) && !isBlip(atMs);
    // An outage is over when the TV is there again and stays, which may be the next morning.
    for (const one of expected)
      if (
        isOnline &&
        wasOnline &&
        one.untilMs === Infinity &&
        atMs >= outages[expected.indexOf(one)]!.untilMs
      )
        one.untilMs = atMs;
    wasOnline = isOnline;
    const sleeps = isAsleep(atMs);
    if (wasAsleep && !sleeps) {
      rules.watchedSinceMs = atMs;
      backMs = atMs;
    }
    wasAsleep = sleeps;
    if (sleeps) continue;
    // After a restart TVs need some minutes to come back.
    const sight = { isOnline: isOnline && !(backMs !== null && atMs - backMs < STEP_MS), health: null };
    const step = watchTv(watch, sight, atMs, rules);
    watch = step.watch;
    for (const { code, state } of step.changes)
      if (code !== 'tv-gone') other.push(code);
      else if (state === 'begin') told.push({ tv, fromMs: atMs, untilMs: Infinity });
      else told.at(-1)!.untilMs = atMs;
  }
  return { told, other, expected };
}

describe('a year of a hundred TVs', () => {
  let years: ReturnType<typeof liveAYear>[] = [];
  beforeAll(() => {
    years = Array.from({ length: TVS }, (_, tv) => liveAYear(tv));
  }, 180_000);

  it('tells every outage in the usual hours, and nothing else', () => {
    const outages = years.flatMap(({ expected }) => expected);
    expect(outages.length).toBeGreaterThan(250);
    const say = (spans: Told[]): string[] =>
      spans.map(
        ({ tv, fromMs }) => `${tv} ${new Date(fromMs - (fromMs % DAY_MS)).toISOString().slice(0, 10)}`,
      );
    expect(say(years.flatMap(({ told }) => told))).toEqual(say(outages));
    expect(years.flatMap(({ other }) => other)).toEqual([]);
  });

  it('tells the begin ten minutes after a TV went, and the end when it has stayed', () => {
    // A look comes every five minutes here, and the bridge is off for up to 22 minutes, after which it waits anew.
    const late = 22 * MINUTE_MS + AFTER_MS + 2 * STEP_MS;
    years.forEach(({ told, expected }) =>
      told.forEach(({ fromMs, untilMs }, i) => {
        const outage = expected[i]!;
        expect(fromMs - outage.fromMs).toBeGreaterThan(AFTER_MS - STEP_MS);
        expect(fromMs - outage.fromMs).toBeLessThan(AFTER_MS + late);
        expect(untilMs - outage.untilMs).toBeGreaterThanOrEqual(0);
        expect(untilMs - outage.untilMs).toBeLessThan(late);
      }),
    );
  });
});
