import { expect, it } from 'vitest';
import { iconHtml } from './iconHtml.js';

it('is drawn by the code point of its name, in the colour before it', () => {
  expect(iconHtml('home')).toContain('>&#xe88a;<');
  expect(iconHtml('home')).not.toContain('style');
  expect(iconHtml('msx-red:home')).toContain('style="color:#e05d5d"');
});

it('is a letter where there is no such icon, and nothing where none is meant', () => {
  expect(iconHtml('moovie')).toContain('>M<');
  expect(iconHtml('constructor')).toContain('>C<');
  expect(iconHtml('"><b>')).toContain('>•<');
  expect(iconHtml('blank')).toBe('');
  expect(iconHtml('msx-red:blank')).toBe('');
  expect(iconHtml('')).toBe('');
});
