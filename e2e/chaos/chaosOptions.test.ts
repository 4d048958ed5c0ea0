import { expect, test } from 'vitest';
import { ENGINE_NAMES } from '../engines/findEngine.js';
import { readOptions } from './chaosOptions.js';

test('without options, the views go through the oldest engine, one in between, and today’s', () => {
  const { engines, views, seed } = readOptions([])!;
  expect(engines).toEqual(['webkit-538', 'chromium-68', 'chromium-today']);
  expect(ENGINE_NAMES).toEqual(expect.arrayContaining(engines));
  expect([views, Number.isInteger(seed)]).toEqual([200, true]);
});

test('an engine, the number of views and the seed can be chosen', () => {
  expect(readOptions(['--engine', 'webkit-538', '--views', '1000', '--seed', '7'])).toEqual({
    engines: ['webkit-538'],
    views: 1000,
    seed: 7,
  });
  expect(readOptions(['--help'])).toBeNull();
});

test('what cannot be meant is refused with a sentence', () => {
  expect(() => readOptions(['--engine', 'netscape'])).toThrow('--engine netscape is unknown: webkit-538');
  expect(() => readOptions(['--views', 'many'])).toThrow('--views takes a whole number from 1.');
  expect(() => readOptions(['--seed=0'])).toThrow('--seed takes a whole number from 1.');
});
