import type { Machine } from '../../src/report/machine.js';
import type { Events } from './events.js';

const TICK: unknown = { type: 'tick' };

/**
 * What src/report/machine.ts is to the TV's timers, on the simulated clock: keeps the state of a decision,
 * carries out its effects, and tells it `{ type: 'tick' }` when it is due.
 */
export function simulatedMachine<State, Event, Effect>(
  events: Events,
  initial: State,
  decide: (state: State, event: Event, atMs: number) => [State, Effect[]],
  nextAtMs: (state: State) => number,
  act: (effect: Effect) => void,
): Machine<State, Event> {
  let state = initial;
  /** The earliest alarm that is planned. One that comes too early plans the next. */
  let alarmAtMs = Infinity;

  function ring(plannedMs: number): void {
    if (plannedMs !== alarmAtMs) return;
    alarmAtMs = Infinity;
    if (nextAtMs(state) <= events.nowMs()) tell(TICK as Event);
    else plan();
  }

  function plan(): void {
    // Timers ring at whole milliseconds, and never early.
    const dueMs = Math.ceil(nextAtMs(state));
    if (dueMs >= alarmAtMs) return;
    alarmAtMs = Math.max(dueMs, events.nowMs());
    const plannedMs = alarmAtMs;
    events.at(plannedMs, () => ring(plannedMs));
  }

  function tell(event: Event): void {
    const [next, effects] = decide(state, event, events.nowMs());
    state = next;
    plan();
    effects.forEach(act);
  }

  return { tell, state: () => state };
}
