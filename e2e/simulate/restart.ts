import { ATTEMPTS_PER_MINUTE } from '../../src/bridge/limits/attemptLimit.js';
import { checkAttempts } from './attemptLimits.js';
import { createFinding, type Finding } from './finding.js';
import { createFleet, settle, type Without } from './fleet.js';
import type { SimulateSettings } from './simulateSettings.js';

/** A baseline that never gets everybody back is given up. */
const LONGEST_MS = 4 * 3_600_000;

/** When so many are back is told. */
export const SHARES = [0.5, 0.9, 0.99, 1];

/** All TVs lose their broker at one moment; it is back after `outageS`. */
export async function restart(settings: SimulateSettings, without: Without): Promise<Finding> {
  const { acceptsPerS, backlog, outageS, players, tvsPerAddress } = settings;
  const fleet = createFleet(settings, without);
  const { events, broker, tvs, tally } = fleet;
  const { finding, row, fact, limit } = createFinding(
    `broker gone for ${outageS} s`,
    without.jitter ? 'no jitter' : 'as it is',
    !without.jitter,
  );
  await settle(fleet);

  broker.setLimits({ acceptsPerS, backlog, attemptsPerMinute: ATTEMPTS_PER_MINUTE });
  const goneAtMs = events.nowMs();
  const backAtMs = goneAtMs + outageS * 1000;
  broker.attempted.reset(goneAtMs);
  broker.stop();
  for (const tv of tvs) events.at(events.nowMs(), () => tv.lost());
  await events.run(backAtMs);
  broker.arrived.reset(backAtMs);
  broker.accepted.reset(backAtMs);
  broker.start();
  for (const share of SHARES) {
    await events.run(backAtMs + LONGEST_MS, () => tally.connected >= share * players);
    fact(`${share * 100} % back after`, (events.nowMs() - backAtMs) / 1000, 's');
  }

  const endMs = events.nowMs();
  row('attempts made by the TVs', broker.attempted.rates(endMs));
  row('attempts at the broker', broker.arrived.rates(endMs));
  row('accepted', broker.accepted.rates(endMs));
  fact('connected', tally.connected, 'TVs');
  fact('refused, too many waiting', broker.refused.backlog, 'attempts');
  fact('given up by the TV before its turn', broker.refused.tooLate, 'attempts');
  fact('refused for the attempts of their address', broker.refused.address, 'attempts');
  checkAttempts(fleet, tvsPerAddress, limit);
  return finding;
}
