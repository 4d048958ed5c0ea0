/** Counts how far something has played that takes a known time. */
interface MediaClock {
  /** In seconds; not beyond the end. */
  position(): number;
  moveTo(position: number): void;
  rate(): number;
  setRate(rate: number): void;
  isRunning(): boolean;
  start(): void;
  stop(): void;
}

/** @param now in milliseconds */
export function createMediaClock(durationS: number, now: () => number): MediaClock {
  let position = 0;
  let since = 0;
  let rate = 1;
  let running = false;
  /** Counts what has passed, so that from now on it may go on otherwise. */
  const settle = () => {
    if (running) position = Math.min(durationS, position + ((now() - since) / 1000) * rate);
    since = now();
  };
  return {
    position: () => {
      settle();
      return position;
    },
    moveTo: (to) => {
      settle();
      position = to;
    },
    rate: () => rate,
    setRate: (to) => {
      settle();
      rate = to;
    },
    isRunning: () => running,
    start: () => {
      settle();
      running = true;
    },
    stop: () => {
      settle();
      running = false;
    },
  };
}
