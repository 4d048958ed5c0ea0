import { expect, it } from 'vitest';
import { plainText } from './plainText.js';

it.each([
  [163, 'a{chr:#123}b{chr:#125}'],
  [145, 'a{chr:#123}b{chr:#125}'],
  [144, 'ab'],
  [NaN, 'ab'],
])('a text with braces is shown as it is by MSX 0.1.%s, as far as it can', (build, shown) => {
  expect(plainText('a{b}', build)).toBe(shown);
});
