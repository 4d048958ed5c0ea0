import { describe, expect, it } from 'vitest';
import type { HealthFacts } from './decideHealth.js';
import { NEW_TV, watchTv, type TvSight, type TvWatch, type WatchRules } from './watchTv.js';
import { readWatch, watchText } from './watchText.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A Wednesday, at ten. */
const TEN = Date.UTC(2026, 10, 25, 10);

const RULES: WatchRules = {
  afterMs: 10 * MINUTE_MS,
  hours: { fromQuarter: 9 * 4, untilQuarter: 18 * 4 },
  localTimeOf: (atMs) => ({
    day: Math.floor(atMs / DAY_MS),
    quarter: Math.floor((atMs % DAY_MS) / (15 * MINUTE_MS)),
  }),
  watchedSinceMs: TEN - 30 * DAY_MS,
  mostWaiting: 100,
};
const WELL: HealthFacts = { waiting: 0, dropped: 0, storage: 'indexeddb', clockOffsetMs: 0 };

/** A TV that is looked at once a minute. */
function aTv(rules: WatchRules = RULES, atMs = TEN) {
  let watch: TvWatch = NEW_TV;
  let minute = 0;
  return {
    /** @returns the minute and what was told in it */
    look(minutes: number, sight: Partial<TvSight> = {}): string[] {
      const told: string[] = [];
      for (const end = minute + minutes; minute < end; minute++) {
        const step = watchTv(
          watch,
          { isOnline: true, health: WELL, ...sight },
          atMs + minute * MINUTE_MS,
          rules,
        );
        watch = readWatch(watchText(step.watch)); // as after a restart
        watch = { ...watch, onlineSinceMs: step.watch.onlineSinceMs };
        told.push(...step.changes.map(({ code, state }) => `${minute} ${code} ${state}`));
      }
      return told;
    },
  };
}
const AWAY = { isOnline: false };

describe('a TV that is gone', () => {
  it('is missed after ten minutes, once, until it has been back for two', () => {
    const tv = aTv();
    expect(tv.look(5)).toEqual([]);
    expect(tv.look(600, AWAY)).toEqual(['14 tv-gone begin']);
    expect(tv.look(1)).toEqual([]);
    expect(tv.look(5, AWAY)).toEqual([]);
    expect(tv.look(60)).toEqual(['613 tv-gone end']);
  });

  it('is not missed for less, at night, or when it was never there', () => {
    const tv = aTv();
    tv.look(5);
    expect(tv.look(9, AWAY)).toEqual([]);
    expect(tv.look(1)).toEqual([]);
    expect(aTv().look(60, AWAY)).toEqual([]);
    const late = aTv(RULES, TEN + 7.9 * HOUR_MS);
    late.look(2);
    expect(late.look(900, AWAY)).toEqual([]);
  });

  it('has hours that go over midnight, where the owner says so', () => {
    const hours = { fromQuarter: 20 * 4, untilQuarter: 2 * 4 };
    const tv = aTv({ ...RULES, hours }, TEN + 13 * HOUR_MS);
    tv.look(60);
    expect(tv.look(60, AWAY)).toEqual(['69 tv-gone begin']);
    const morning = aTv({ ...RULES, hours });
    morning.look(60);
    expect(morning.look(60, AWAY)).toEqual([]);
  });

  it('is not missed by a bridge that looked away for hours, and only ten minutes after a short restart', () => {
    const seen = { ...NEW_TV, lastOnlineMs: TEN };
    const back = (awayMs: number, laterMs: number) =>
      watchTv(seen, { ...AWAY, health: null }, TEN + awayMs + laterMs, {
        ...RULES,
        watchedSinceMs: TEN + awayMs,
      }).changes.length;
    expect(back(3 * HOUR_MS, HOUR_MS)).toBe(0);
    expect(back(20 * MINUTE_MS, 9 * MINUTE_MS)).toBe(0);
    expect(back(20 * MINUTE_MS, 10 * MINUTE_MS)).toBe(1);
  });
});

describe('what a TV says of itself', () => {
  it.each([
    ['views-waiting', { waiting: 101 }, { waiting: 50 }],
    ['clock-off', { clockOffsetMs: -121_000 }, { clockOffsetMs: 1000 }],
    ['memory-only', { storage: 'memory' }, {}],
  ] as [string, Partial<HealthFacts>, Partial<HealthFacts>][])(
    'is an alert when it stays so for ten minutes: %s',
    (code, wrong, well) => {
      const tv = aTv();
      const saying = (some: Partial<HealthFacts>) => ({ health: { ...WELL, ...some } });
      expect(tv.look(9, saying(wrong))).toEqual([]);
      expect(tv.look(1, saying(well))).toEqual([]);
      expect(tv.look(60, saying(wrong))).toEqual([`20 ${code} begin`]);
      expect(tv.look(60, saying(well))).toEqual([`70 ${code} end`]);
    },
  );

  it('tells nothing anew while waiting views go up and down around their number', () => {
    const tv = aTv();
    const waiting = (count: number) => ({ health: { ...WELL, waiting: count } });
    expect(tv.look(20, waiting(101))).toEqual(['10 views-waiting begin']);
    for (const count of [99, 101, 51, 120]) expect(tv.look(20, waiting(count))).toEqual([]);
    expect(tv.look(20, waiting(50))).toEqual(['100 views-waiting end']);
  });

  it('counts as told by a TV that is there: what it said before it went begins and ends nothing', () => {
    const tv = aTv({ ...RULES, hours: { fromQuarter: 0, untilQuarter: 1 } });
    const memory = { health: { ...WELL, storage: 'memory' as const } };
    tv.look(5, memory);
    expect(tv.look(60, { ...memory, ...AWAY })).toEqual([]);
    expect(tv.look(9, memory)).toEqual([]);
    expect(tv.look(2, memory)).toEqual(['75 memory-only begin']);
    expect(tv.look(60, { health: WELL, ...AWAY })).toEqual([]);
  });

  it('tells dropped views at once, but not those of before, and is over after a day without more', () => {
    const tv = aTv();
    const dropped = (count: number) => ({ health: { ...WELL, dropped: count } });
    expect(tv.look(10, dropped(5))).toEqual([]);
    expect(tv.look(10, dropped(6))).toEqual(['10 views-dropped begin']);
    expect(tv.look(100, dropped(7))).toEqual([]);
    expect(tv.look(2000, dropped(7))).toEqual(['1460 views-dropped end']);
    expect(tv.look(10, dropped(0))).toEqual([]); // a new storage
    expect(tv.look(10, dropped(1))).toEqual(['2130 views-dropped begin']);
  });
});
