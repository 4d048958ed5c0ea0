import { describe, expect, it } from 'vitest';
import { readViewTime } from './readViewTime.js';

const AT_MS = Date.parse('2024-01-15T10:30:00Z');

describe('the time of a view', () => {
  it.each([
    '2024-01-15T10:30:00Z',
    '2024-01-15t10:30:00z',
    '2024-01-15T10:30:00.000Z',
    '2024-01-15T10:30:00.000000Z',
    '2024-01-15T12:30:00+02:00',
    '2024-01-15T10:30:00',
  ])('%s is read as UTC', (text) => expect(readViewTime(text)).toEqual({ isKnown: true, atMs: AT_MS }));

  it.each(['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00+00:00'])(
    '%s is not known',
    (text) => expect(readViewTime(text)).toEqual({ isKnown: false }),
  );

  it.each(['', 'yesterday', '2024-01-15', '15.01.2024 10:30', '2024-13-45T10:30:00Z', '1705314600'])(
    '"%s" is none',
    (text) => expect(readViewTime(text)).toBeUndefined(),
  );
});
