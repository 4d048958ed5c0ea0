import { describe, expect, it } from 'vitest';
import { msxBuild, readMsxVersion } from './readMsxVersion.js';

describe('the version of MSX', () => {
  it.each(['0.1.163', '1.0', '0.1.163.2'])('%s is one', (value) => expect(readMsxVersion(value)).toBe(value));

  it.each([undefined, '', '1', 'x', '0.1.163<b>', '1'.repeat(9), ['0.1.163'], '0.1.123456'])(
    '%j is none',
    (value) => expect(readMsxVersion(value)).toBeUndefined(),
  );
});

it.each([
  ['0.1.163', 163],
  ['0.1.163.2', 163],
  ['0.2.0', Infinity],
  ['1.0.0', Infinity],
  ['1.0', 0],
  [null, 0],
  [undefined, 0],
])('MSX %s can do what came up to 0.1.%s', (version, build) => expect(msxBuild(version)).toBe(build));
