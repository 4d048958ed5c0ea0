import { open, type FileHandle } from 'node:fs/promises';

/** How much is read in one go. */
const WINDOW_BYTES = 64 * 1024;

/** How far into a file its frames are counted; a GIF of pixel art has some KB. */
const MOST_BYTES = 8 * 1024 * 1024;

/** GIF89a, 15 and 17 to 24: what a block begins with, and what follows the header. */
const GIF = { header: 13, image: 0x2c, imageHead: 10, extension: 0x21, trailer: 0x3b };

/**
 * How many frames a picture has, by its structure alone: nothing of it is decoded.
 * @param format see formatOf
 * @returns null where the file does not tell within a bounded number of bytes
 * @throws what reading the file throws
 */
export async function countFrames(file: string, format: string): Promise<number | null> {
  const handle = await open(file, 'r');
  try {
    const bytes = createWindow(handle);
    if (format === 'gif') return await gifFrames(bytes);
    if (format === 'webp') return await webpFrames(bytes);
    if (format === 'png') return await pngFrames(bytes);
    return format === 'jpg' || format === 'bmp' ? 1 : null;
  } finally {
    await handle.close();
  }
}

/** @returns so many bytes of a file from a place on; null beyond its end, or too far into it */
type Bytes = (from: number, count: number) => Promise<Buffer | null>;

function createWindow(handle: FileHandle): Bytes {
  let start = 0;
  let known = Buffer.alloc(0);
  return async (from, count) => {
    if (from + count > MOST_BYTES) return null;
    if (from < start || from + count > start + known.length) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(WINDOW_BYTES), 0, WINDOW_BYTES, from);
      start = from;
      known = buffer.subarray(0, bytesRead);
    }
    return from + count > start + known.length ? null : known.subarray(from - start, from - start + count);
  };
}

/** The bytes of a table of colours, by the flags that say whether there is one and how long it is. */
const tableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

async function gifFrames(bytes: Bytes): Promise<number | null> {
  const header = await bytes(0, GIF.header);
  if (header?.toString('latin1', 0, 3) !== 'GIF') return null;
  let at = GIF.header + tableBytes(header[10]!);
  for (let frames = 0; ;) {
    const block = (await bytes(at, 1))?.[0];
    if (block === GIF.trailer) return frames > 0 ? frames : null;
    if (block === GIF.image) {
      const head = await bytes(at, GIF.imageHead);
      if (!head) return null;
      frames++;
      at += GIF.imageHead + tableBytes(head[9]!) + 1; // and the size of its codes
    } else if (block === GIF.extension) at += 2;
    else return null;
    for (let length: number | undefined; length !== 0; at += 1 + length) {
      length = (await bytes(at, 1))?.[0];
      if (length === undefined) return null;
    }
  }
}

/** RFC 9649, 2.3 to 2.7: chunks of an even length; each frame of an animation is one. */
async function webpFrames(bytes: Bytes): Promise<number | null> {
  const header = await bytes(0, 12);
  if (header?.toString('latin1', 8, 12) !== 'WEBP') return null;
  const end = 8 + header.readUInt32LE(4);
  let frames = 0;
  let isAnimated = false;
  for (let at = 12; at + 8 <= end;) {
    const head = await bytes(at, 8);
    if (!head) return null;
    const name = head.toString('latin1', 0, 4);
    if (name === 'ANIM') isAnimated = true;
    if (name === 'ANMF') frames++;
    const length = head.readUInt32LE(4);
    at += 8 + length + (length % 2);
  }
  return isAnimated ? frames : 1;
}

/** PNG, third edition, 11.3.6.1: an animation says how many frames it has before the first picture. */
async function pngFrames(bytes: Bytes): Promise<number | null> {
  if ((await bytes(0, 4))?.toString('latin1') !== '\x89PNG') return null;
  for (let at = 8; ;) {
    const head = await bytes(at, 8);
    if (!head) return null;
    const name = head.toString('latin1', 4, 8);
    if (name === 'IDAT') return 1;
    if (name === 'acTL') return (await bytes(at + 8, 4))?.readUInt32BE(0) ?? null;
    at += 12 + head.readUInt32BE(0);
  }
}
