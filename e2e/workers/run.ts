// Workers as they run in earnest: `npm run workers`, and `npm run workers -- --rate` for figures.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exactlyOnce } from './exactlyOnce.js';
import { rates } from './rate.js';
import { stageMissing } from './stage.js';

const { values } = parseArgs({ options: { rate: { type: 'boolean', default: false } } });
const print = (line: string): void => console.log(line);

const missing = stageMissing();
if (missing !== undefined) print(`SKIPPED: two workers on mosquitto and PostgreSQL: ${missing}`);
else if (!existsSync('dist/bridge/cli.js')) {
  console.error('dist/bridge/cli.js is not there: run "npm run build" first.');
  process.exitCode = 1;
} else
  try {
    await (values.rate ? rates(print) : exactlyOnce(print));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
