import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { imageSize } from 'image-size';
import { parseFile } from 'music-metadata';
import { titleOf } from './kind.js';
import type { Details, FoundFile } from './post.js';

/** How much of the beginning and the end of a file is read to know it again. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * Reads what is worth knowing out of a file, at a cost that does not grow with its size.
 *
 * The fingerprint is that of the size, the first and the last 64 KB: a film is not read whole to know it
 * again under another name. What a picture or a sound does not tell (a damaged header) is null; it is shown
 * all the same, since the TV may know better.
 * @throws what reading the file throws
 */
export async function readDetails(root: string, { path, kind, bytes }: FoundFile): Promise<Details> {
  const file = join(root, path);
  const { head, fingerprint } = await sample(file, bytes);
  const details: Details = {
    fingerprint,
    title: titleOf(basename(path)),
    width: null,
    height: null,
    durationMs: null,
  };
  return kind === 'image' ? { ...details, ...sizeOf(head) } : { ...details, ...(await mediaOf(file)) };
}

async function sample(file: string, bytes: number): Promise<{ head: Buffer; fingerprint: string }> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(Math.min(SAMPLE_BYTES, bytes));
    const tail = Buffer.alloc(Math.min(SAMPLE_BYTES, Math.max(0, bytes - head.length)));
    await handle.read(head, 0, head.length, 0);
    await handle.read(tail, 0, tail.length, bytes - tail.length);
    const hash = createHash('sha256').update(String(bytes)).update(head).update(tail);
    return { head, fingerprint: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

function sizeOf(head: Buffer): Partial<Details> {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    const isTurned = orientation >= 5; // Exif 2.3, 4.6.4: 5 to 8 are turned by a quarter
    return isTurned ? { width: height, height: width } : { width, height };
  } catch {
    return {}; // a header that is damaged, or longer than the sample
  }
}

async function mediaOf(file: string): Promise<Partial<Details>> {
  try {
    const { format, common } = await parseFile(file, { duration: false, skipCovers: true });
    return {
      ...(common.title ? { title: common.title } : {}),
      ...(format.duration ? { durationMs: Math.round(format.duration * 1000) } : {}),
    };
  } catch {
    return {}; // a container that the reader does not know
  }
}
