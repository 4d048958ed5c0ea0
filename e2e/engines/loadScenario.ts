import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleEs5 } from '../../esbuild.config.mjs';
import type { Scenario } from './scenario.js';

const FOLDER = join(import.meta.dirname, 'scenarios');

/** Each scenario is a folder of this name: page.ts runs in the engine, scenario.ts beside the servers. */
export const SCENARIO_NAMES = readdirSync(FOLDER).sort();

/** The half that runs beside the servers. */
export async function loadScenario(name: string): Promise<Scenario<string>> {
  const module = (await import(`./scenarios/${name}/scenario.ts`)) as { scenario: Scenario<string> };
  return module.scenario;
}

/** The script of the page that an engine opens, with the halves of all scenarios; as the plugin is bundled. */
export async function bundleLab(): Promise<string> {
  const contents = [
    "import '../../src/plugin/promise.js';", // first: what follows needs a Promise, which the oldest engine lacks
    "import { runLab } from './page/runLab.ts';",
    ...SCENARIO_NAMES.map((name, at) => `import { page as page${at} } from './scenarios/${name}/page.ts';`),
    `runLab({ ${SCENARIO_NAMES.map((name, at) => `'${name}': page${at}`).join(', ')} });`,
  ].join('\n');
  return (
    await bundleEs5('lab.ts', { entryPoints: [], stdin: { contents, resolveDir: import.meta.dirname } })
  ).script;
}
