// npm run endure [-- --tvs 60 --kills 4 --seed 1]: a bridge that is upgraded from 0.1.0, killed, restarted, copied and
// left without room on its disk while TVs report to it. No view that it has acknowledged may be lost.
import { parseArgs } from 'node:util';
import { formatFacts } from '../stage/formatFacts.js';
import { runTool } from '../stage/runTool.js';
import { endure } from './endure.js';

const { values } = parseArgs({
  options: {
    tvs: { type: 'string', default: '60' },
    kills: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
  },
});

await runTool(async () => {
  const [tvs, kills, seed] = [values.tvs, values.kills, values.seed].map(Number) as [number, number, number];
  if (!(tvs > 0 && kills >= 0 && seed >= 0)) throw new Error('--tvs, --kills and --seed are numbers.');
  console.log(`endure: again with: npm run endure -- --tvs ${tvs} --kills ${kills} --seed ${seed}`);
  const { facts, failures } = await endure({ tvs, kills, seed });
  console.log(`\n${formatFacts(facts)}`);
  for (const failure of failures) console.error(`endure: FAILED: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
});
