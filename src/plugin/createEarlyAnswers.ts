import type { HttpAnswer } from '../tvx/get.js';

/** What answers of hosts tell the time to. */
interface Timekeeper {
  addServerDate: (sample: { dateHeader: string | null; sentAtMs: number; receivedAtMs: number }) => void;
}

/** Answers of hosts, which tell the time; the clock itself comes later, with reporting. */
interface EarlyAnswers {
  add: (answer: HttpAnswer) => void;
  /** From now on the clock has them. Those from before the device clock was set say nothing any more. */
  connect: (clock: Timekeeper) => void;
}

/** The newest say the most. */
const KEPT_ANSWERS = 5;
const SET_BY_MS = 1000;

/** Moves only where the device clock is set; an engine without a monotonic clock does not say so. */
const anchorMs = (): number =>
  typeof performance === 'undefined' || typeof performance.now !== 'function'
    ? 0
    : Date.now() - performance.now();

export function createEarlyAnswers(): EarlyAnswers {
  let clock: Timekeeper | null = null;
  let kept: { answer: HttpAnswer; anchorMs: number }[] = [];
  const tell = ({ date, sentAtMs, receivedAtMs }: HttpAnswer): void =>
    clock!.addServerDate({ dateHeader: date, sentAtMs, receivedAtMs });
  return {
    add: (answer) => {
      if (clock) tell(answer);
      else kept = kept.concat({ answer, anchorMs: anchorMs() }).slice(-KEPT_ANSWERS);
    },
    connect: (to) => {
      clock = to;
      const now = anchorMs();
      kept.forEach((one) => {
        if (Math.abs(now - one.anchorMs) < SET_BY_MS) tell(one.answer);
      });
      kept = [];
    },
  };
}
