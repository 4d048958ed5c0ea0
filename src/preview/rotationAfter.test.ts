import { expect, test } from 'vitest';
import { rotationAfter } from './rotationAfter.js';

test.each([
  ['right', 0, 90],
  ['left', 0, 270],
  ['full', 90, 270],
  ['full-left', 90, 270],
  ['reset', 180, 0],
  ['-90', 90, 270],
  ['180', 90, 180],
  ['0', 90, 0],
  ['45', 0, null],
  ['round', 0, null],
  ['', 0, null],
])('%s from %i is %s', (value, now, expected) => expect(rotationAfter(value, now)).toBe(expected));
