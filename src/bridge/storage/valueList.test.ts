import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPowersOfTwo, valueList } from './valueList.js';

const isPowerOfTwo = (length: number): boolean => Number.isInteger(Math.log2(length));

it('a list says everything, in few different lengths', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.string()), { minLength: 1, maxLength: 70 }), (rows) => {
      const { text, values } = valueList('(?, ?)', rows);
      const length = text.split('), (').length;
      expect(values).toHaveLength(2 * length);
      expect(values.slice(0, 2 * rows.length)).toEqual(rows.flat());
      expect(values.slice(2 * rows.length)).toEqual(
        Array.from({ length: length - rows.length }, () => rows.at(-1)).flat(),
      );
      expect(isPowerOfTwo(length)).toBe(true);
    }),
  ));

it('pieces say everything once, in few different lengths', () =>
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 700 }), (items) => {
      const pieces = inPowersOfTwo(items);
      expect(pieces.flat()).toEqual(items);
      expect(pieces.every(({ length }) => isPowerOfTwo(length))).toBe(true);
      expect(pieces.length).toBeLessThan(11);
    }),
  ));
