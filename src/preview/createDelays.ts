import { headAndRest } from './readAction.js';

/** MSX waits no longer than this. */
const DELAY_MAX_S = 30;

/** `delay:ID:SECONDS:ACTION`, and `delay:ID:cancel|execute|restart`. False for what is neither. */
export function createDelays<T>(
  run: (action: string, context: T) => void,
): (rest: string, context: T) => boolean {
  const pending: Record<string, { timer: number; delayMs: number; run: () => void } | undefined> = {};

  return (rest, context) => {
    const [id, what] = headAndRest(rest);
    const waiting = pending[id];
    if (waiting) window.clearTimeout(waiting.timer);
    if (what === 'cancel' || what === 'execute' || what === 'restart') {
      if (waiting && what === 'execute') waiting.run();
      if (waiting && what === 'restart') waiting.timer = window.setTimeout(waiting.run, waiting.delayMs);
      if (what !== 'restart') pending[id] = undefined;
      return true;
    }
    const [seconds, action] = headAndRest(what);
    if (!action || isNaN(Number(seconds))) return false;
    const delayMs = Math.min(DELAY_MAX_S, Number(seconds)) * 1000;
    const start = () => {
      pending[id] = undefined;
      run(action, context);
    };
    pending[id] = { timer: window.setTimeout(start, delayMs), delayMs, run: start };
    return true;
  };
}
