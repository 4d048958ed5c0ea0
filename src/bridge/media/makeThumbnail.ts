import { rename, writeFile } from 'node:fs/promises';
import type { Metadata, Sharp, default as SharpModule } from 'sharp';
import type { CopyFormat } from './copyFormats.js';
import { fileReason } from './scanFolder.js';

/** The longest side: an item of an album is 0.3 of the screen wide, which is 480 on most TVs. */
export const THUMBNAIL_PIXELS = 480;
export const JPEG_QUALITY = 78;

/** The longest a copy of a whole picture is to either side: a TV's screen, on which it is shown. */
export const COPY_PIXELS = { width: 1920, height: 1080 };

/** What is made of a picture. */
export type CopyKind = 'thumbnail' | CopyFormat;

/** What pictures that are read at the same time may take, in bytes, as far as their headers tell. */
export const MOST_MEMORY = 256 * 1024 * 1024;

/** What reads pictures: those formats that a media folder may have, and none that can refer to other files. */
const READERS = ['JpegFile', 'PngFile', 'WebpFile', 'NsgifFile', 'HeifFile'];

export type ThumbnailAnswer =
  /** So many bytes are written. */
  | { outcome: 'made'; bytes: number }
  /** The package `sharp` is not installed; it is not made for every system. */
  | { outcome: 'missing'; reason: string }
  | { outcome: 'unreadable'; reason: string }
  | { outcome: 'unwritable'; reason: string };

let loading: Promise<typeof SharpModule> | undefined;
const loadSharp = () =>
  (loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false); // each picture is read once
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: READERS.map((reader) => `VipsForeignLoad${reader}`) });
    return sharp;
  }));

/**
 * Writes a small JPEG of a picture, or a copy of it in another format. Meant for a process of its own: a picture may crash what reads it, and
 * nothing can stop that but the end of the process.
 * @param to under this name only when it is whole, whatever happens meanwhile
 */
export async function makeThumbnail(file: string, to: string, as: CopyKind): Promise<ThumbnailAnswer> {
  let sharp: typeof SharpModule;
  try {
    sharp = await loadSharp();
  } catch (error) {
    return { outcome: 'missing', reason: fileReason(error) };
  }
  let bytes: Buffer;
  try {
    const animated = as === 'gif' || as === 'webp';
    const picture = sharp(file, { failOn: 'error', sequentialRead: true, animated });
    bytes = await withMemory(memoryOf(await picture.metadata()), () =>
      as === 'thumbnail' ? smaller(picture) : copied(picture, as),
    );
  } catch (error) {
    return { outcome: 'unreadable', reason: fileReason(error) };
  }
  try {
    await writeFile(`${to}.partial`, bytes);
    await rename(`${to}.partial`, to);
  } catch (error) {
    return { outcome: 'unwritable', reason: fileReason(error) };
  }
  return { outcome: 'made', bytes: bytes.length };
}

const smaller = (picture: Sharp): Promise<Buffer> =>
  picture
    .autoOrient()
    .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#000' })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();

function copied(picture: Sharp, format: CopyFormat): Promise<Buffer> {
  const { width, height } = COPY_PIXELS;
  const shown = picture.autoOrient().resize(width, height, { fit: 'inside', withoutEnlargement: true });
  return format === 'jpg'
    ? shown.flatten({ background: '#000' }).jpeg({ quality: JPEG_QUALITY }).toBuffer()
    : shown.toFormat(format).toBuffer();
}

/**
 * What reading a picture takes at most, in bytes. Those that are stored line by line are read so; of the others
 * the whole has to be in memory, some several times (measured with pictures of 64 and 256 million pixels).
 */
export function memoryOf({ format, isProgressive, width, height, channels, depth }: Metadata): number {
  const sample = depth === 'uchar' ? 1 : 2;
  const bytesAPixel = {
    jpeg: isProgressive ? 2.2 * channels : 0.2,
    png: channels * sample * (isProgressive ? 1.3 : 0.3),
    webp: 5,
    gif: 6,
  }[format as string];
  return width * height * (bytesAPixel ?? 20); // AVIF, and whatever else there is some day
}

const waiting: { bytes: number; begin: () => void }[] = [];
let taken = 0;

/** Runs work when there is memory for it, in the order in which it came. */
async function withMemory<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (bytes > MOST_MEMORY) throw new Error('it has too many pixels');
  await new Promise<void>((begin) => {
    waiting.push({ bytes, begin });
    beginNext();
  });
  try {
    return await work();
  } finally {
    taken -= bytes;
    beginNext();
  }
}

function beginNext(): void {
  while (waiting[0] && taken + waiting[0].bytes <= MOST_MEMORY) {
    const { bytes, begin } = waiting.shift()!;
    taken += bytes;
    begin();
  }
}
