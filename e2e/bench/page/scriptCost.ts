import { startTestBroker } from '../../stage/startTestBroker.js';
import { startMakapixServer } from '../../stage/makapix/startMakapixServer.js';
import type { Bench } from '../bench.js';
import { median, type Figure } from '../figure.js';
import type { BlockingOptions, BlockingResult } from './browser/blocking.js';
import type { ScriptTimeResult } from './browser/scriptTime.js';
import { runInEngine } from './runInEngine.js';
import { staticHost } from './staticHost.js';

const SCRIPT_ROUNDS = 15;
const BLOCKING_ROUNDS = 3;
const BLOCKING_FOR_MS = 10_000;
const LONGEST_TASK_MS = 50;
const LIMIT_MS = 120_000;
const PLAYER_KEY = '550e8400-e29b-41d4-a716-446655440000';

/** 2. Parse and run of our script, and the longest task in the first 10 s with views and a broker. */
export const scriptCost: Bench = async (bed) => {
  const files = { page: bed.page, library: bed.library, delayMs: 0 };
  const host = staticHost({ ...files, config: {} });
  const script = await runInEngine<ScriptTimeResult>(
    bed,
    'script-time',
    { rounds: SCRIPT_ROUNDS },
    { route: (_, path) => host(path), limitMs: LIMIT_MS },
  );

  const broker = await startTestBroker();
  const makapix = await startMakapixServer({ url: broker.url });
  makapix.players.set(PLAYER_KEY, { owner: 'owner', ownerPermitted: true });
  const reporting = staticHost({ ...files, config: { playerKey: PLAYER_KEY, broker: { url: broker.url } } });
  const options: BlockingOptions = { rounds: BLOCKING_ROUNDS, forMs: BLOCKING_FOR_MS };
  const blocked = await runInEngine<BlockingResult>(bed, 'blocking', options, {
    route: (_, path) => reporting(path),
    limitMs: LIMIT_MS,
  }).finally(async () => {
    await makapix.close();
    await broker.close();
  });

  const figures: Figure[] = [
    {
      benchmark: '2 script cost',
      engine: bed.name,
      what: 'our script, parse and run',
      value: median(script.plugin),
      unit: 'ms',
      baseline: 'the TVX library’s script',
      baselineValue: median(script.library),
      goal: null,
    },
    {
      benchmark: '2 script cost',
      engine: bed.name,
      what: 'longest task in the first 10 s',
      value: median(blocked.plugin),
      unit: 'ms',
      baseline: 'an empty plugin',
      baselineValue: median(blocked.empty),
      // TVX's own start may take longer than that: no page can do without it.
      goal: { of: 'value', atMost: Math.max(LONGEST_TASK_MS, median(blocked.empty)) },
    },
  ];
  return figures;
};
