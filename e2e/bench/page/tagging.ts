import { TODAY } from '../../engines/engineTable.js';
import type { Bench } from '../bench.js';
import { median, type Figure } from '../figure.js';
import type { TaggingOptions, TaggingResult } from './browser/tagging.js';
import { runInEngine } from './runInEngine.js';

const SIZES = [10, 100, 1000, 10_000, 100_000];
const GOAL_SIZE = 10_000;
const GOAL = 1.5;
/** Today's engine reads JSON faster than the others, but not the scripts that work on it. */
const GOAL_TODAY = 2;
const ROUNDS = 5;
const LIMIT_MS = 180_000;

/** 3. Tagging a content page, against JSON.parse and JSON.stringify of the same text. */
export const tagging: Bench = async (bed) => {
  const options: TaggingOptions = { sizes: SIZES, rounds: ROUNDS };
  const results = await runInEngine<TaggingResult[]>(bed, 'tagging', options, { limitMs: LIMIT_MS });
  return results.flatMap((result) =>
    (['links', 'deep'] as const).map((mode): Figure => ({
      benchmark: '3 tagging',
      engine: bed.name,
      what: `${result.items} items, ${mode}`,
      value: median(result[mode]),
      unit: 'ms',
      baseline: 'JSON.parse + JSON.stringify',
      baselineValue: median(result.json),
      goal:
        result.items === GOAL_SIZE
          ? { of: 'ratio', atMost: bed.engine.name === TODAY ? GOAL_TODAY : GOAL }
          : null,
    })),
  );
};
