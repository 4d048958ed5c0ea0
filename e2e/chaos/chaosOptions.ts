import { parseArgs } from 'node:util';
import { TODAY } from '../engines/engineTable.js';

export interface ChaosOptions {
  engines: string[];
  seed: number;
  views: number;
}

/** The oldest engine, the oldest Chromium that a TV of today's age has, and today's. */
const CHAOS_ENGINES = ['webkit-538', 'chromium-68', TODAY];
const VIEWS = 200;

export const USAGE = `npm run chaos -- [options]
  --engine NAME   only this engine; may be given again. ${CHAOS_ENGINES.join(', ')}
  --views N       so many views in each (${VIEWS})
  --seed N        the same mishaps in the same order; when they hit is up to the machine`;

/** @throws an Error with a sentence for what cannot be meant */
export function readOptions(args: string[]): ChaosOptions | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string', multiple: true },
      views: text,
      seed: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return null;
  const { engine: engines = CHAOS_ENGINES } = values;
  const unknown = engines.find((name) => !CHAOS_ENGINES.includes(name));
  if (unknown !== undefined) throw new Error(`--engine ${unknown} is unknown: ${CHAOS_ENGINES.join(', ')}.`);
  const whole = (name: 'views' | 'seed', normal: number): number => {
    const value = Number(values[name] ?? normal);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
    return value;
  };
  return { engines, views: whole('views', VIEWS), seed: whole('seed', (Date.now() % 1_000_000) + 1) };
}
