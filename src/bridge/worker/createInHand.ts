/**
 * The messages that a connection has in hand. Mosquitto 2.0.11 sends more than it was told to, out of what has
 * waited: then the socket is not read on. Only for what the database has to do: what waits for the broker to
 * confirm an answer waits for the socket.
 */
interface InHand {
  /** One more; `readOn` is called when the next may come. */
  take(readOn: () => void): void;
  /** What became of one of them is on disk. */
  written(): void;
  /** Nothing is left to do for one of them. */
  done(): void;
  isEmpty(): boolean;
  /** Resolves when it is empty, or given up. */
  idle(): Promise<void>;
  giveUp(): void;
}

/** @param most so many are waiting to be on disk before the socket is not read on */
export function createInHand(most: number): InHand {
  let count = 0;
  let unwritten = 0;
  let held: (() => void) | undefined;
  let onIdle = (): void => undefined;

  return {
    take(readOn) {
      count++;
      unwritten++;
      if (unwritten > most) held = readOn;
      else readOn();
    },
    written() {
      unwritten--;
      if (unwritten > most) return;
      const readOn = held;
      held = undefined;
      readOn?.();
    },
    done() {
      count--;
      if (count === 0) onIdle();
    },
    isEmpty: () => count === 0,
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => (onIdle = resolve))),
    giveUp: () => onIdle(),
  };
}
