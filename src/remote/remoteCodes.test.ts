import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REMOTE_CODES } from './remoteCodes.js';

it('docs/remote.md has every code with its level and what to do, and no other', () => {
  const rows = readFileSync(join(import.meta.dirname, '../../docs/remote.md'), 'utf8')
    .split('## Log codes')[1]!
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells[1]?.startsWith('`'));
  expect(rows.map(([, code, level, , remedy]) => [code, level, remedy])).toEqual(
    Object.entries(REMOTE_CODES).map(([code, row]: [string, readonly string[]]) => [
      `\`${code}\``,
      row[0],
      row[1] ?? 'Nothing to do.',
    ]),
  );
});
