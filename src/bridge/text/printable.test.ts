import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from './printable.js';

describe('what is printed', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['夜景 café 🎆.jpg', '夜景 café 🎆.jpg'],
    ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
    ['one\r\ntwo', 'one\\u000d\\u000atwo'],
    ['\u009b31m \u0085', '\\u009b31m \\u0085'],
    ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['photo\u202egpj.exe\u2066\u2067\u2068\u2069', 'photo\\u202egpj.exe\\u2066\\u2067\\u2068\\u2069'],
    ['\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
  ])('of %j is %j', (line, printed) => {
    expect(printable(line)).toBe(printed);
  });

  it('steers no terminal, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(printable(line)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });

  it('means the same where it is JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(printable(JSON.stringify({ text })))).toEqual({ text });
      }),
    );
  });
});
