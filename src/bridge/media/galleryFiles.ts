import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from './fingerprintOf.js';
import type { Post } from './post.js';
import { readDetails } from './readDetails.js';
import { timeOf } from './scanFolder.js';

/**
 * The works of the sample gallery with what a library knows of its files: few ones, that do not change.
 * @param folder of the gallery
 * @param works their path is that of the picture to show for them
 * @returns by their post IDs; without those whose picture cannot be read, of which there is nothing to show
 */
export async function galleryFiles(folder: string, works: readonly Post[]): Promise<Map<number, Post>> {
  const read = await Promise.all(works.map((work) => withFile(folder, work)));
  return new Map(read.flat().map((work) => [work.postId, work]));
}

async function withFile(folder: string, work: Post): Promise<Post[]> {
  const file = join(folder, work.path);
  try {
    const { size: bytes, mtimeMs } = await stat(file);
    const [fingerprint, { width, height }] = await Promise.all([
      fingerprintOf(file, bytes),
      readDetails(file, 'image'),
    ]);
    return [{ ...work, bytes, modifiedMs: timeOf(mtimeMs), fingerprint, width, height }];
  } catch {
    return []; // a sample without a picture, or one that is not there
  }
}
