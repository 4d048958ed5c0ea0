import { describe, expect, it } from 'vitest';
import { knowsSliderCommit, readMsxVersion } from './msxVersion.js';

describe('the version of MSX', () => {
  it.each(['0.1.163', '1.0', '0.1.163.2'])('%s is one', (value) => expect(readMsxVersion(value)).toBe(value));

  it.each([undefined, '', '1', 'x', '0.1.163<b>', '1'.repeat(9), ['0.1.163'], '0.1.123456'])(
    '%j is none',
    (value) => expect(readMsxVersion(value)).toBeUndefined(),
  );

  it.each([
    ['0.1.114', false],
    ['0.1.159', false],
    ['0.1.160', true],
    ['0.2.0', true],
    ['1.0', true],
    [null, true],
  ])('%j hands over slides: %s', (version, does) => expect(knowsSliderCommit(version)).toBe(does));
});
