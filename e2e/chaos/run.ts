// npm run chaos [-- --seed 7 --views 200 --engine webkit-538]: views against a broker, a server and a browser that
// all misbehave. Afterwards the server's record must hold every view once, in order.
import { findEngine } from '../engines/findEngine.js';
import { formatColumns } from '../stage/formatColumns.js';
import { readOptions, USAGE, type ChaosOptions } from './options.js';
import type { ChaosFigures } from './judge.js';
import { runChaos } from './runChaos.js';

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
    rows.push([name, ...cells(figures), failures.length > 0 ? 'FAILED' : 'ok']);
  }
  const head = ['engine', 'shown', 'stored', 'recorded', 'lost', 'untold', 'gone', 'twice', 'out of order'];
  head.push('messages', 'connections', 'seconds', '');
  if (rows.length > 0)
    console.log(`\n${formatColumns([head, ...rows], (column) => column > 0 && column < 12)}`);
  else process.exitCode = 1;
  console.log(
    'untold: not recorded, since the answer to a failure was lost; nobody can tell (docs/reporting.md)',
  );
  console.log(
    'gone: they stood in a database of the engine that failed after a SIGKILL, and came back without them, or never',
  );
  for (const engine of missing) console.log(`SKIPPED, NOT PASSED: ${engine}`);
}

const cells = ({ lost, untold, gone, twice, disordered, ...numbers }: ChaosFigures): string[] =>
  [
    numbers.shown,
    numbers.certain,
    numbers.recorded,
    lost.length,
    untold.length,
    gone.length,
    twice.length,
    disordered.length,
    numbers.messages,
    numbers.connections,
    Math.round(numbers.seconds),
  ].map(String);

const mishapsText = ({ mishaps }: ChaosFigures): string =>
  Object.entries(mishaps)
    .map(([what, times]) => `${what} ${times}`)
    .sort()
    .join(', ');

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await runAll(options);
  else console.log(USAGE);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
