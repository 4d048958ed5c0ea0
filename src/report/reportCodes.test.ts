import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPORT_CODES } from './reportCodes.js';

const NOTHING = 'Nothing to do.';

/** The rows of the last table in docs/reporting.md. */
const rows = readFileSync(join(import.meta.dirname, '../../docs/reporting.md'), 'utf8')
  .split('## Log codes')[1]!
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[1]?.startsWith('`'));

it('docs/reporting.md has every code with its level and what to do, and no other', () => {
  expect(rows.map(([, code, level, , remedy]) => [code, level, remedy])).toEqual(
    Object.entries(REPORT_CODES).map(([code, [level, remedy]]) => [`\`${code}\``, level, remedy ?? NOTHING]),
  );
});

it('docs/reporting.md says what every code means', () => {
  for (const row of rows) expect(row[3]!.length).toBeGreaterThan(20);
});
