import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalAddress } from './address.js';
import { playerIdOfAddress, playerIdOfDevice, readDeviceId } from './playerId.js';

/** Any text, with a liking for what real IDs and their likenesses are made of. */
const deviceId = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', '1', '_', '.', '-', 'x', 'u', '2', 'e', '0', ' ', 'ü') }),
  fc.string({ unit: 'binary' }),
);
const address = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => normalAddress(text)!);

/** Undoes playerIdOfDevice: that this can be written at all is why no two IDs meet. */
const readBack = (playerId: string): string =>
  playerId
    .slice('msx_'.length)
    .replace(/_x(..)|_u(....)/g, (_all, x?: string, u?: string) =>
      String.fromCharCode(parseInt(x ?? u ?? '', 16)),
    );

describe('the player ID of a device', () => {
  it('is the device ID itself where that has letters and digits only', () => {
    expect(playerIdOfDevice('abc123xyz')).toBe('msx_abc123xyz');
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]+$/), (id) => {
        expect(playerIdOfDevice(id)).toBe(`msx_${id}`);
      }),
    );
  });

  it('spells out every other character', () => {
    expect(playerIdOfDevice('UziFFZs2f.LrEan-S')).toBe('msx_UziFFZs2f_x2eLrEan_x2dS');
    expect(playerIdOfDevice('a_b ü')).toBe('msx_a_x5fb_x20_u00fc');
  });

  it('has nothing but letters, digits and underscores', () => {
    fc.assert(
      fc.property(deviceId, (id) => {
        expect(playerIdOfDevice(id)).toMatch(/^\w*$/);
      }),
    );
  });

  it('never makes two devices one', () => {
    fc.assert(
      fc.property(deviceId, (id) => {
        expect(readBack(playerIdOfDevice(id))).toBe(id);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never that of an address', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          deviceId,
          address,
          address.map((one) => one.replace(/[.:]/g, '_')),
        ),
        address,
        fc.option(fc.string(), { nil: undefined }),
        (id, one, agent) => {
          expect(playerIdOfDevice(id)).not.toBe(playerIdOfAddress(one, agent));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the player ID of an address', () => {
  it.each([
    ['192.168.1.20', 'msx_192_168_1_20'],
    ['::ffff:192.168.1.20', 'msx_192_168_1_20'],
    ['fe80::1%eth0', 'msx_fe80_0_0_0_0_0_0_1'],
    ['FE80:0:0:0:0:0:0:0001', 'msx_fe80_0_0_0_0_0_0_1'],
    ['::1', 'msx_0_0_0_0_0_0_0_1'],
  ])('of %s is %s', (text, expected) => {
    expect(playerIdOfAddress(normalAddress(text)!)).toBe(expected);
  });

  it('tells two user agents apart, and is the same for the same one', () => {
    const [first, again, second] = ['Tizen', 'Tizen', 'webOS'].map((agent) =>
      playerIdOfAddress('10.0.0.5', agent),
    );
    expect(first).toMatch(/^msx_10_0_0_5_[0-9a-f]{8}$/);
    expect(again).toBe(first);
    expect(second).not.toBe(first);
  });

  it('never makes two addresses one, with a user agent or without', () => {
    fc.assert(
      fc.property(address, address, fc.option(fc.string(), { nil: undefined }), (one, other, agent) => {
        fc.pre(one !== other);
        expect(playerIdOfAddress(one, agent)).not.toBe(playerIdOfAddress(other, agent));
        expect(playerIdOfAddress(one, agent)).not.toBe(playerIdOfAddress(other));
      }),
    );
  });
});

describe('the device ID of a request', () => {
  it('is what stands in the query', () => {
    expect(readDeviceId('a.b-C')).toBe('a.b-C');
  });

  it.each([[undefined], [''], ['null'], ['undefined'], ['x'.repeat(257)], [['a', 'b']]])(
    'is not %j',
    (value) => {
      expect(readDeviceId(value)).toBeUndefined();
    },
  );
});
