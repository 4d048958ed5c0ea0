import { describe, expect, it } from 'vitest';
import { readRange } from './readRange.js';

describe('a range of a file of 10 bytes', () => {
  it.each([
    ['bytes=0-3', { first: 0, last: 3 }],
    ['bytes=9-9', { first: 9, last: 9 }],
    ['bytes=4-', { first: 4, last: 9 }],
    ['bytes=4-99', { first: 4, last: 9 }],
    ['bytes=4-99999999999999999999999', { first: 4, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    [' Bytes = 0 - 3 ', { first: 0, last: 3 }],
    ['bytes=-10', { first: 0, last: 9 }],
    ['bytes=-11', { first: 0, last: 9 }],
    ['bytes=-99999999999999999999999', { first: 0, last: 9 }],
    ['bytes=10-', 'none'],
    ['bytes=10-20', 'none'],
    ['bytes=-0', 'none'],
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes=', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=a-b', 'whole'],
    ['bytes=0x1-3', 'whole'],
    ['bytes=5-2', 'whole'],
    ['bytes=20-12', 'whole'],
    ['bytes=--3', 'whole'],
    ['bytes=1-2-3', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['seconds=0-3', 'whole'],
  ] as const)('"%s" is %j', (header, range) => {
    expect(readRange(header, 10)).toEqual(range);
  });
});
