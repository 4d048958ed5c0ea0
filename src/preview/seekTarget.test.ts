import { expect, test } from 'vitest';
import { seekTarget } from './seekTarget.js';

test.each([
  ['10', 10],
  ['10%', 20],
  ['+10', 50],
  ['-10', 30],
  ['+10%', 60],
  ['-10%', 20],
  ['0.5', 0.5],
  ['x', null],
  ['', null],
  ['--1', null],
])('%s from 40 of 200 seconds is %s', (value, expected) => expect(seekTarget(value, 40, 200)).toBe(expected));
