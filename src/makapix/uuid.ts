// UUIDs of the two kinds that players have (RFC 9562). Web Crypto's digest does not exist on pages that came
// over http, and the usual library weighs three times as much.

/** Formats 16 bytes, after setting version (5.4, 5.5) and variant (4.1). */
export function formatUuid(bytes: ArrayLike<number>, version: number): string {
  let text = '';
  for (let i = 0; i < 16; i++) {
    const byte =
      i === 6 ? (bytes[i]! & 0x0f) | (version << 4) : i === 8 ? (bytes[i]! & 0x3f) | 0x80 : bytes[i]!;
    text += (byte + 256).toString(16).slice(1);
  }
  return text.replace(/^(.{8})(....)(....)(....)/, '$1-$2-$3-$4-');
}

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** The additive constants of the four rounds (FIPS 180-4, 4.2.1). */
const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

/** SHA-1 (FIPS 180-4, 6.1) of a text of single-byte characters. @returns 20 bytes */
export function sha1(binary: string): number[] {
  // Words of 32 bits: the text, one 1 bit, zeros, the length in bits, a multiple of 16 words in all.
  const words: number[] = [];
  const length = (((binary.length + 8) >> 6) + 1) * 16;
  for (let i = 0; i < length; i++) words[i] = 0;
  for (let i = 0; i <= binary.length; i++)
    words[i >> 2]! |= (i < binary.length ? binary.charCodeAt(i) : 0x80) << (24 - (i % 4) * 8);
  words[length - 1] = binary.length * 8;

  const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let block = 0; block < length; block += 16) {
    const w = words.slice(block, block + 16);
    let state = hash.slice();
    for (let t = 0; t < 80; t++) {
      if (t > 15) w[t] = rotate(w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!, 1);
      const b = state[1]!;
      const c = state[2]!;
      const d = state[3]!;
      const round = t < 20 ? (b & c) | (~b & d) : t < 40 || t > 59 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      const next = (rotate(state[0]!, 5) + round + state[4]! + CONSTANTS[(t / 20) | 0]! + w[t]!) | 0;
      state = [next, state[0]!, rotate(b, 30), c, d];
    }
    for (let i = 0; i < 5; i++) hash[i] = (hash[i]! + state[i]!) | 0;
  }
  const bytes: number[] = [];
  hash.forEach((word) => bytes.push(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255));
  return bytes;
}
