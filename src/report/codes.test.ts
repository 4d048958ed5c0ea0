import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noticeOf, REPORT_CODES, type ReportCode } from './codes.js';

const NOTHING = 'Nothing to do.';

/** The rows of the last table in docs/reporting.md. */
const rows = readFileSync(join(import.meta.dirname, '../../docs/reporting.md'), 'utf8')
  .split('## Log codes')[1]!
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[1]?.startsWith('`'));

it('docs/reporting.md has every code with its level and what to do, and no other', () => {
  expect(rows.map(([, code, level, , remedy]) => [code, level, remedy])).toEqual(
    Object.entries(REPORT_CODES).map(([code, [level, remedy = NOTHING]]) => [`\`${code}\``, level, remedy]),
  );
});

it('docs/reporting.md says what every code means', () => {
  for (const row of rows) expect(row[3]!.length).toBeGreaterThan(20);
});

it('a notice carries what stands in the list', () => {
  for (const code of Object.keys(REPORT_CODES) as ReportCode[]) {
    const [level, remedy] = REPORT_CODES[code];
    const notice = noticeOf(code, 'It happened.');
    expect(notice).toEqual({
      code,
      level,
      message: 'It happened.',
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
});
