/** What is going to happen, in order. */
interface Plan {
  put(atMs: number, happen: () => void): void;
  /** When the first is due; null where nothing is planned. */
  firstAtMs(): number | null;
  /** @returns the first, which is planned no more; there has to be one */
  takeFirst(): () => void;
}

/**
 * A heap of four branches. Two events of one moment happen in the order in which they were planned, so that
 * a seed repeats all of it. The moments stand in lists of their own: comparing them is most of the work.
 */
export function createPlan(): Plan {
  const moments: number[] = [];
  const numbers: number[] = [];
  const happenings: (() => void)[] = [];
  let planned = 0;

  const isBefore = (atMs: number, number: number, other: number): boolean =>
    atMs < moments[other]! || (atMs === moments[other]! && number < numbers[other]!);

  function set(place: number, atMs: number, number: number, happen: () => void): void {
    moments[place] = atMs;
    numbers[place] = number;
    happenings[place] = happen;
  }

  const move = (from: number, to: number): void => set(to, moments[from]!, numbers[from]!, happenings[from]!);

  return {
    firstAtMs: () => moments[0] ?? null,
    put: (atMs, happen) => {
      const number = planned++;
      let place = moments.length;
      while (place > 0) {
        const above = (place - 1) >> 2;
        if (!isBefore(atMs, number, above)) break;
        move(above, place);
        place = above;
      }
      set(place, atMs, number, happen);
    },
    takeFirst: () => {
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
    },
  };
}
