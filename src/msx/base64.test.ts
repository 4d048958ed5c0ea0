import { expect, it } from 'vitest';
import { fromBase64, toBase64, toBase64Url } from './base64.js';

it.each(['', 'a', 'http://host/a?b=c>d', 'Grüße, мир, 日本, 😀', '{"a":"?>~~~"}'])(
  '%j survives both alphabets',
  (text) => {
    expect(toBase64(text)).toBe(Buffer.from(text).toString('base64'));
    expect(toBase64Url(text)).toBe(Buffer.from(text).toString('base64url'));
    expect(fromBase64(toBase64(text))).toBe(text);
    expect(fromBase64(toBase64Url(text))).toBe(text);
  },
);

it('throws for what is not base64', () => {
  expect(() => fromBase64('a*b')).toThrow();
  expect(() => fromBase64('/w==')).toThrow();
});
