import { crc32, deflateSync } from 'node:zlib';

/** Filter type 2: each byte minus the one above, so that the repeated rows of an enlarged pixel cost nothing. */
const FILTER_UP = 2;
const COLOUR_TYPE_PALETTE = 3;
const MOST_COLOURS = 256;

const uint32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/**
 * Encodes a canvas as a PNG with a palette (PNG, 11.2), each pixel enlarged to a square of `scale` pixels.
 * @throws where the canvas has more than 256 colours
 */
export function encodePng({ width, height, pixels }, scale) {
  const colours = [...new Set(pixels)];
  if (colours.length > MOST_COLOURS) throw new Error(`${colours.length} colours are too many for a palette`);
  const indexOf = new Map(colours.map((colour, index) => [colour, index]));
  const rowBytes = width * scale;
  const raw = Buffer.alloc((rowBytes + 1) * height * scale);
  let previous = Buffer.alloc(rowBytes);
  for (let y = 0, at = 0; y < height * scale; y++) {
    const row = Buffer.alloc(rowBytes);
    for (let x = 0; x < rowBytes; x++)
      row[x] = indexOf.get(pixels[Math.floor(y / scale) * width + Math.floor(x / scale)]);
    raw[at++] = FILTER_UP;
    for (let x = 0; x < rowBytes; x++) raw[at++] = row[x] - previous[x];
    previous = row;
  }
  const header = Buffer.concat([
    uint32(width * scale),
    uint32(height * scale),
    Buffer.from([8, COLOUR_TYPE_PALETTE, 0, 0, 0]),
  ]);
  const palette = Buffer.from(
    colours.flatMap((colour) => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
