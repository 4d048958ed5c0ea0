import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const specs = join(folder, '../../e2e/tests');

/** The rows of the table: number → the files with its tests. */
const rows = Object.fromEntries(
  readFileSync(join(folder, 'behaviours.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, row]) => /^(\d+|\+)$/.test(row ?? ''))
    .map(([, row = '', , files = '']) => [row, files.split(', ').sort()]),
);

/** The same, read from the names of the tests. */
const tested: Record<string, string[]> = {};
for (const file of readdirSync(specs).filter((name) => /^msx[A-Z].*\.spec\.ts$/.test(name)))
  for (const [, name = ''] of readFileSync(join(specs, file), 'utf8').matchAll(/\btest\(\s*(?:'|`)(.*)/g)) {
    const row = /^(\d+|\+): /.exec(name)?.[1] ?? '+';
    tested[row] = [...new Set([...(tested[row] ?? []), file.replace('.spec.ts', '')])].sort();
  }

test('each of the forty behaviours has a test that is named after it, in the file that the table says', () => {
  expect(Object.keys(rows)).toEqual([...Array.from({ length: 40 }, (_, i) => String(i + 1)), '+']);
  expect(tested).toEqual(rows);
});
