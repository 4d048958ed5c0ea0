import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { AT_START, followPackets, type PacketPlace } from './limitPackets.js';

const follow = (chunks: Uint8Array[], largest: number) => {
  let place: PacketPlace | string = AT_START;
  for (const chunk of chunks) {
    place = followPackets(place, chunk, largest);
    if (typeof place === 'string') return place;
  }
  return place;
};

const publish = fc
  .uint8Array({ maxLength: 400 })
  .map((bytes) =>
    generate({ cmd: 'publish', topic: 'a', payload: Buffer.from(bytes), qos: 0, dup: false, retain: false }),
  );

describe('the limit of a packet', () => {
  it('lets real packets through, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(publish, { minLength: 1 }), fc.array(fc.nat(2000)), (packets, cuts) => {
        const bytes = Buffer.concat(packets);
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ];
        const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
        expect(follow(chunks, 500)).toEqual({ left: 0, headBytes: -1, length: expect.any(Number) as number });
      }),
    );
  });

  it('tells of a packet over the limit from its head alone', () => {
    expect(follow([Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])], 256 * 1024)).toBe('too_large');
    expect(follow([Buffer.from([0x30, 100])], 100)).toMatchObject({ left: 100 });
    expect(follow([Buffer.from([0x30, 101])], 100)).toBe('too_large');
  });

  it('tells of a length that never ends', () =>
    expect(follow([Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80])], 256 * 1024)).toBe('no_mqtt'));
});
