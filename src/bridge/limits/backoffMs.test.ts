import { expect, it } from 'vitest';
import { backoffMs } from './backoffMs.js';

it('waits from a second to a minute, twice as long each time, not all for the same time', () => {
  expect([0, 1, 2, 3, 10, 1000].map((attempt) => backoffMs(attempt, 1))).toEqual([
    1000, 2000, 4000, 8000, 60_000, 60_000,
  ]);
  expect(backoffMs(0, 0)).toBe(500);
});
