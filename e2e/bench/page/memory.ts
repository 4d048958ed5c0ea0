import type { Bench } from '../bench.js';
import type { Figure } from '../figure.js';
import type { MemoryOptions, MemoryResult } from './browser/memory.js';
import { formatGrowth, takeHeap, type Heap } from './heapGrowth.js';
import { runInEngine } from './runInEngine.js';

const HOURS_OF_A_DAY = 24;
const GOAL = 1.02;
/**
 * What V8 compiles to machine code, it keeps: with it the heap grows by 90 KB in the first day, and by no more. That is
 * no object of ours, so only the interpreter runs. Chromium 68 knows one of these names, later ones know both.
 */
const V8_FLAGS = ['--enable-precise-memory-info', '--js-flags=--expose-gc --no-opt --no-sparkplug'];
const LIMIT_PER_DAY_MS = 900_000;
const MB = 1024 * 1024;

/** 6. Memory after a day, or several, on a fast clock, the broker away in every third hour, against the end of a first cycle. */
export const memory: Bench = async (bed) => {
  const hours = bed.days * HOURS_OF_A_DAY;
  const options: MemoryOptions = {
    hours,
    storage: bed.engine.family === 'webkit' ? 'memory' : 'indexeddb',
    heap: bed.heap && bed.engine.family === 'chromium',
  };
  const heaps: Heap[] = [];
  const result = await runInEngine<MemoryResult>(bed, 'memory', options, {
    limitMs: bed.days * LIMIT_PER_DAY_MS,
    flags: bed.engine.family === 'chromium' ? V8_FLAGS : [],
    heap: async (devTools) => void heaps.push(await takeHeap(devTools)),
  });
  const [before, after] = heaps;
  if (before && after) console.log(`${bed.name}, from the start to the end:\n${formatGrowth(before, after)}`);
  if (result.viewsWaiting > 10)
    throw new Error(`${result.viewsWaiting} views still wait, ${result.viewsSent} were sent`);
  const code = bed.engine.family === 'chromium' ? ', V8 with --no-opt' : '';
  const figure: Figure = {
    benchmark: '6 memory',
    engine: bed.name,
    what: `${result.of} after ${hours} h, ${result.viewsSent} views, broker away 1 hour in ${result.hoursToAway}${code}`,
    value: (result.hourlyBytes.at(-1) ?? 0) / MB,
    unit: 'MB',
    baseline: `when all has run once, after ${result.startHour} h`,
    baselineValue: result.startBytes / MB,
    goal: { of: 'ratio', atMost: GOAL },
  };
  return [figure];
};
