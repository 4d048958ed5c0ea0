import { describe, expect, it } from 'vitest';
import { createClock, type Clock } from './createClock.js';

const BUILT = Date.parse('2026-01-01T00:00:00Z');
const NOON = Date.parse('2026-06-01T12:00:00Z');
const WRONG = Date.parse('2015-01-01T00:00:00Z');

/** A device: its own clock, and the monotonic one; `jumps` counts the calls to measure again. */
function device(wallMs: number): {
  clock: Clock;
  pass: (ms: number) => void;
  set: (wallMs: number) => void;
  sleep: (ms: number) => void;
  asked: () => number;
  wall: () => number;
} {
  let wall = wallMs;
  let monotonic = 1000;
  let asked = 0;
  const clock = createClock({
    builtAtMs: BUILT,
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    onJump: () => asked++,
  });
  return {
    clock,
    pass: (ms) => {
      wall += ms;
      monotonic += ms;
    },
    set: (ms) => {
      wall = ms;
    },
    sleep: (ms) => {
      wall += ms;
    },
    asked: () => asked,
    wall: () => wall,
  };
}

const header = (timeMs: number): string => new Date(timeMs).toUTCString();

describe('the clock', () => {
  it('takes a device clock that is later than the build for what it says', () => {
    const { clock } = device(NOON);
    expect(clock.now()).toBe(NOON);
    expect(clock.state()).toEqual({ offsetMs: 0, source: 'device', jumps: 0 });
  });

  it('knows no time where the device clock is earlier than the build', () => {
    const { clock } = device(WRONG);
    expect(clock.now()).toBeNull();
    expect(clock.at(500)).toBeNull();
    expect(clock.state()).toEqual({ offsetMs: null, source: 'none', jumps: 0 });
  });

  it('measures its offset from a Date header: half the round trip, and half of its whole second', () => {
    const { clock, wall, pass } = device(NOON - 3_600_000);
    const sentAtMs = wall();
    pass(400);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs, receivedAtMs: wall() });
    expect(clock.now()).toBe(NOON + 200 + 500);
    expect(clock.state().source).toBe('server');
    pass(60_000);
    expect(clock.now()).toBe(NOON + 60_700);
  });

  it('gives what happened before the measurement its true time', () => {
    const { clock, wall, pass } = device(WRONG);
    const shown = clock.monotonicMs();
    pass(10_000);
    expect(clock.at(shown)).toBeNull();
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall(), receivedAtMs: wall() });
    expect(clock.at(shown)).toBe(NOON + 500 - 10_000);
  });

  it.each([
    ['no header', null, 0],
    ['a header that is no date', 'yesterday', 0],
    ['a clock that went back meanwhile', header(NOON), -5000],
    ['an answer after half a minute', header(NOON), 30_000],
    ['a server older than the build', header(WRONG), 0],
  ])('leaves out %s', (_, dateHeader, tookMs) => {
    const { clock, wall } = device(WRONG);
    clock.addServerDate({ dateHeader, sentAtMs: wall() - tookMs, receivedAtMs: wall() });
    expect(clock.now()).toBeNull();
  });

  it('does not believe an answer from a cache, whichever comes first', () => {
    for (const order of [
      [0, -7200_000],
      [-7200_000, 0],
    ]) {
      const { clock, wall } = device(NOON + 86_400_000);
      order.forEach((ageMs) =>
        clock.addServerDate({ dateHeader: header(NOON + ageMs), sentAtMs: wall(), receivedAtMs: wall() }),
      );
      expect(clock.now()).toBe(NOON + 500);
    }
  });

  it('prefers the faster of two answers', () => {
    const { clock, wall } = device(NOON);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall() - 4000, receivedAtMs: wall() });
    expect(clock.now()).toBe(NOON + 2500);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall() - 10, receivedAtMs: wall() });
    expect(clock.now()).toBe(NOON + 505);
  });

  it('takes the correction of MSX where no host has said the time, and never instead of one', () => {
    const { clock, wall } = device(WRONG);
    clock.addMsxTime({ timestamp: 1, now: 2, zone: 0, offset: NOON - WRONG });
    expect(clock.now()).toBe(NOON);
    expect(clock.state().source).toBe('msx');
    clock.addServerDate({ dateHeader: header(NOON + 60_000), sentAtMs: wall(), receivedAtMs: wall() });
    clock.addMsxTime({ offset: 5 });
    expect(clock.now()).toBe(NOON + 60_500);
  });

  it.each([undefined, null, {}, { offset: 'x' }, { offset: 0 }])('gets nothing from %j of MSX', (time) => {
    const { clock } = device(WRONG);
    clock.addMsxTime(time);
    expect(clock.now()).toBeNull();
  });
});

describe('a jump of the device clock', () => {
  it('has the time measured again, once', () => {
    const { clock, set, pass, asked } = device(WRONG);
    pass(60_000);
    clock.check();
    expect(asked()).toBe(0);
    set(NOON);
    clock.check();
    clock.check();
    expect(asked()).toBe(1);
    expect(clock.state().jumps).toBe(1);
  });

  it('is not a drift of a second', () => {
    const { clock, sleep, asked } = device(NOON);
    sleep(1000);
    clock.check();
    expect(asked()).toBe(0);
  });

  it('from a wrong time to a right one tells the time before it, too', () => {
    const { clock, set, pass } = device(WRONG);
    const shown = clock.monotonicMs();
    pass(10_000);
    set(NOON);
    clock.check();
    expect(clock.at(shown)).toBe(NOON - 10_000);
    expect(clock.now()).toBe(NOON);
  });

  it('does not move what was measured when the clock is set right', () => {
    const { clock, set, wall, pass } = device(NOON - 3_600_000);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall(), receivedAtMs: wall() });
    const shown = clock.monotonicMs();
    pass(5000);
    set(NOON + 5000);
    clock.check();
    expect(clock.at(shown)).toBe(NOON + 500);
    expect(clock.now()).toBe(NOON + 5500);
  });

  it('does not move what was measured when somebody sets the clock back', () => {
    const { clock, set, wall } = device(NOON);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall(), receivedAtMs: wall() });
    set(WRONG);
    clock.check();
    expect(clock.now()).toBe(NOON + 500);
  });

  it('goes with a TV that slept, and leaves the time before it', () => {
    const { clock, sleep, wall, pass } = device(NOON - 3_600_000);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall(), receivedAtMs: wall() });
    const shown = clock.monotonicMs();
    pass(1000);
    sleep(28_800_000);
    clock.check();
    expect(clock.now()).toBe(NOON + 1500 + 28_800_000);
    expect(clock.at(shown)).toBe(NOON + 500);
  });

  it('makes any new measurement better than what is left of the old one', () => {
    const { clock, sleep, wall } = device(NOON);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall(), receivedAtMs: wall() });
    sleep(10_000);
    clock.check();
    clock.addServerDate({ dateHeader: header(NOON + 1000), sentAtMs: wall() - 4000, receivedAtMs: wall() });
    expect(clock.now()).toBe(NOON + 1000 + 2500);
  });

  it('that MSX tells of (app:time) has the time measured again, and the next measurement counts', () => {
    const { clock, asked, wall } = device(NOON);
    clock.addServerDate({ dateHeader: header(NOON + 7000), sentAtMs: wall(), receivedAtMs: wall() });
    clock.distrust();
    expect(asked()).toBe(1);
    clock.addServerDate({ dateHeader: header(NOON), sentAtMs: wall() - 4000, receivedAtMs: wall() });
    expect(clock.now()).toBe(NOON + 2500);
  });
});
