import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const names = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? '')),
];

test('every guess in the code is in the list, and the other way round', () => {
  const folder = import.meta.dirname;
  const code = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const listed = readFileSync(join(folder, 'guesses.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.split(':')[0])
    .join('\n');
  expect(names(listed, /`([a-z-]+)`/g).sort()).toEqual(names(code, /guess\(([a-z-]+)\)/g).sort());
});
