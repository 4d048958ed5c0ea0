import { expect, test } from 'vitest';
import { isUntold, type Heard, type Look } from './isUntold.js';

const look = (atMs: number, outcome: string, timestamp = 'T', postId = 1): Look => ({
  atMs,
  outcome,
  timestamp,
  postId,
});
const heard = (atMs: number, said: string): Heard => ({ atMs, said });

const LOOKS = [look(0, 'processing_error'), look(10, 'duplicate'), look(20, 'recorded', 'U', 2)];

test('a failure whose answer was lost, and then a duplicate, could not be told from a recorded view', () => {
  expect(isUntold(1, LOOKS, [heard(11, 'duplicate')])).toBe(true);
  expect(isUntold(1, [look(0, 'rate_limited'), look(10, 'duplicate')], [])).toBe(true);
});

test('a failure that was heard could have been told, however late', () => {
  expect(isUntold(1, LOOKS, [heard(1, 'processing_error'), heard(11, 'duplicate')])).toBe(false);
  expect(isUntold(1, LOOKS, [heard(19, 'processing_error')])).toBe(false);
});

test('what was heard of other views says nothing', () => {
  const looks = [look(-10, 'processing_error', 'U', 3), ...LOOKS, look(30, 'processing_error', 'V', 4)];
  expect(isUntold(1, looks, [heard(-9, 'processing_error'), heard(31, 'processing_error')])).toBe(true);
});

test('a view that was never seen, or that was sent again with another timestamp, is lost', () => {
  expect(isUntold(1, LOOKS.slice(2), [])).toBe(false);
  expect(isUntold(1, [look(0, 'processing_error'), look(10, 'duplicate', 'U')], [])).toBe(false);
  expect(isUntold(1, [look(0, 'processing_error')], [])).toBe(false);
  expect(isUntold(1, [look(0, 'recorded'), look(10, 'duplicate')], [])).toBe(false);
});
