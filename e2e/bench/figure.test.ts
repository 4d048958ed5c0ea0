import { expect, test } from 'vitest';
import { isMet, median, ratioOf, type Figure } from './figure.js';

const figure = (goal: Figure['goal']): Figure => ({
  benchmark: 'a',
  engine: 'b',
  what: 'c',
  value: 30,
  unit: 'ms',
  baseline: 'd',
  baselineValue: 20,
  goal,
});

test('the median of an even number of rounds lies between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
  expect(() => median([])).toThrow('nothing was measured');
});

test('a goal is about the ratio to the baseline, their difference, or the figure itself', () => {
  expect(ratioOf(figure(null))).toBe(1.5);
  expect(isMet(figure(null))).toBe(null);
  expect(isMet(figure({ of: 'ratio', atMost: 1.5 }))).toBe(true);
  expect(isMet(figure({ of: 'ratio', atMost: 1.49 }))).toBe(false);
  expect(isMet(figure({ of: 'difference', atMost: 10 }))).toBe(true);
  expect(isMet(figure({ of: 'difference', atMost: 9 }))).toBe(false);
  expect(isMet(figure({ of: 'value', atMost: 25 }))).toBe(false);
});
