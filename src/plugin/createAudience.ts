import type { Loose, TvxData, TvxEvent } from '../tvx/tvxGlobals.js';

/** Who hears what MSX says. */
export interface Listener {
  /** An event as it came. */
  handleEvent: (event: Loose<TvxEvent>) => void;
  /** What an item's trigger, or an answer of MSX, hands over. */
  handleData: (data: Loose<TvxData>) => void;
}

interface Audience<One> {
  tell: (message: (to: One) => void) => void;
  /** From the beginning. null: one of those who were expected does not come. */
  join: (listener: One | null) => void;
}

const MOST_EARLY_MESSAGES = 200;

/** Tells all who listen. @param expected as many: for the last of them it is kept what the others have heard */
export function createAudience<One>(expected: number): Audience<One> {
  const listeners: One[] = [];
  let early: ((to: One) => void)[] = [];
  let missing = expected;
  return {
    tell: (message) => {
      if (missing && early.length < MOST_EARLY_MESSAGES) early.push(message);
      listeners.forEach(message);
    },
    join: (listener) => {
      missing--;
      if (listener) {
        early.forEach((message) => message(listener));
        listeners.push(listener);
      }
      if (!missing) early = [];
    },
  };
}
