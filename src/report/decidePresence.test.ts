import { describe, expect, it } from 'vitest';
import { decidePresence, nextStatusAtMs, NOT_PRESENT, type PresenceEvent } from './decidePresence.js';
import { DEFAULT_HEARTBEAT_MS } from './viewSettings.js';
import { DEFAULT_TIMING } from './reportTiming.js';

/** The second status of a connection has a test of its own. */
const RULES = { ...DEFAULT_TIMING, heartbeatMs: DEFAULT_HEARTBEAT_MS, statusAgainMs: DEFAULT_HEARTBEAT_MS };

/** The statuses as [time, post], with timers that ring on time. */
function statuses(
  steps: [atMs: number, event: PresenceEvent][],
  untilMs: number,
  random = 0.5,
  rules = RULES,
): unknown[] {
  let state = NOT_PRESENT;
  const sent: unknown[] = [];
  const step = (atMs: number, event: PresenceEvent): void => {
    const [next, effects] = decidePresence(state, event, atMs, random, rules);
    state = next;
    if (effects.length) sent.push([atMs, state.postId]);
  };
  const ringUntil = (endMs: number): void => {
    for (;;) {
      const due = nextStatusAtMs(state, rules);
      if (due > endMs) return;
      step(due, { type: 'tick' });
    }
  };
  for (const [atMs, event] of steps) {
    ringUntil(atMs - 1);
    step(atMs, event);
  }
  ringUntil(untilMs);
  return sent;
}

const connected: PresenceEvent = { type: 'connected' };
const disconnected: PresenceEvent = { type: 'disconnected' };
const current = (postId: number | null): PresenceEvent => ({ type: 'current', postId });

describe('presence', () => {
  it('says online right after each connect, with what is on screen', () => {
    expect(
      statuses(
        [
          [0, current(7)],
          [50, connected],
          [9000, disconnected],
          [20_000, connected],
        ],
        30_000,
      ),
    ).toEqual([
      [50, 7],
      [20_000, 7],
    ]);
  });

  it('says it again soon after each connect, since the will of an earlier connection may come after the first', () => {
    const again = { ...RULES, ...DEFAULT_TIMING };
    expect(
      statuses(
        [
          [0, current(7)],
          [50, connected],
          [60_000, disconnected],
          [70_000, connected],
          [71_500, current(8)],
        ],
        180_000,
        0.5,
        again,
      ),
    ).toEqual([
      [50, 7],
      [5050, 7],
      [70_000, 7],
      [71_500, 8],
    ]);
    expect(statuses([[0, connected]], 130_000, 0, again)).toEqual([
      [0, null],
      [4000, null],
      [100_000, null],
    ]);
  });

  it('says nothing while disconnected', () => {
    expect(statuses([[0, current(7)]], 9_000_000)).toEqual([]);
    expect(
      statuses(
        [
          [0, connected],
          [5000, disconnected],
          [6000, current(7)],
        ],
        9_000_000,
      ),
    ).toEqual([[0, null]]);
  });

  it('says what is on screen when it changes', () => {
    expect(
      statuses(
        [
          [0, connected],
          [5000, current(7)],
          [9000, current(8)],
        ],
        60_000,
      ),
    ).toEqual([
      [0, null],
      [5000, 7],
      [9000, 8],
    ]);
  });

  it('says at most one status a second, and then the newest', () => {
    expect(
      statuses(
        [
          [0, connected],
          [100, current(1)],
          [200, current(2)],
          [300, current(3)],
          [1100, current(4)],
        ],
        60_000,
      ),
    ).toEqual([
      [0, null],
      [1000, 3],
      [2000, 4],
    ]);
  });

  it('says at most one status a second also when the connection comes back within it', () => {
    expect(
      statuses(
        [
          [0, connected],
          [200, disconnected],
          [400, connected],
        ],
        60_000,
      ),
    ).toEqual([
      [0, null],
      [1000, null],
    ]);
  });

  it('does not say that nothing is on screen between two pictures', () => {
    expect(
      statuses(
        [
          [0, connected],
          [5000, current(7)],
          [8000, current(null)],
          [8700, current(8)],
        ],
        60_000,
      ),
    ).toEqual([
      [0, null],
      [5000, 7],
      [8700, 8],
    ]);
  });

  it('says that nothing is on screen when that lasts', () => {
    expect(
      statuses(
        [
          [0, connected],
          [5000, current(7)],
          [8000, current(null)],
        ],
        60_000,
      ),
    ).toEqual([
      [0, null],
      [5000, 7],
      [9500, null],
    ]);
  });

  it('says nothing new when the same comes back in between', () => {
    expect(
      statuses(
        [
          [0, connected],
          [5000, current(7)],
          [8000, current(null)],
          [8500, current(7)],
        ],
        60_000,
      ),
    ).toHaveLength(2);
  });

  it.each([
    [0, 96_000],
    [0.5, 120_000],
    [0.999, 143_952],
  ])('beats every two minutes, spread by a fifth at random (%d)', (random, afterMs) => {
    const sent = statuses([[0, connected]], 2 * afterMs, random) as [number, unknown][];
    expect(sent.map(([time]) => Math.round(time))).toEqual([0, afterMs, 2 * afterMs]);
  });

  it('beats from the last status on', () => {
    const sent = statuses(
      [
        [0, connected],
        [50_000, current(7)],
      ],
      146_000,
      0,
    );
    expect(sent).toEqual([
      [0, null],
      [50_000, 7],
      [146_000, 7],
    ]);
  });
});
