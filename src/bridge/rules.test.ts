import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const rows = readFileSync(resolve('docs/rules.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, rule = '', file = '', test = ''] =
      line.split(' | ').length === 3 ? (/^\| (.*?) +\| `(.*?)` +\| (.*?) +\|$/.exec(line) ?? []) : [];
    return file === '' ? [] : [{ rule, file, test }];
  });

describe('the table of rules', () => {
  it('has a row for each rule', () => expect(rows.length).toBeGreaterThan(45));

  it.each(rows)('names a test that is there: $rule', ({ file, test }) => {
    const code = readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll("\\'", "'");
    expect(code.includes(test), `"${test}" in ${file}`).toBe(true);
  });
});
