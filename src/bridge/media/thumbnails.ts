import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { reasonOf } from './scan.js';
import type { Post } from './post.js';

/** The longest side: an item of an album is 0.3 of the screen wide, which is 480 on most TVs. */
export const THUMBNAIL_PIXELS = 480;
const JPEG_QUALITY = 78;

/** What is as small as this is shown as it is: it costs a TV no more than a thumbnail. */
const SMALL_BYTES = 64 * 1024;
const SMALL_PIXELS = 640 * 480;

/** Some 70,000 thumbnails. Beyond, those go that nobody has asked for for the longest time. */
export const MOST_BYTES = 1024 ** 3;
/** How much is left after that, so that it does not happen with every new one. */
const KEPT = 0.9;

/** A use is written down this often at most. */
const USED_STEP_MS = 86_400_000;

/** Made at once: a photo of 12 megapixels takes some 50 MB and a core for 0.15 s. */
const MAKERS = 2;
const LONGEST_MAKING_S = 20;

/** Small pictures for the grids of albums, made when they are first asked for and kept on disk. */
export interface Thumbnails {
  /**
   * @param file the picture of the post on this machine
   * @returns the JPEG to send; undefined = send the picture itself, since it is small, cannot be read or cannot
   *   be written
   */
  of(post: Post, file: string): Promise<string | undefined>;
}

export interface ThumbnailOptions {
  /** Where they are kept; made if it is not there. */
  folder: string;
  onNotice: (sentence: string) => void;
  now: () => number;
  mostBytes?: number;
}

/** What reads pictures: those formats that a media folder may have, and none that can refer to other files. */
const READERS = ['JpegFile', 'PngFile', 'WebpFile', 'NsgifFile', 'HeifFile'];

/**
 * @returns undefined where there can be none, which is told: the package `sharp` has not been installed (it is
 *   not made for every system), or the folder cannot be written
 */
export async function openThumbnails(options: ThumbnailOptions): Promise<Thumbnails | undefined> {
  const { folder, onNotice, now, mostBytes = MOST_BYTES } = options;
  const off = (error: unknown): undefined => {
    onNotice(`Pictures are shown without thumbnails: ${reasonOf(error)}.`);
  };
  const sharp = await import('sharp').then((module) => module.default, off);
  if (!sharp) return undefined;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    off(error);
    return undefined;
  }
  sharp.cache(false); // each picture is read once
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: READERS.map((reader) => `VipsForeignLoad${reader}`) });

  const limit = makersLimit(MAKERS);
  const making = new Map<string, Promise<string | undefined>>();
  /** Pictures that cannot be read, so that nobody tries again and again. */
  const broken = new Set<string>();
  let total = await sizeOf(folder);

  let toldOfFolder = '';

  async function make(post: Post, file: string, path: string): Promise<string | undefined> {
    let bytes: Buffer;
    try {
      bytes = await smaller(sharp!(file, { failOn: 'error', sequentialRead: true }));
    } catch (error) {
      broken.add(path);
      onNotice(`${post.path} is shown without a thumbnail: ${reasonOf(error)}.`);
      return undefined;
    }
    try {
      // Under its name only when it is whole, whatever happens meanwhile.
      await writeFile(`${path}.partial`, bytes);
      await rename(`${path}.partial`, path);
      toldOfFolder = '';
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== toldOfFolder) onNotice(`Thumbnails cannot be kept in ${folder}: ${reason}.`);
      toldOfFolder = reason;
      return undefined;
    }
    total += bytes.length;
    if (total > mostBytes) total = await sweep(folder, mostBytes * KEPT);
    return path;
  }

  return {
    async of(post, file) {
      if (isSmall(post)) return undefined;
      const path = join(folder, nameOf(post));
      if (broken.has(path)) return undefined;
      const kept = await stat(path).catch(() => undefined); // not there yet
      if (kept) {
        if (now() - kept.mtimeMs > USED_STEP_MS) await utimes(path, now() / 1000, now() / 1000);
        return path;
      }
      const made = making.get(path) ?? limit(() => make(post, file, path)).finally(() => making.delete(path));
      making.set(path, made);
      return made;
    },
  };
}

const smaller = (picture: Sharp): Promise<Buffer> =>
  picture
    .timeout({ seconds: LONGEST_MAKING_S })
    .autoOrient()
    .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#000' })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();

/** Whether a picture is its own thumbnail. */
export function isSmall({ bytes, width, height }: Post): boolean {
  return bytes <= SMALL_BYTES && width !== null && height !== null && width * height <= SMALL_PIXELS;
}

/** Another one for every content of a file, and for every way of making it. */
const nameOf = ({ fingerprint, modifiedMs }: Post): string =>
  `${createHash('sha256').update(`${THUMBNAIL_PIXELS} ${JPEG_QUALITY} ${modifiedMs} ${fingerprint}`).digest('hex')}.jpg`;

async function filesIn(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const files = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined); // another sweep was faster
    if (found?.isFile()) files.push({ path, bytes: found.size, usedMs: found.mtimeMs });
  }
  return files;
}

const sizeOf = async (folder: string): Promise<number> =>
  (await filesIn(folder)).reduce((sum, { bytes }) => sum + bytes, 0);

/** Deletes the longest unused files until the rest has no more than so many bytes. @returns what it has */
async function sweep(folder: string, mostBytes: number): Promise<number> {
  const files = (await filesIn(folder)).sort((a, b) => a.usedMs - b.usedMs);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of files) {
    if (total <= mostBytes) break;
    await unlink(path).catch(() => undefined); // gone already
    total -= bytes;
  }
  return total;
}

/** Runs so many at once; the others wait for their turn. */
function makersLimit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((turn) => waiting.push(turn));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
