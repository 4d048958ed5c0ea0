import { createHash } from 'node:crypto';
import { mkdir, readdir, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { createHelper, type Helper } from './createHelper.js';
import type { Post } from './post.js';
import { fileReason } from './scanFolder.js';
import type { CopyFormat } from './copyFormats.js';
import {
  COPY_PIXELS,
  JPEG_QUALITY,
  THUMBNAIL_PIXELS,
  type CopyKind,
  type ThumbnailAnswer,
} from './makeThumbnail.js';
import type { ThumbnailTask } from './thumbnailProcess.js';

/** What is as small as this is shown as it is: it costs a TV no more than a thumbnail. */
const SMALL_BYTES = 64 * 1024;
const SMALL_PIXELS = 640 * 480;

/** Some 70,000 thumbnails. Beyond, those go that nobody has asked for for the longest time. */
const MOST_BYTES = 1024 ** 3;
/** How much is left after that, so that it does not happen with every new one. */
const KEPT = 0.9;

/** A use is written down this often at most. */
const USED_STEP_MS = 86_400_000;

/** Made at once, as far as there is memory: a photo of 12 megapixels takes a core for 0.15 s. */
const MAKERS = 2;
const LONGEST_MAKING_MS = 20_000;
/** Albums are looked through in one go; afterwards the memory is free. */
const IDLE_MS = 20_000;

/**
 * Small pictures for the grids of albums, and copies in other formats, made when they are first asked for and kept on
 * disk.
 */
export interface Thumbnails {
  /**
   * @param file the picture of the post on this machine
   * @returns the JPEG to send; undefined = send the picture itself, since it is small, cannot be read or cannot
   *   be written
   */
  of(post: Post, file: string): Promise<string | undefined>;
  /**
   * The whole picture in another format, no larger than a TV's screen.
   * @returns undefined = it cannot be made: the picture cannot be read, or the copy not written
   */
  copyOf(post: Post, file: string, format: CopyFormat): Promise<string | undefined>;
  /** Makes no more, at once. */
  close(): void;
}

interface ThumbnailOptions {
  /** Where they are kept; made if it is not there. */
  folder: string;
  onNotice: (sentence: string) => void;
  now: () => number;
  mostBytes?: number;
  /** What makes them; it ends with them. */
  maker: Helper<ThumbnailTask, ThumbnailAnswer>;
}

/** The process that makes them. @param program see thumbnailProcess.ts */
export const createMaker = (
  program: string,
  onFault: (sentence: string) => void,
): Helper<ThumbnailTask, ThumbnailAnswer> =>
  createHelper({ program, atOnce: MAKERS, limitMs: LONGEST_MAKING_MS, idleMs: IDLE_MS, onFault });

/**
 * What makes them is started with the first one, not with the bridge: it takes a second, and the menu waits.
 * @returns undefined where there can be none, which is told: the folder cannot be written
 */
export async function openThumbnails(options: ThumbnailOptions): Promise<Thumbnails | undefined> {
  const { folder, onNotice, now, maker, mostBytes = MOST_BYTES } = options;
  const tellOff = (reason: string): void => onNotice(`Pictures are shown without thumbnails: ${reason}.`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    tellOff(fileReason(error));
    return undefined;
  }

  const making = new Map<string, Promise<string | undefined>>();
  /** Pictures that cannot be read, so that nobody tries again and again. */
  const broken = new Set<string>();
  let total = await sizeOf(folder);
  let toldOfFolder = '';
  /** The package `sharp` is not there; it has not been made for every system. */
  let isMissing = false;

  async function make(post: Post, file: string, path: string, as: CopyKind): Promise<string | undefined> {
    const answer = await maker.ask({ file, to: path, as });
    if (answer === 'away') return undefined; // which is told where it happens
    if (answer !== 'lost' && answer.outcome === 'missing') {
      if (!isMissing) tellOff(answer.reason);
      isMissing = true;
      return undefined;
    }
    if (answer !== 'lost' && answer.outcome === 'made') {
      toldOfFolder = '';
      total += answer.bytes;
      if (total > mostBytes) total = await sweep(folder, mostBytes * KEPT);
      return path;
    }
    if (answer !== 'lost' && answer.outcome === 'unwritable') {
      if (answer.reason !== toldOfFolder)
        onNotice(`Thumbnails cannot be kept in ${folder}: ${answer.reason}.`);
      toldOfFolder = answer.reason;
      return undefined;
    }
    broken.add(path);
    const reason = answer === 'lost' ? 'it takes too long, or cannot be done at all' : answer.reason;
    onNotice(
      as === 'thumbnail'
        ? `${post.path} is shown without a thumbnail: ${reason}.`
        : `${post.path} cannot be copied for TVs that want ${as}: ${reason}.`,
    );
    return undefined;
  }

  /** The copy that is kept, made if it is not there. */
  async function find(post: Post, file: string, as: CopyKind): Promise<string | undefined> {
    if (isMissing) return undefined;
    const path = join(folder, nameOf(post, as));
    if (broken.has(path)) return undefined;
    const kept = await stat(path).catch(() => undefined); // not there yet
    if (kept) {
      if (now() - kept.mtimeMs > USED_STEP_MS) await utimes(path, now() / 1000, now() / 1000);
      return path;
    }
    const made = making.get(path) ?? make(post, file, path, as).finally(() => making.delete(path));
    making.set(path, made);
    return made;
  }

  return {
    of: async (post, file) => (isSmall(post) ? undefined : find(post, file, 'thumbnail')),
    copyOf: find,
    close: () => maker.close(),
  };
}

/** Whether a picture is its own thumbnail. */
export function isSmall({ bytes, width, height }: Post): boolean {
  return bytes <= SMALL_BYTES && width !== null && height !== null && width * height <= SMALL_PIXELS;
}

/** Another one for every content of a file, and for every way of making it. */
function nameOf({ fingerprint, modifiedMs }: Post, as: CopyKind): string {
  const { width, height } = COPY_PIXELS;
  const [way, end] = as === 'thumbnail' ? [THUMBNAIL_PIXELS, 'jpg'] : [`${as} ${width}x${height}`, as];
  const name = createHash('sha256').update(`${way} ${JPEG_QUALITY} ${modifiedMs} ${fingerprint}`);
  return `${name.digest('hex')}.${end}`;
}

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
