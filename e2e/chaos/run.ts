// npm run chaos [-- --seed 7 --views 200 --engine webkit-538]: views against a broker, a server and a browser that
// all misbehave. Afterwards the server's record must hold every view once, in order.
import { findEngine } from '../engines/findEngine.js';
import { formatColumns } from '../stage/formatColumns.js';
import { runTool } from '../stage/runTool.js';
import { readOptions, USAGE, type ChaosOptions } from './chaosOptions.js';
import type { ChaosFigures } from './judge.js';
import { runChaos } from './runChaos.js';

/** What is said of each run. */
const COLUMNS: Record<string, (figures: ChaosFigures) => number> = {
  'shown': ({ shown }) => shown,
  'stored': ({ certain }) => certain,
  'recorded': ({ recorded }) => recorded,
  'lost': ({ lost }) => lost.length,
  'untold': ({ untold }) => untold.length,
  'gone': ({ gone }) => gone.length,
  'twice': ({ twice }) => twice.length,
  'out of order': ({ disordered }) => disordered.length,
  'messages': ({ messages }) => messages,
  'connections': ({ connections }) => connections,
  'seconds': ({ seconds }) => Math.round(seconds),
};

async function runAll({ engines, seed, views }: ChaosOptions): Promise<void> {
  const again = `npm run chaos -- --seed ${seed} --views ${views}`;
  console.log(`chaos: seed ${seed}, ${views} views in each engine (again with: ${again})`);
  const rows: string[][] = [];
  const missing: string[] = [];
  for (const name of engines) {
    const engine = await findEngine(name);
    if ('missing' in engine) {
      missing.push(`${name}: ${engine.missing}`);
      continue;
    }
    const { figures, failures } = await runChaos(engine, seed, views);
    console.log(`\n${name}: ${mishapsText(figures)}`);
    for (const failure of failures) console.error(`${name}: FAILED with seed ${seed}: ${failure}`);
    if (failures.length > 0) process.exitCode = 1;
    const cells = Object.values(COLUMNS).map((look) => String(look(figures)));
    rows.push([name, ...cells, failures.length > 0 ? 'FAILED' : 'ok']);
  }
  const numbers = Object.keys(COLUMNS);
  const head = ['engine', ...numbers, ''];
  if (rows.length > 0)
    console.log(`\n${formatColumns([head, ...rows], (column) => column > 0 && column <= numbers.length)}`);
  else process.exitCode = 1;
  console.log(
    'untold: not recorded, since the answer to a failure was lost; nobody can tell (docs/reporting.md)',
  );
  console.log(
    'gone: they stood in a database that the engine damaged at a SIGKILL; it threw it away, or could not read it',
  );
  for (const engine of missing) console.log(`SKIPPED, NOT PASSED: ${engine}`);
}

const mishapsText = ({ mishaps }: ChaosFigures): string =>
  Object.entries(mishaps)
    .map(([what, times]) => `${what} ${times}`)
    .sort()
    .join(', ');

await runTool(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options) await runAll(options);
  else console.log(USAGE);
});
