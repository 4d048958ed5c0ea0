import { parseArgs } from 'node:util';
import { knownNames } from '../stage/knownNames.js';
import { SCENARIOS } from './scenarios.js';
import { DEFAULT_SETTINGS, type SimulateSettings } from './simulateSettings.js';

export const USAGE = `npm run simulate -- [options]
  --players N           TVs (${DEFAULT_SETTINGS.players}; with --real 500)
  --scenario NAME       only this one; may be given again. ${Object.keys(SCENARIOS).join(', ')}
  --outage S            how long the broker is gone (${DEFAULT_SETTINGS.outageS} s; with --real 10)
  --accept-rate N       connections that the broker accepts in a second (${DEFAULT_SETTINGS.acceptsPerS})
  --backlog N           connections that may wait for that (${DEFAULT_SETTINGS.backlog})
  --tvs-per-address N   TVs behind one address of the internet (${DEFAULT_SETTINGS.tvsPerAddress})
  --dwell S             how long a slideshow shows a picture (${DEFAULT_SETTINGS.dwellS} s)
  --seed N              the same seed, the same figures (${DEFAULT_SETTINGS.seed})
  --json FILE           the figures as JSON as well
  --real                the whole reporter, connected to a real broker, in real time
  --year                a year of a hundred TVs: alerts, and what is kept of views with --keep-views 31d
  --measure             what removing old views (--keep-views) costs those who write meanwhile`;

export interface Options {
  settings: SimulateSettings;
  scenarios: readonly string[];
  isReal: boolean;
  isMeasure: boolean;
  isYear: boolean;
  json: string | undefined;
}

/** What a real broker and real sockets do in less than a minute. */
const REAL_SETTINGS: SimulateSettings = { ...DEFAULT_SETTINGS, players: 500, outageS: 10 };

/** The settings that an option sets, each a number. */
const NAMES = Object.entries({
  players: 'players',
  outageS: 'outage',
  acceptsPerS: 'accept-rate',
  backlog: 'backlog',
  tvsPerAddress: 'tvs-per-address',
  dwellS: 'dwell',
  seed: 'seed',
} satisfies Record<keyof SimulateSettings, string>) as [keyof SimulateSettings, string][];

/**
 * @returns the options; null = help was asked for
 * @throws an Error with a sentence for a person
 */
export function readOptions(args: string[]): Options | null {
  const { values } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(NAMES.map(([, name]) => [name, { type: 'string' } as const])),
      scenario: { type: 'string', multiple: true },
      json: { type: 'string' },
      real: { type: 'boolean', default: false },
      measure: { type: 'boolean', default: false },
      year: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return null;
  const settings = { ...(values.real ? REAL_SETTINGS : DEFAULT_SETTINGS) };
  for (const [setting, name] of NAMES) {
    const value = Number((values as Record<string, unknown>)[name] ?? settings[setting]);
    if (!(value > 0 && isFinite(value))) throw new Error(`--${name} must be a number above 0.`);
    settings[setting] = value;
  }
  const scenarios = knownNames('scenario', values.scenario, Object.keys(SCENARIOS));
  return {
    settings,
    scenarios: scenarios.length > 0 ? scenarios : Object.keys(SCENARIOS),
    isReal: values.real,
    isMeasure: values.measure,
    isYear: values.year,
    json: values.json,
  };
}
