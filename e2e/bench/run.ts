// npm run bench: each figure beside its baseline, one after the other, as a table and as JSON.
// npm run bench -- --measure NAME: what a view, a TV or a question costs on this machine, without a baseline.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleEs5 } from '../../esbuild.config.mjs';
import { TODAY } from '../engines/engineTable.js';
import { findEngine } from '../engines/findEngine.js';
import { errorText } from '../stage/errorText.js';
import { knownNames } from '../stage/knownNames.js';
import { runTool } from '../stage/runTool.js';
import type { Bed, Bench } from './bench.js';
import { bridge } from './bridge/bridge.js';
import { measure } from './bridge/measure.js';
import { MEASURES } from './bridge/measures.js';
import { remote } from './bridge/remote.js';
import { bytes } from './page/bytes.js';
import { isMet, type Figure } from './figure.js';
import { firstMenu } from './page/firstMenu.js';
import { memory } from './page/memory.js';
import { outbox } from './page/outbox.js';
import { scriptCost } from './page/scriptCost.js';
import { defaultLibrary, defaultPage } from './page/staticHost.js';
import { formatFigures } from './formatFigures.js';
import { tagging } from './page/tagging.js';

const ENGINES = ['webkit-538', 'chromium-68', 'chromium-108', TODAY];
const THROTTLE = 6;
const BENCHES: Record<string, { bench: Bench; throttled: boolean }> = {
  'first-menu': { bench: firstMenu, throttled: true },
  'script-cost': { bench: scriptCost, throttled: true },
  'tagging': { bench: tagging, throttled: false },
  'outbox': { bench: outbox, throttled: false },
  'memory': { bench: memory, throttled: false },
};
const REPORT = 'dist/bench.json';
const USAGE = `npm run bench -- [options]
  --bench NAME    only this one; may be given again. ${[...Object.keys(BENCHES), 'bytes', 'bridge', 'remote'].join(', ')}
  --engine NAME   only this engine; may be given again. ${ENGINES.join(', ')}
  --days N        how long the memory is watched, on a fast clock (1)
  --heap          with the memory: what has grown, by constructor
  --measure NAME  what things cost on this machine instead (Linux); may be given again. See docs/scaling.md.
                  ${Object.keys(MEASURES).join(', ')}
  --json FILE     where the figures go as JSON (${REPORT}; those of --measure nowhere)
  TVX_LIBRARY=FILE in the environment: that library instead of the stand-in`;

const { values } = parseArgs({
  options: {
    bench: { type: 'string', multiple: true },
    engine: { type: 'string', multiple: true },
    days: { type: 'string', default: '1' },
    heap: { type: 'boolean', default: false },
    measure: { type: 'string', multiple: true },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const wanted = (chosen: string[] | undefined, name: string) => !chosen || chosen.includes(name);

const writeJson = (file: string, value: unknown): Promise<void> =>
  writeFile(file, `${JSON.stringify(value, null, 1)}\n`);

async function compare(): Promise<void> {
  if (!existsSync(defaultPage)) throw new Error(`${defaultPage} is not there: run "npm run build" first.`);
  const entry = join(import.meta.dirname, 'page/browser/entry.ts');
  const { script } = await bundleEs5(entry);
  const library = process.env.TVX_LIBRARY ?? defaultLibrary;
  const figures: Figure[] = [];
  const problems: string[] = [];
  const add = (found: Figure[]) => {
    figures.push(...found);
    for (const line of formatFigures(found).split('\n').slice(2)) console.log(line);
  };

  if (wanted(values.bench, 'bytes')) add(await bytes(defaultPage, process.env.TVX_LIBRARY));
  if (wanted(values.bench, 'bridge')) add(await bridge());
  if (wanted(values.bench, 'remote')) add(await remote());
  for (const [name, { bench, throttled }] of Object.entries(BENCHES)) {
    if (!wanted(values.bench, name)) continue;
    for (const engineName of ENGINES.filter((one) => wanted(values.engine, one))) {
      const engine = await findEngine(engineName);
      if ('missing' in engine) {
        problems.push(`SKIPPED: ${engineName}: ${engine.missing}`);
        console.error(problems.at(-1));
        continue;
      }
      for (const throttle of throttled && engine.family === 'chromium' ? [1, THROTTLE] : [1]) {
        const bed: Bed = {
          engine,
          name: throttle === 1 ? engineName : `${engineName} ${throttle}×`,
          throttle,
          script,
          page: defaultPage,
          library,
          days: Number(values.days),
          heap: values.heap,
        };
        try {
          add(await bench(bed));
        } catch (error) {
          problems.push(`FAILED: ${name} in ${bed.name}: ${errorText(error)}`);
          console.error(problems.at(-1));
          process.exitCode = 1;
        }
      }
    }
  }

  figures.sort((a, b) => a.benchmark.localeCompare(b.benchmark));
  const missed = figures.filter((figure) => isMet(figure) === false);
  const report = {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    library: process.env.TVX_LIBRARY ? 'official' : 'stand-in',
    figures,
    problems,
  };
  const file = values.json ?? REPORT;
  await writeJson(file, report);
  console.log(`\n${formatFigures(figures)}\n`);
  for (const problem of problems) console.log(problem);
  console.log(`${figures.length} figures, ${missed.length} goals missed; as JSON: ${file}`);
}

async function measureOnly(names: readonly string[]): Promise<void> {
  const facts = await measure(names);
  if (values.json !== undefined) await writeJson(values.json, { facts });
}

await runTool(async () => {
  const measures = knownNames('measure', values.measure, Object.keys(MEASURES));
  if (values.help) console.log(USAGE);
  else if (measures.length > 0) await measureOnly(measures);
  else await compare();
});
