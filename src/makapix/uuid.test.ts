import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { v5 } from 'uuid';
import { playerKeyOf } from './playerKeyOf.js';
import { formatUuid, sha1 } from './uuid.js';

it('sha1 agrees with Node for texts of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const binary = String.fromCharCode(...bytes);
      expect(Buffer.from(sha1(binary)).toString('hex')).toBe(createHash('sha1').update(bytes).digest('hex'));
    }),
  );
});

it('the player key is the UUID version 5 that a well-known implementation gives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (deviceId) => {
      expect(playerKeyOf(deviceId)).toBe(v5(`msx:device:${deviceId}`, v5.URL));
    }),
  );
});

it('a UUID says its version and variant', () => {
  expect(formatUuid(new Uint8Array(16), 4)).toBe('00000000-0000-4000-8000-000000000000');
  expect(formatUuid(new Uint8Array(16).fill(255), 4)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});
