import { expect, test } from 'vitest';
import { readResolved } from './resolve.js';

const answer = { url: 'http://a', label: 'L', background: 'http://b', properties: { x: '1' } };

test('an answer has a URL, and may have more', () => {
  expect(readResolved('http://r', answer, '0.1.145')).toEqual(answer);
  expect(readResolved('http://r', { url: 'http://a' }, '0.1.145')).toEqual({
    url: 'http://a',
    label: null,
    background: null,
    properties: null,
  });
});

test('before 0.1.145 only the URL counts', () => {
  expect(readResolved('http://r', answer, '0.1.144')).toEqual({
    url: 'http://a',
    label: null,
    background: null,
    properties: null,
  });
});

test('an answer without a URL says why, or that there is none', () => {
  expect(readResolved('http://r', { error: 'No codec' }, '0.1.145')).toBe('No codec');
  expect(readResolved('http://r', null, '0.1.145')).toBe('http://r gave no "url"');
});
