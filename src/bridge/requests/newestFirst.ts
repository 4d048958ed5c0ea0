import type { Post } from '../media/post.js';

/** The order of the server: the newest content first; of the same age, the file that was found last. */
export const newestFirst = (posts: readonly Post[]): Post[] =>
  [...posts].sort((a, b) => b.modifiedMs - a.modifiedMs || b.postId - a.postId);
