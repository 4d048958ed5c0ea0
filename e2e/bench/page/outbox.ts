import type { Bench } from '../bench.js';
import { median, type Figure } from '../figure.js';
import type { OutboxOptions, OutboxResult } from './browser/outbox.js';
import { runInEngine } from './runInEngine.js';

const WAITING = [0, 1000, 10_000];
const ROUNDS = 7;
const GOAL = 1.2;
/** Nobody waits for so little, whatever it is compared to. */
const TAKE_OVER_MS = 3;
const LIMIT_MS = 180_000;

/** 4. Adding a view, and taking over after a reload, against the same with nothing waiting. */
export const outbox: Bench = async (bed) => {
  const options: OutboxOptions = { waiting: WAITING, rounds: ROUNDS };
  const results = await runInEngine<OutboxResult[]>(bed, 'outbox', options, { limitMs: LIMIT_MS });
  const none = results[0]!;
  return results.slice(1).flatMap((result) =>
    (
      [
        ['adding a view', 'add'],
        ['taking over after a reload', 'takeOver'],
      ] as const
    ).map(([what, key]): Figure => ({
      benchmark: '4 outbox',
      engine: bed.name,
      what: `${what}, ${result.waiting} waiting`,
      value: median(result[key]),
      unit: 'ms',
      baseline: 'the same, none waiting',
      baselineValue: median(none[key]),
      goal:
        key === 'takeOver' && median(result[key]) < TAKE_OVER_MS
          ? { of: 'value', atMost: TAKE_OVER_MS }
          : { of: 'ratio', atMost: GOAL },
    })),
  );
};
