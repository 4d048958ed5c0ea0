import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeJsonError } from './describeJsonError.js';

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

it.each<[string, string, string]>([
  ['fifty lists in lists', '['.repeat(50), 'column 51, where it ends too early'],
  ['lists in lists', '['.repeat(1_000_000), 'it is nested too deeply'],
  ['objects in objects', '{"a":'.repeat(300_000) + '}', 'it is nested too deeply'],
  ['an endless text', `["${'x'.repeat(5_000_000)}`, 'column 2, before "xxx'],
  ['a list of a million', `[${'1,'.repeat(1_000_000)}]`, 'column 2000002, before ]'],
])('says what is wrong with %s, however deep or long they are', (_what, text, where) => {
  expect(describeJsonError(text)).toContain(where);
});
