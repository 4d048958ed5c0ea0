import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeJsonError } from './jsonError.js';

it.each([
  ['{"a":1,}', 'line 1, column 8, before }'],
  ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3, before "b": 2'],
  ["{'a': 1}", "line 1, column 2, before 'a': 1}"],
  ['{"a": tru}', 'line 1, column 7, before tru}'],
  ['{"a": [1, 2}', 'line 1, column 12, before }'],
  ['{"a": "b}', 'line 1, column 7, before "b}'],
  ['{"a": "b\nc"}', 'line 1, column 7, before "b'],
  ['{"a": 01}', 'line 1, column 8, before 1}'],
  ['{"a" 1}', 'line 1, column 6, before 1}'],
  ['{"a": 1', 'line 1, column 8, where it ends too early'],
  ['{} {}', 'line 1, column 4, before {}'],
  ['', 'it is empty'],
  [' \n', 'it is empty'],
  ['<!doctype html><title>404</title>', 'it is a web page'],
])('%j: %s', (text, where) => expect(describeJsonError(text)).toBe(where));

it('finds the end of everything that is JSON, however long its texts are', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const extra = `${json}\n]`;
      expect(describeJsonError(extra)).toContain(`line ${json.split('\n').length + 1}, column 1, before ]`);
    }),
  );
  expect(describeJsonError(`["${'x'.repeat(1000)}" 1]`)).toContain('column 1005');
});
