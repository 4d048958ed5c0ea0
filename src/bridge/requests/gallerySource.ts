import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '../media/fingerprintOf.js';
import type { Post } from '../media/post.js';
import { readDetails } from '../media/readDetails.js';
import { timeOf } from '../media/scanFolder.js';
import { frameCounts } from './frameCounts.js';
import { newestFirst } from './newestFirst.js';
import type { PictureSource } from './pictureSource.js';

/**
 * The works of the sample gallery. What a library knows of its files is read here when somebody first asks: few files
 * that do not change.
 * @param folder of the gallery
 * @param samples its works; their path is that of the picture to show for them
 */
export function gallerySource(folder: string, samples: readonly Post[]): PictureSource {
  let reading: Promise<Map<number, Post>> | undefined;
  const posts = (): Promise<Map<number, Post>> =>
    (reading ??= Promise.all(samples.map((sample) => withFile(folder, sample))).then(
      (read) => new Map(read.flat().map((post) => [post.postId, post])),
    ));
  return {
    copyFormats: [],
    framesOf: frameCounts(({ path }) => join(folder, path)),
    post: async (postId) => (await posts()).get(postId),
    pictures: async () => newestFirst([...(await posts()).values()].filter(({ kind }) => kind === 'image')),
  };
}

/** @returns nothing where the file cannot be read: then there is nothing to show */
async function withFile(folder: string, sample: Post): Promise<Post[]> {
  const file = join(folder, sample.path);
  try {
    const { size: bytes, mtimeMs } = await stat(file);
    const [fingerprint, { width, height }] = await Promise.all([
      fingerprintOf(file, bytes),
      readDetails(file, 'image'),
    ]);
    return [{ ...sample, bytes, modifiedMs: timeOf(mtimeMs), fingerprint, width, height }];
  } catch {
    return [];
  }
}
