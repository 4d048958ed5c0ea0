import { expect, it } from 'vitest';
import { libraryDigest } from './libraryDigest.js';

const a = { path: 'a.png', bytes: 1 };
const b = { path: 'b.png', bytes: 2 };

it('tells folders apart by their paths and sizes, in whatever order they were read', () => {
  expect(libraryDigest([a, b])).toBe(libraryDigest([b, a]));
  for (const other of [[a], [a, { ...b, bytes: 3 }], [a, { ...b, path: 'c.png' }], []])
    expect(libraryDigest(other)).not.toBe(libraryDigest([a, b]));
});
