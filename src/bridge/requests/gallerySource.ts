import { join } from 'node:path';
import type { Post } from '../media/post.js';
import { frameCounts } from './frameCounts.js';
import { newestFirst } from './newestFirst.js';
import type { PictureSource } from './pictureSource.js';

/**
 * The works of the sample gallery.
 * @param folder of the gallery
 * @param works those whose file is there, by their post IDs
 */
export function gallerySource(folder: string, works: ReadonlyMap<number, Post>): PictureSource {
  const pictures = newestFirst([...works.values()].filter(({ kind }) => kind === 'image'));
  return {
    copyFormats: [],
    framesOf: frameCounts(({ path }) => join(folder, path)),
    post: (postId) => Promise.resolve(works.get(postId)),
    pictures: () => Promise.resolve(pictures),
  };
}
