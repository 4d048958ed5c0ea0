import { parseArgs } from 'node:util';
import { ENGINE_NAMES } from './findEngine.js';
import { SCENARIO_NAMES } from './loadScenario.js';

export interface LabOptions {
  engines: string[];
  scenarios: string[];
  /** How many engines run at a time. */
  jobs: number;
  /** The folder of the built plugin. */
  plugin: string;
}

/** Scenarios mostly wait, so that this many engines share two cores. */
const JOBS = 3;

export const USAGE = `npm run engines -- [options]
  --engine NAME     only this engine; may be given again. ${ENGINE_NAMES.join(', ')}
  --scenario NAME   only this scenario; may be given again. ${SCENARIO_NAMES.join(', ')}
  --jobs N          so many engines at a time (${JOBS})
  --plugin FOLDER   another build of the plugin than dist/plugin
  TVX_LIBRARY=FILE  in the environment: that library instead of the stand-in`;

function chosen(what: string, asked: string[] | undefined, all: string[]): string[] {
  const unknown = asked?.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no ${what} "${unknown}". There are: ${all.join(', ')}.`);
  return asked ? all.filter((name) => asked.includes(name)) : all;
}

/** @throws an Error with a sentence for what cannot be meant */
export function parseOptions(args: string[]): LabOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string', multiple: true },
      scenario: { type: 'string', multiple: true },
      jobs: { type: 'string' },
      plugin: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const jobs = Number(values.jobs ?? JOBS);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error('--jobs takes a whole number from 1.');
  return {
    engines: chosen('engine', values.engine, ENGINE_NAMES),
    scenarios: chosen('scenario', values.scenario, SCENARIO_NAMES),
    jobs,
    plugin: values.plugin ?? 'dist/plugin',
  };
}
