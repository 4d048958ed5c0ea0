import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened } from './shortened.js';

describe('a text', () => {
  it.each([
    ['abcd', 'abcd'],
    ['abcde', 'abc…'],
    ['🎆🎆🎆🎆', '🎆🎆🎆🎆'],
    ['🎆🎆🎆🎆🎆', '🎆🎆🎆…'],
    ['', ''],
  ])('%j becomes %j where four characters may be shown', (text, short) => {
    expect(shortened(text, 4)).toBe(short);
  });

  it('is never longer than it may be, and never cut within a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, most) => {
          const short = shortened(text, most);
          expect(Array.from(short).length).toBeLessThanOrEqual(most);
          expect(Buffer.from(short).toString()).toBe(short); // no half pairs
          expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
        },
      ),
    );
  });
});
