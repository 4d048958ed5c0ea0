// npm run engines: the same scenarios in every engine, and one table.
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../stage/runTool.js';
import { findEngine } from './findEngine.js';
import type { LabFiles } from './startLabRun.js';
import { parseOptions, USAGE, type LabOptions } from './labOptions.js';
import { runEngine } from './runEngine.js';
import { bundleLab } from './loadScenario.js';
import { formatRows, type Row } from './formatRows.js';

const ROOT = join(import.meta.dirname, '../..');

/** A copy, so that a build in the meantime changes nothing. */
async function labFiles(builtPlugin: string, folder: string): Promise<LabFiles> {
  const builtPreview = join(ROOT, 'dist/preview');
  for (const [folder, file] of [
    [builtPlugin, 'plugin.html'],
    [builtPreview, 'host.js'],
  ] as const)
    if (!existsSync(join(folder, file)))
      throw new Error(`${join(folder, file)} is not there: run "npm run build" first.`);
  const plugin = join(folder, 'plugin');
  const preview = join(folder, 'preview');
  await cp(builtPlugin, plugin, { recursive: true });
  await cp(builtPreview, preview, { recursive: true });
  return {
    plugin,
    preview,
    library: process.env.TVX_LIBRARY ?? join(preview, 'tvx-plugin.min.js'),
    script: await bundleLab(),
  };
}

async function runAll(options: LabOptions, folder: string): Promise<Row[]> {
  const files = await labFiles(options.plugin, folder);
  const rows: Row[] = [];
  const left = options.engines.slice();
  const worker = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const engine = await findEngine(name);
      const row: Row = { engine: name, tvs: engine.tvs, missing: null, results: new Map() };
      rows.push(row);
      if ('missing' in engine) {
        row.missing = engine.missing;
        console.error(`${name} is SKIPPED: ${engine.missing}`);
        continue;
      }
      await runEngine(engine, options.scenarios, files, (scenario, result) => {
        row.results.set(scenario, result);
        const seconds = (result.tookMs / 1000).toFixed(1);
        if (result.failure === null) console.log(`${name}  ${scenario}  ok (${seconds} s)`);
        else console.error(`${name}  ${scenario}  FAILED (${seconds} s): ${result.failure}`);
      });
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return rows.sort((a, b) => options.engines.indexOf(a.engine) - options.engines.indexOf(b.engine));
}

await runTool(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(USAGE);
  else {
    const startedAtMs = Date.now();
    const folder = await mkdtemp(join(tmpdir(), 'engine-lab-'));
    const rows = await runAll(options, folder).finally(() => rm(folder, { recursive: true }));
    const library = process.env.TVX_LIBRARY ?? 'the stand-in';
    console.log(`\nTVX library: ${library}\n`);
    console.log(formatRows(rows, options.scenarios));
    const results = rows.flatMap((row) => [...row.results.values()]);
    const failed = results.filter(({ failure }) => failure !== null).length;
    const skipped = rows.filter(({ missing }) => missing !== null);
    const seconds = Math.round((Date.now() - startedAtMs) / 1000);
    console.log(`\n${results.length - failed} passed, ${failed} failed, in ${seconds} s`);
    for (const { engine, missing } of skipped) console.log(`SKIPPED, NOT PASSED: ${engine}: ${missing}`);
    if (failed > 0 || results.length === 0) process.exitCode = 1;
  }
});
