import type { Duplex } from 'node:stream';

/** The largest MQTT packet that is read, in bytes; a player's messages have some hundred. */
export const LARGEST_PACKET_BYTES = 256 * 1024;

/** Where in a packet the stream is. */
export interface PacketPlace {
  /** Bytes of the packet that are still to come; 0 = its head comes next. */
  left: number;
  /** Bytes of the head so far; -1 = none. */
  headBytes: number;
  length: number;
}

export const AT_START: PacketPlace = { left: 0, headBytes: -1, length: 0 };

/** MQTT 3.1.1, 2.2.3: the length has four bytes at most. */
const LENGTH_BYTES = 4;

/**
 * Follows packets through a stream without keeping them (MQTT 3.1.1, 2.2).
 * @returns the place after the chunk, or what is wrong: a packet over the limit, a length that never ends
 */
export function followPackets(
  place: PacketPlace,
  chunk: Uint8Array,
  largest: number,
): PacketPlace | 'too_large' | 'no_mqtt' {
  let { left, headBytes, length } = place;
  for (let at = 0; at < chunk.length;) {
    if (left > 0) {
      const skipped = Math.min(left, chunk.length - at);
      left -= skipped;
      at += skipped;
    } else if (headBytes < 0) {
      headBytes = 0; // the type and flags
      length = 0;
      at++;
    } else {
      const byte = chunk[at++]!;
      length += (byte & 0x7f) * 128 ** headBytes;
      headBytes++;
      if (length > largest) return 'too_large';
      if ((byte & 0x80) === 0) {
        left = length;
        headBytes = -1;
      } else if (headBytes === LENGTH_BYTES) return 'no_mqtt';
    }
  }
  return { left, headBytes, length };
}

/**
 * Makes a stream break off with an error as soon as the head of a packet over the limit is read, before the
 * packet is gathered in memory. The broker reads by `read`, which is what this watches.
 */
export function limitPackets(stream: Duplex, largest = LARGEST_PACKET_BYTES): void {
  const read = stream.read.bind(stream);
  let place = AT_START;
  stream.read = (size?: number) => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null) return null;
    const next = followPackets(place, chunk, largest);
    if (typeof next === 'object') {
      place = next;
      return chunk;
    }
    stream.destroy(
      new Error(
        next === 'too_large' ? `a packet of more than ${largest} bytes` : 'something that is not MQTT',
      ),
    );
    return null;
  };
}
