import type { Clock } from './createClock.js';

const TICK: unknown = { type: 'tick' };

/** A decision at work. */
export interface Machine<State, Event> {
  tell: (event: Event) => void;
  state: () => State;
}

/** Longer waits overflow a timer's 32 bits and would ring at once. */
const LONGEST_MS = 2_147_483_647;

/**
 * Keeps the state of a pure decision, carries out its effects, and tells it `{ type: 'tick' }` when it is due.
 *
 * @param decide may hear `tick` early by less than a millisecond, or late: it goes by the time that it is given.
 * @param nextAtMs when `tick` is due, on the monotonic clock; Infinity = never.
 */
export function createMachine<State, Event, Effect>(
  { monotonicMs }: Clock,
  state: State,
  decide: (state: State, event: Event, atMs: number) => [State, Effect[]],
  nextAtMs: (state: State) => number,
  act: (effect: Effect) => void,
): Machine<State, Event> {
  let timer: ReturnType<typeof setTimeout>;
  const tell = (event: Event): void => {
    const [next, effects] = decide(state, event, monotonicMs());
    state = next;
    clearTimeout(timer);
    const atMs = nextAtMs(state);
    if (atMs < Infinity)
      timer = setTimeout(
        () => tell(TICK as Event),
        Math.min(LONGEST_MS, Math.max(0, Math.ceil(atMs - monotonicMs()))),
      );
    effects.forEach(act);
  };
  return { tell, state: () => state };
}
