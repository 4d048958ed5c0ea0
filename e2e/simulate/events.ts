import { createPlan } from './createPlan.js';

/** What is going to happen, on a clock that jumps from one event to the next. */
export interface Events {
  /** The simulated clock: ms, 0 at the beginning. */
  nowMs: () => number;
  /** @param atMs a moment that has passed means now, after what was planned for now before */
  at(atMs: number, happen: () => void): void;
  /**
   * Lets happen what is due until then, or until `isOver` says so; it is asked after each event, when everybody has
   * done what that led to. Meanwhile the timers and `Date.now` of this process are those of the simulation.
   */
  run(untilMs: number, isOver?: () => boolean): Promise<void>;
}

/** The simulated clock's beginning, in ms since 1970. */
export const START_MS = Date.UTC(2026, 0, 1);

/** When all promises that can have been kept are. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Timetable = Pick<Events, 'nowMs' | 'at'>;

/** @returns puts timers and the clock of the simulation in the place of this process's, and returns what puts them back */
function createTimers({ nowMs, at }: Timetable): () => () => void {
  const running = new Set<number>();
  let timers = 0;
  const simulated = {
    setTimeout: (ring: () => void, delayMs = 0) => {
      const id = ++timers;
      running.add(id);
      at(nowMs() + delayMs, () => {
        if (running.delete(id)) ring();
      });
      return id;
    },
    clearTimeout: (id: number) => void running.delete(id),
  };
  return () => {
    const { setTimeout, clearTimeout } = globalThis;
    const { now } = Date;
    Object.assign(globalThis, simulated);
    Date.now = () => START_MS + nowMs();
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Date.now = now;
    };
  };
}

export function createEvents(): Events {
  const plan = createPlan();
  let clockMs = 0;
  const timetable: Timetable = {
    nowMs: () => clockMs,
    at: (atMs, happen) => plan.put(Math.max(atMs, clockMs), happen),
  };
  const takeTimers = createTimers(timetable);
  return {
    ...timetable,
    run: async (untilMs, isOver = () => false) => {
      const giveBack = takeTimers();
      try {
        for (;;) {
          await settled();
          const atMs = plan.firstAtMs();
          if (isOver()) return;
          if (atMs === null || atMs > untilMs) break;
          clockMs = atMs;
          plan.takeFirst()();
        }
        clockMs = Math.max(clockMs, untilMs);
      } finally {
        giveBack();
      }
    },
  };
}
