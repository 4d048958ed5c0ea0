/** Who hears what MSX says. @wire shallow */
export interface Listener {
  /** An event as it came. */
  handleEvent: (event: Record<string, unknown>) => void;
  /** What an item's trigger, or an answer of MSX, hands over. */
  handleData: (data: Record<string, unknown>) => void;
}
type Message = (to: Listener) => void;

interface Audience {
  tell: (message: Message) => void;
  /** From the beginning. null: one of those who were expected does not come. */
  join: (listener: Listener | null) => void;
}

const MOST_EARLY_MESSAGES = 200;

/** Tells all who listen. @param expected as many: for the last of them it is kept what the others have heard */
export function createAudience(expected: number): Audience {
  const listeners: Listener[] = [];
  let early: Message[] = [];
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
