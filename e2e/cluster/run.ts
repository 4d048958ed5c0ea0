// Workers and bridges at a RabbitMQ cluster as they run in earnest: `npm run cluster`, with `-- --seed 7` for another order of
// what breaks, `-- --broken early-ack` (or `classic-queues`) with workers that lose views, which has to be noticed, and
// `-- --rate` and `-- --connect` for figures.
import { parseArgs } from 'node:util';
import { runTool } from '../stage/runTool.js';
import { buildBroken, isBreak } from './breakProduct.js';
import { clusterMissing } from './clusterStage.js';
import { connecting } from './connecting.js';
import { noneLost } from './noneLost.js';
import { hasOwnNetwork, layNetwork, runInOwnNetwork } from './ownNetwork.js';
import { rates } from './rates.js';

const { values } = parseArgs({
  options: {
    broken: { type: 'string' },
    connect: { type: 'boolean', default: false },
    rate: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    tvs: { type: 'string', default: '300' },
    views: { type: 'string', default: '10' },
  },
});
/** What is lost does not come, however long one waits. */
const BROKEN_PATIENCE_MS = 60_000;

const print = (line: string): void => console.log(line);

// Whoever is told to end ends what it has started.
if (hasOwnNetwork() || values.rate || values.connect)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

async function shown(): Promise<void> {
  if (hasOwnNetwork()) layNetwork();
  else
    print('     without a network of its own (Linux, root, iproute2), which is not cut: the rest is tried');
  const { seed, tvs, views, broken } = values;
  const settings = { seed: Number(seed), tvs: Number(tvs), posts: Number(views) };
  if (broken === undefined) {
    await noneLost(print, settings);
    return;
  }
  if (!isBreak(broken)) throw new Error(`--broken ${broken} is not known`);
  const program = await buildBroken(broken);
  const noticed = await noneLost(print, { ...settings, program, patienceMs: BROKEN_PATIENCE_MS }).then(
    () => null,
    (error: unknown) => String(error),
  );
  if (!noticed?.includes('are lost'))
    throw new Error(`${broken} was not noticed: ${noticed ?? 'all is well'}`);
  print(`ok   ${broken} is noticed`);
}

const missing = clusterMissing();
if (missing !== undefined) print(`SKIPPED: workers at a RabbitMQ cluster: ${missing}`);
else if (values.rate) await runTool(() => rates(print));
else if (values.connect) await runTool(() => connecting(print));
else {
  const code = hasOwnNetwork() ? null : await runInOwnNetwork();
  if (code === null) await runTool(shown);
  else process.exitCode = code;
}
