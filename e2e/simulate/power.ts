import { ATTEMPTS_PER_MINUTE } from '../../src/bridge/limits/attemptLimit.js';
import { HEARTBEAT_SPREAD } from '../../src/report/decidePresence.js';
import { DEFAULT_HEARTBEAT_MS } from '../../src/report/viewSettings.js';
import { checkAttempts } from './attemptLimits.js';
import { createFinding, type Finding } from './finding.js';
import { createFleet, type Without } from './fleet.js';
import type { SimulateSettings } from './simulateSettings.js';

const MINUTE_MS = 60_000;
const LONGEST_MS = 4 * 60 * MINUTE_MS;
/** Heartbeats are looked at from here … */
const STEADY_AFTER_MS = 10 * MINUTE_MS;
/** … for so long. */
const STEADY_MS = 60 * MINUTE_MS;
/** Timers ring at whole milliseconds. */
const TIMER_MS = 1;

/** Power returns to a town: all TVs start at one moment. Each then shows one picture, and says so now and then. */
export async function power(settings: SimulateSettings, without: Without): Promise<Finding> {
  const { acceptsPerS, backlog, players, tvsPerAddress } = settings;
  const fleet = createFleet(settings, without);
  const { events, broker, server, tvs, tally } = fleet;
  const { finding, row, fact, limit } = createFinding(
    'all start at one moment',
    without.jitter ? 'no jitter' : 'as it is',
    !without.jitter,
  );

  broker.setLimits({ acceptsPerS, backlog, attemptsPerMinute: ATTEMPTS_PER_MINUTE });
  for (const tv of tvs)
    events.at(0, () => {
      tv.start();
      tv.show(1);
    });
  await events.run(LONGEST_MS, () => tally.connected === players);
  const inAtMs = events.nowMs();
  row('attempts at the broker', broker.arrived.rates(inAtMs));
  row('accepted', broker.accepted.rates(inAtMs));
  fact('all connected after', inAtMs / 1000, 's');
  checkAttempts(fleet, tvsPerAddress, limit);

  const fromMs = Math.max(inAtMs, STEADY_AFTER_MS);
  await events.run(fromMs);
  server.statuses.reset(fromMs);
  server.forgetGaps();
  await events.run(fromMs + STEADY_MS);
  row('heartbeats', server.statuses.rates(events.nowMs()));
  const { shortest, longest } = server.statusGapsMs();
  const [least, most] = [1 - HEARTBEAT_SPREAD, 1 + HEARTBEAT_SPREAD].map(
    (share) => share * DEFAULT_HEARTBEAT_MS,
  );
  limit(
    'from one heartbeat to the next',
    'docs/reporting.md: every 2 minutes, spread by a fifth',
    `${least! / 1000} to ${most! / 1000} s`,
    `${(shortest / 1000).toFixed(1)} to ${(longest / 1000).toFixed(1)} s`,
    shortest >= least! && longest <= most! + TIMER_MS,
  );
  limit(
    'TVs that are there, and were taken for offline',
    "Makapix's server: offline when the last status is older than 3 minutes",
    'never',
    `${server.takenForOffline()} times`,
    server.takenForOffline() === 0,
  );
  return finding;
}
