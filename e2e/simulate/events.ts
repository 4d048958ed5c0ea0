/** What is going to happen, on a clock that jumps from one event to the next. */
export interface Events {
  /** The simulated clock: ms, 0 at the beginning. */
  nowMs: () => number;
  /** @param atMs a moment that has passed means now, after what was planned for now before */
  at(atMs: number, happen: () => void): void;
  /**
   * Lets happen what is due until then, or until `isOver` says so; it is asked after each event, when everybody has
   * done what that led to. Meanwhile the timers and `Date.now` of this process are those of the simulation.
   */
  run(untilMs: number, isOver?: () => boolean): Promise<void>;
}

/** The simulated clock's beginning, in ms since 1970. */
export const START_MS = Date.UTC(2026, 0, 1);

/** When all promises that can have been kept are. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A heap of four branches. Two events of one moment happen in the order in which they were planned, so that
 * a seed repeats all of it. The moments stand in lists of their own: comparing them is most of the work.
 */
export function createEvents(): Events {
  const moments: number[] = [];
  const numbers: number[] = [];
  const happenings: (() => void)[] = [];
  let nowMs = 0;
  let planned = 0;
  let timers = 0;
  const running = new Set<number>();

  const isBefore = (atMs: number, number: number, other: number): boolean =>
    atMs < moments[other]! || (atMs === moments[other]! && number < numbers[other]!);

  function set(place: number, atMs: number, number: number, happen: () => void): void {
    moments[place] = atMs;
    numbers[place] = number;
    happenings[place] = happen;
  }

  const move = (from: number, to: number): void => set(to, moments[from]!, numbers[from]!, happenings[from]!);

  function put(atMs: number, happen: () => void): void {
    const number = planned++;
    let place = moments.length;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if (!isBefore(atMs, number, above)) break;
      move(above, place);
      place = above;
    }
    set(place, atMs, number, happen);
  }

  function takeFirst(): () => void {
    const first = happenings[0]!;
    const atMs = moments.pop()!;
    const number = numbers.pop()!;
    const happen = happenings.pop()!;
    const size = moments.length;
    if (size === 0) return first;
    let place = 0;
    for (;;) {
      const begin = 4 * place + 1;
      if (begin >= size) break;
      let least = begin;
      for (let below = begin + 1; below < begin + 4 && below < size; below++)
        if (isBefore(moments[below]!, numbers[below]!, least)) least = below;
      if (isBefore(atMs, number, least)) break;
      move(least, place);
      place = least;
    }
    set(place, atMs, number, happen);
    return first;
  }

  const at = (atMs: number, happen: () => void): void => put(Math.max(atMs, nowMs), happen);

  /** @returns puts things back */
  function takeTimers(): () => void {
    const { setTimeout, clearTimeout } = globalThis;
    const { now } = Date;
    Object.assign(globalThis, {
      setTimeout: (ring: () => void, delayMs = 0) => {
        const id = ++timers;
        running.add(id);
        at(nowMs + delayMs, () => {
          if (running.delete(id)) ring();
        });
        return id;
      },
      clearTimeout: (id: number) => void running.delete(id),
    });
    Date.now = () => START_MS + nowMs;
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Date.now = now;
    };
  }

  return {
    nowMs: () => nowMs,
    at,
    run: async (untilMs, isOver = () => false) => {
      const giveBack = takeTimers();
      try {
        for (;;) {
          await settled();
          const atMs = moments[0];
          if (isOver()) return;
          if (atMs === undefined || atMs > untilMs) break;
          nowMs = atMs;
          takeFirst()();
        }
        nowMs = Math.max(nowMs, untilMs);
      } finally {
        giveBack();
      }
    },
  };
}
