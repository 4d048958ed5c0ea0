// npm run simulate [-- --players 10000]: what a fleet of TVs does to its broker, decided by the code that runs on
// the TVs, on a clock that jumps. With --real, real connections and real time.
import { writeFile } from 'node:fs/promises';
import type { Finding } from './finding.js';
import { runTool } from '../stage/runTool.js';
import { formatFacts } from '../stage/formatFacts.js';
import { measureRetention } from './measureRetention.js';
import { realPlayers, realRestart } from './real.js';
import { restart } from './restart.js';
import { readOptions, USAGE, type Options } from './simulateOptions.js';
import { SCENARIOS } from './scenarios.js';
import { simulateYear } from './simulateYear.js';
import { DAYS, TVS } from './yearOfTvs.js';
import { formatFindings } from './formatFindings.js';

async function simulate({ settings, scenarios }: Options): Promise<Finding[]> {
  const { players, seed } = settings;
  console.log(
    `simulate: ${players} TVs (again with: npm run simulate -- --players ${players} --seed ${seed})`,
  );
  const all: Finding[] = [];
  for (const name of scenarios) {
    const beganAt = performance.now();
    const findings: Finding[] = [];
    for (const run of SCENARIOS[name]!(settings)) findings.push(await run());
    console.log(`\n${formatFindings(findings)}`);
    console.log(`(simulated in ${((performance.now() - beganAt) / 1000).toFixed(1)} s)`);
    const broken = findings
      .filter(({ isOurs }) => isOurs)
      .flatMap(({ limits }) => limits.filter(({ holds }) => !holds));
    for (const { variant, what } of broken) {
      console.error(`simulate: FAILED: ${name} (${variant}): ${what}`);
      process.exitCode = 1;
    }
    all.push(...findings);
  }
  return all;
}

/** The same outage, simulated and real, side by side. */
async function compare({ settings: wanted }: Options): Promise<Finding[]> {
  const settings = { ...wanted, players: await realPlayers(wanted.players) };
  const findings = [await restart(settings, {}), await realRestart(settings)];
  console.log(`\n${formatFindings(findings)}`);
  return findings;
}

const KEEP_DAYS = 31;

async function year(): Promise<void> {
  const tvs = Array.from({ length: TVS }, (_, tv) => tv);
  console.log(`simulate: ${DAYS} days of ${TVS} TVs, --keep-views ${KEEP_DAYS}d; this takes minutes`);
  const { facts, failures } = await simulateYear({ tvs, days: DAYS, keepDays: KEEP_DAYS });
  console.log(`\n${formatFacts(facts)}`);
  for (const failure of failures) console.error(`simulate: FAILED: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

await runTool(async () => {
  const options = readOptions(process.argv.slice(2));
  if (!options) console.log(USAGE);
  else if (options.isYear) await year();
  else if (options.isMeasure) console.log(formatFacts(await measureRetention()));
  else {
    const findings = await (options.isReal ? compare : simulate)(options);
    if (options.json !== undefined)
      await writeFile(options.json, `${JSON.stringify({ settings: options.settings, findings }, null, 1)}\n`);
  }
});
