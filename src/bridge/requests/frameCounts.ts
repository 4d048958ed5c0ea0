import { countFrames } from '../media/countFrames.js';
import type { Post } from '../media/post.js';
import { formatOf, storageKeyOf } from '../media/storageKey.js';

/** Answers that are remembered; a page of posts has 50. */
const MOST_REMEMBERED = 10_000;

/**
 * The numbers of frames of pictures, counted when they are asked for and remembered as long as a file stays as it is.
 * @param fileOf where a picture is on this machine
 * @returns null for one that does not tell
 */
export function frameCounts(fileOf: (post: Post) => string): (post: Post) => Promise<number | null> {
  const known = new Map<string, number | null>();
  return async (post) => {
    const key = storageKeyOf(post);
    const before = known.get(key);
    if (before !== undefined) return before;
    const frames = await countFrames(fileOf(post), formatOf(post)).catch(() => null); // gone, or not to be read
    known.set(key, frames);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size > MOST_REMEMBERED) known.delete(oldest);
    return frames;
  };
}
