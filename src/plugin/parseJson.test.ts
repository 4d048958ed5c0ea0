import { expect, it } from 'vitest';
import { parseJson } from './parseJson.js';

it('takes a file with a byte order mark', () => {
  expect(parseJson('\uFEFF{"menu":"a"}')).toEqual({ menu: 'a' });
});

it('tells what is not JSON from what says nothing', () => {
  expect(parseJson('{"menu":')).toBeUndefined();
  expect(parseJson('null')).toBeNull();
});
