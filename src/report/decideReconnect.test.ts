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

function link(random = 0.5, attempts: number[] = []) {
  let state: ReconnectState = newReconnect(attempts);
  return {
    state: () => state,
    tell: (atMs: number, event: ReconnectEvent) => {
      const [next, effects] = decideReconnect(state, event, atMs, random, DEFAULT_TIMING);
      state = next;
      return effects;
    },
    /** Every attempt fails at once, and every second something says that it is worth while to try again. */
    hurried: (endMs: number) => {
      const opened: number[] = [];
      let event: ReconnectEvent = { type: 'want' };
      for (let atMs = 0; atMs <= endMs; atMs += 1000, event = { type: 'hurry' }) {
        const [next, effects] = decideReconnect(state, event, atMs, random, DEFAULT_TIMING);
        [state] = effects.length ? decideReconnect(next, failed, atMs, random, DEFAULT_TIMING) : [next];
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

  it('is made anew when it is told to, if there is one, at the next moment that is allowed', () => {
    const tv = link();
    tv.tell(0, { type: 'want' });
    expect(tv.tell(5, { type: 'renew' })).toEqual([]);
    tv.tell(10, { type: 'opened' });
    expect(tv.tell(20, { type: 'renew' })).toEqual(['close']);
    expect(nextAttemptAtMs(tv.state())).toBe(20);
    expect(tv.tell(20, { type: 'tick' })).toEqual(['open']);
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
