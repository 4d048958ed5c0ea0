import { createHash } from 'node:crypto';
import type { Post } from './post.js';

/**
 * What two bridges compare to see whether they show the same files: the same for the same paths and sizes.
 * @example libraryDigest(posts) // '9f86d081884c7d65'
 */
export function libraryDigest(posts: readonly Pick<Post, 'path' | 'bytes'>[]): string {
  const hash = createHash('sha256');
  for (const line of posts.map(({ path, bytes }) => `${path}\0${bytes}\n`).sort()) hash.update(line);
  return hash.digest('hex').slice(0, 16);
}
