import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionFailure } from '../mqtt/connection.js';
import {
  decideReconnect,
  newReconnect,
  nextAttemptAtMs,
  type ReconnectEvent,
  type ReconnectState,
} from './decideReconnect.js';
import { DEFAULT_TIMING } from './reportTiming.js';

const ended = (code: ConnectionFailure['code']): ReconnectEvent => ({ type: 'ended', code });
const failed = ended('unreachable');
const lost = ended('lost');

function link(random = 0.5, attempts: number[] = [], brokers = 1) {
  const rules = { ...DEFAULT_TIMING, brokers };
  let state: ReconnectState = newReconnect(attempts);
  return {
    state: () => state,
    tell: (atMs: number, event: ReconnectEvent) => {
      const [next, effects] = decideReconnect(state, event, atMs, random, rules);
      state = next;
      return effects;
    },
    /** Every attempt fails at once, and every second something says that it is worth while to try again. */
    hurried: (endMs: number) => {
      const opened: number[] = [];
      let event: ReconnectEvent = { type: 'want' };
      for (let atMs = 0; atMs <= endMs; atMs += 1000, event = { type: 'hurry' }) {
        const [next, effects] = decideReconnect(state, event, atMs, random, rules);
        [state] = effects.length ? decideReconnect(next, failed, atMs, random, rules) : [next];
        if (effects.length) opened.push(atMs);
      }
      return opened;
    },
  };
}

describe('connecting', () => {
  it('happens at once when it is wanted, and only then', () => {
    const tv = link();
    expect(tv.tell(0, { type: 'tick' })).toEqual([]);
    expect(tv.tell(0, { type: 'hurry' })).toEqual([]);
    expect(tv.tell(5, { type: 'want' })).toEqual(['open']);
    expect(tv.tell(6, { type: 'tick' })).toEqual([]);
  });

  it.each([
    ['upper end', 0.998, 999],
    ['middle', 0, 500],
  ])(
    'waits at random between middle and end of a bound that doubles from 1 s to 300 s: %s',
    (_, random, partMs) => {
      const bounds: number[] = [];
      const tv = link(random);
      tv.tell(0, { type: 'want' });
      let atMs = 0;
      for (let i = 0; i < 11; i++) {
        tv.tell(atMs, failed);
        bounds.push(Math.round((tv.state().nextAtMs - atMs) / partMs));
        atMs = tv.state().nextAtMs;
        tv.tell(atMs, { type: 'tick' });
      }
      expect(bounds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    },
  );

  it('does not come back more than ten times a minute, however often it is hurried', () => {
    const tv = link(0);
    const opened = tv.hurried(300_000);
    expect(opened.length).toBeGreaterThan(40);
    for (const from of opened)
      expect(opened.filter((time) => time >= from && time < from + 60_000).length).toBeLessThanOrEqual(10);
  });

  it('counts the attempts of the page before a reload', () => {
    const tv = link(0, [-50_000, -40_000, -30_000, -20_000, -9, -8, -7, -6, -5, -4]);
    expect(tv.tell(0, { type: 'want' })).toEqual([]);
    expect(tv.state().nextAtMs).toBe(10_000);
    expect(tv.tell(10_000, { type: 'tick' })).toEqual(['open']);
  });

  it('does not wait when the TV or the network is back', () => {
    const tv = link();
    tv.tell(0, { type: 'want' });
    tv.tell(0, failed);
    expect(tv.tell(10, { type: 'hurry' })).toEqual(['open']);
  });

  it('that is under way is not begun twice', () => {
    const tv = link();
    tv.tell(0, { type: 'want' });
    expect(tv.state().phase).toBe('connecting');
    expect(tv.tell(1, { type: 'hurry' })).toEqual([]);
  });

  it('starts from one second again after a minute of good connection', () => {
    const tv = link(0.998);
    tv.tell(0, { type: 'want' });
    for (let i = 0; i < 5; i++) {
      tv.tell(i * 100_000, failed);
      tv.tell(tv.state().nextAtMs, { type: 'tick' });
    }
    tv.tell(500_000, { type: 'opened' });
    tv.tell(559_999, lost);
    expect(tv.state().nextAtMs - 559_999).toBeCloseTo(31_968);
    tv.tell(tv.state().nextAtMs, { type: 'tick' });
    tv.tell(600_000, { type: 'opened' });
    tv.tell(660_000, lost);
    expect(tv.state().nextAtMs - 660_000).toBeCloseTo(999);
  });

  it('waits five minutes after refused credentials', () => {
    const tv = link(0);
    tv.tell(0, { type: 'want' });
    tv.tell(0, ended('credentials'));
    expect(tv.tell(299_999, { type: 'tick' })).toEqual([]);
    expect(tv.tell(300_000, { type: 'tick' })).toEqual(['open']);
  });

  it('is not tried again where the browser does not allow it', () => {
    const tv = link(0);
    tv.tell(0, { type: 'want' });
    tv.tell(0, ended('unusable'));
    expect(tv.tell(3_600_000, { type: 'tick' })).toEqual([]);
    expect(tv.tell(3_600_000, { type: 'hurry' })).toEqual([]);
    expect(tv.state().phase).toBe('impossible');
  });

  it('ends when it is not wanted any more, and begins at once when it is', () => {
    const tv = link();
    tv.tell(0, { type: 'want' });
    tv.tell(10, { type: 'opened' });
    expect(tv.tell(20, { type: 'drop' })).toEqual(['close']);
    expect(tv.tell(999_999, { type: 'tick' })).toEqual([]);
    expect(tv.tell(1_000_000, { type: 'want' })).toEqual(['open']);
  });
});

describe('a connection that is to be made anew', () => {
  const connected = (random = 0.5) => {
    const tv = link(random);
    tv.tell(0, { type: 'want' });
    tv.tell(10, { type: 'opened' });
    return tv;
  };

  it.each([
    [0.001, 80],
    [0.5, 30_020],
    [0.998, 59_900],
  ])('is, once, at random within a minute, since other TVs are told as well: random %d', (random, dueMs) => {
    const tv = connected(random);
    expect(tv.tell(20, { type: 'renew' })).toEqual([]);
    expect(nextAttemptAtMs(tv.state())).toBe(dueMs);
    expect(tv.tell(dueMs - 1, { type: 'tick' })).toEqual([]);
    expect(tv.tell(dueMs, { type: 'tick' })).toEqual(['close']);
    expect(nextAttemptAtMs(tv.state())).toBe(dueMs);
    expect(tv.tell(dueMs, { type: 'tick' })).toEqual(['open']);
    tv.tell(dueMs + 10, { type: 'opened' });
    expect(nextAttemptAtMs(tv.state())).toBe(Infinity);
  });

  it('stays where it proves to be good before', () => {
    const tv = connected();
    tv.tell(20, { type: 'renew' });
    expect(tv.tell(1000, { type: 'keep' })).toEqual([]);
    expect(nextAttemptAtMs(tv.state())).toBe(Infinity);
  });

  it('is not made again where it was lost meanwhile, nor where there was none', () => {
    const tv = connected();
    tv.tell(20, { type: 'renew' });
    tv.tell(1000, lost);
    tv.tell(tv.state().nextAtMs, { type: 'tick' });
    expect(tv.tell(2000, { type: 'renew' })).toEqual([]);
    tv.tell(2500, { type: 'opened' });
    expect(nextAttemptAtMs(tv.state())).toBe(Infinity);
  });

  it('was good: the next failure waits for a second at most', () => {
    const tv = link();
    tv.tell(0, { type: 'want' });
    for (let i = 0; i < 8; i++) {
      tv.tell(tv.state().nextAtMs, failed);
      tv.tell(tv.state().nextAtMs, { type: 'tick' });
    }
    const fromMs = tv.state().nextAtMs;
    tv.tell(fromMs, { type: 'opened' });
    tv.tell(fromMs + 70_000, { type: 'renew' });
    expect(tv.tell(fromMs + 100_000, { type: 'tick' })).toEqual(['close']);
    tv.tell(fromMs + 100_000, { type: 'tick' });
    tv.tell(fromMs + 100_000, failed);
    expect(tv.state().nextAtMs).toBe(fromMs + 100_750);
  });

  it('is never one of two, and is ended once at most for each time that it is told', () => {
    const types = ['want', 'drop', 'hurry', 'renew', 'renew', 'keep', 'opened', 'opened', 'lost'] as const;
    const step = fc.tuple(fc.constantFrom(...types), fc.integer({ min: 0, max: 40_000 }));
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (steps, random) => {
          const tv = link(random);
          let phase = 'none';
          let atMs = 0;
          let isToldAtMs = -Infinity;
          const act = (event: ReconnectEvent): void => {
            for (const effect of tv.tell(atMs, event)) {
              expect(phase).toBe(effect === 'open' ? 'none' : 'open');
              phase = effect === 'open' ? 'opening' : 'none';
              if (effect !== 'close' || event.type === 'drop') continue;
              expect(atMs - isToldAtMs).toBeLessThanOrEqual(60_000);
              isToldAtMs = -Infinity;
            }
          };
          for (const [type, afterMs] of steps) {
            const untilMs = atMs + afterMs;
            for (let dueMs; (dueMs = nextAttemptAtMs(tv.state())) <= untilMs;) {
              atMs = Math.max(atMs, dueMs);
              act({ type: 'tick' });
            }
            atMs = untilMs;
            if (type === 'opened' ? phase !== 'opening' : type === 'lost' && phase === 'none') continue;
            if (type === 'opened') phase = 'open';
            if (type === 'lost') phase = 'none';
            if (type === 'renew') isToldAtMs = atMs;
            act(type === 'lost' ? lost : { type });
          }
        },
      ),
    );
  });
});

describe('one of several brokers', () => {
  const HOUR = 3_600_000;
  const three = (random = 0) => link(random, [], 3);
  /** The brokers that are tried while each attempt ends like this, and when. */
  function tried(tv: ReturnType<typeof link>, event: ReconnectEvent, times: number): [number, number][] {
    const found: [number, number][] = [];
    let effects = tv.tell(0, { type: 'want' });
    for (let atMs = 0; found.length < times;) {
      if (effects[0] === 'open') found.push([tv.state().at, atMs]);
      tv.tell(atMs, event);
      atMs = tv.state().nextAtMs;
      effects = tv.tell(atMs, { type: 'tick' });
    }
    return found;
  }

  it.each(['unreachable', 'refused'] as const)('is the next where one is %s, and the first again', (code) =>
    expect(tried(three(), ended(code), 5)).toEqual([
      [0, 0],
      [1, 500],
      [2, 1500],
      [0, 3500],
      [1, 7500],
    ]),
  );

  it('is asked ten times a minute at most, all of them together', () => {
    const tv = three();
    const opened = tv.hurried(120_000);
    expect(opened.length).toBeGreaterThan(15);
    for (const from of opened)
      expect(opened.filter((time) => time >= from && time < from + 60_000).length).toBeLessThanOrEqual(10);
  });

  it('that refuses the credentials stays the one that is asked', () =>
    expect(tried(three(), ended('credentials'), 3)).toEqual([
      [0, 0],
      [0, 300_000],
      [0, 600_000],
    ]));

  it('that was good for a minute is asked again before the next', () => {
    const tv = three();
    tv.tell(0, { type: 'want' });
    tv.tell(10, { type: 'opened' });
    tv.tell(60_010, lost);
    expect(tv.tell(tv.state().nextAtMs, { type: 'tick' })).toEqual(['open']);
    expect(tv.state().at).toBe(0);
    tv.tell(70_000, { type: 'opened' });
    tv.tell(70_100, lost);
    expect(tv.state().at).toBe(1);
  });

  it.each([
    [0, HOUR],
    [1, 1.1 * HOUR],
  ])('is left for the first an hour, or a tenth more, after that was left: random %d', (random, afterMs) => {
    const tv = three(random);
    tv.tell(0, { type: 'want' });
    tv.tell(0, failed);
    tv.tell(tv.state().nextAtMs, { type: 'tick' });
    tv.tell(2000, failed);
    tv.tell(tv.state().nextAtMs, { type: 'tick' });
    tv.tell(5000, { type: 'opened' });
    expect(tv.state().at).toBe(2);
    expect(nextAttemptAtMs(tv.state())).toBeCloseTo(afterMs);
    expect(tv.tell(afterMs - 1, { type: 'tick' })).toEqual([]);
    expect(tv.tell(afterMs + 1, { type: 'tick' })).toEqual(['leave']);
    expect(tv.tell(afterMs + 1, { type: 'tick' })).toEqual(['open']);
    expect(tv.state().at).toBe(0);
    // which does not answer: on with the list, and an hour later anew
    tv.tell(afterMs + 2, failed);
    expect(tv.state()).toMatchObject({ at: 1, firstAtMs: afterMs + 2 + afterMs, failures: 1 });
    tv.tell(tv.state().nextAtMs, { type: 'tick' });
    tv.tell(afterMs + 9000, { type: 'opened' });
    expect(tv.tell(2 * afterMs, { type: 'hurry' })).toEqual([]);
  });

  it('is the first when a TV comes back after an hour', () => {
    const tv = three();
    tv.tell(0, { type: 'want' });
    tv.tell(0, failed);
    tv.tell(500, { type: 'tick' });
    tv.tell(600, { type: 'opened' });
    expect(tv.tell(700, { type: 'drop' })).toEqual(['close']);
    expect(tv.tell(HOUR + 1, { type: 'want' })).toEqual(['open']);
    expect(tv.state().at).toBe(0);
  });

  it('that is to be made anew is the same', () => {
    const tv = three();
    tv.tell(0, { type: 'want' });
    tv.tell(0, failed);
    tv.tell(500, { type: 'tick' });
    tv.tell(600, { type: 'opened' });
    expect(tv.tell(700, { type: 'renew' })).toEqual(['close']);
    expect(tv.tell(700, { type: 'tick' })).toEqual(['open']);
    expect(tv.state().at).toBe(1);
  });

  it('is not left at the moment that it answers', () => {
    const tv = three();
    tv.tell(0, { type: 'want' });
    tv.tell(0, failed);
    tv.tell(HOUR - 1, { type: 'tick' });
    expect(tv.tell(HOUR + 1, { type: 'opened' })).toEqual([]);
    expect(tv.tell(HOUR + 1, { type: 'tick' })).toEqual(['leave']);
  });

  it('is passed over where it cannot be used; that is the end only where none can', () => {
    const phases = (...codes: ConnectionFailure['code'][]) => {
      const tv = three();
      tv.tell(0, { type: 'want' });
      return codes.map((code) => {
        const atMs = tv.state().nextAtMs;
        tv.tell(atMs, { type: 'tick' });
        tv.tell(atMs, ended(code));
        return tv.state().phase;
      });
    };
    expect(phases('unusable', 'unreachable', 'unusable', 'unusable')).toEqual(Array(4).fill('idle'));
    expect(phases('unusable', 'unusable', 'unusable')).toEqual(['idle', 'idle', 'impossible']);
  });
});
