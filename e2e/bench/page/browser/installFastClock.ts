/** A clock that only moves when it is told to, in place of the page's own. */
interface FastClock {
  nowMs: () => number;
  /** Goes on by so much; every timer rings in its turn, and `settled` is waited for after each. */
  advance(ms: number, settled: () => Promise<void>): Promise<void>;
}

interface Timer {
  id: number;
  dueMs: number;
  ring: () => void;
}

/** Takes the place of setTimeout and clearTimeout in this page, for good. */
export function installFastClock(startMs: number): FastClock {
  let nowMs = startMs;
  let lastId = 0;
  let timers: Timer[] = [];
  const page = window as unknown as {
    setTimeout: (ring: () => void, delayMs?: number) => number;
    clearTimeout: (id?: number) => void;
  };
  page.setTimeout = (ring, delayMs) => {
    timers.push({ id: ++lastId, dueMs: nowMs + (delayMs ?? 0), ring });
    return lastId;
  };
  page.clearTimeout = (id) => {
    timers = timers.filter((timer) => timer.id !== id);
  };
  const next = (untilMs: number): Timer | null =>
    timers.reduce<Timer | null>(
      (first, timer) => (timer.dueMs <= untilMs && (!first || timer.dueMs < first.dueMs) ? timer : first),
      null,
    );
  return {
    nowMs: () => nowMs,
    advance: (ms, settled) => {
      const untilMs = nowMs + ms;
      const step = (): Promise<void> => {
        const timer = next(untilMs);
        if (!timer) {
          nowMs = untilMs;
          return Promise.resolve();
        }
        timers = timers.filter((one) => one !== timer);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.ring();
        return settled().then(step);
      };
      return settled().then(step);
    },
  };
}
