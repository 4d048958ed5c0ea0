import type { Finding } from './finding.js';
import { power } from './power.js';
import { restart } from './restart.js';
import type { SimulateSettings } from './simulateSettings.js';
import { views } from './views.js';

/** A broker that is restarted, not one that failed. */
const SHORT_OUTAGE_S = 1;

/** Each scenario: its variants, ours first. Only ours has to keep the limits. */
export const SCENARIOS: Record<string, (settings: SimulateSettings) => (() => Promise<Finding>)[]> = {
  'restart': (settings) => [() => restart(settings, {}), () => restart(settings, { jitter: true })],
  'short-restart': (settings) => {
    const short = { ...settings, outageS: SHORT_OUTAGE_S };
    return [() => restart(short, {}), () => restart(short, { jitter: true })];
  },
  'power': (settings) => [() => power(settings, {}), () => power(settings, { jitter: true })],
  'views': (settings) => [
    () => views(settings, { start: 'spread', without: {} }),
    () => views(settings, { start: 'aligned', without: {} }),
    () => views(settings, { start: 'spread', without: { pacing: true } }),
  ],
};
