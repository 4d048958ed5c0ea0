/** What is going to happen, on a clock that jumps from one event to the next. */
export interface Events {
  /** The simulated clock: ms, 0 at the beginning. */
  nowMs: () => number;
  /** @param atMs a moment that has passed means now, after what was planned for now before */
  at(atMs: number, happen: () => void): void;
  /** Lets happen what is due until then, or until `isOver` says so; it is asked after each event. */
  run(untilMs: number, isOver?: () => boolean): void;
}

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

  return {
    nowMs: () => nowMs,
    at: (atMs, happen) => put(Math.max(atMs, nowMs), happen),
    run: (untilMs, isOver = () => false) => {
      for (;;) {
        const atMs = moments[0];
        if (atMs === undefined || atMs > untilMs) break;
        nowMs = atMs;
        takeFirst()();
        if (isOver()) return;
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}
