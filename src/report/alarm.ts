/** One timer that can be moved. */
export interface Alarm {
  /** Rings at this moment of the monotonic clock; null = not at all. */
  set(atMs: number | null): void;
}

/** Longer waits overflow a timer's 32 bits and would ring at once. */
const LONGEST_MS = 2_147_483_647;

/** @param ring may be called early by less than a millisecond, or late: it has to look at the clock. */
export function createAlarm(monotonicMs: () => number, ring: () => void): Alarm {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return {
    set: (atMs) => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (atMs === null || atMs === Infinity) return;
      timer = setTimeout(ring, Math.min(LONGEST_MS, Math.max(0, Math.ceil(atMs - monotonicMs()))));
    },
  };
}
