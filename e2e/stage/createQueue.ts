import { setTimeout as pause } from 'node:timers/promises';

/** Acts one after the other, each after a wait of its own, which begins when the one before it is done. */
interface Queue {
  /** @param waitMs 0 = as soon as it is its turn */
  add(waitMs: number, act: () => void): void;
  /** What still waits is never done. */
  clear(): void;
}

export function createQueue(): Queue {
  let last: Promise<void> = Promise.resolve();
  /** Counts the times that it was cleared. */
  let life = 0;
  return {
    add: (waitMs, act) => {
      const mine = life;
      last = last
        .then(() => (waitMs > 0 ? pause(waitMs, undefined, { ref: false }) : undefined))
        .then(() => {
          if (mine === life) act();
        });
    },
    clear: () => {
      life++;
      last = Promise.resolve();
    },
  };
}
