// Workers as they run in earnest: `npm run workers`, with `-- --shared` for a shared subscription, of which
// mosquitto 2.0.11 loses views, and `npm run workers -- --rate` for figures.
import { parseArgs } from 'node:util';
import { runTool } from '../stage/runTool.js';
import { exactlyOnce } from './exactlyOnce.js';
import { noneLost } from './noneLost.js';
import { rates } from './rates.js';
import { stageMissing } from './stage.js';

const { values } = parseArgs({
  options: { rate: { type: 'boolean', default: false }, shared: { type: 'boolean', default: false } },
});
const print = (line: string): void => console.log(line);

const missing = stageMissing();
if (missing !== undefined) print(`SKIPPED: two workers on mosquitto and PostgreSQL: ${missing}`);
else if (values.rate) await runTool(() => rates(print));
else for (const run of [noneLost, exactlyOnce]) await runTool(() => run(print, values.shared));
