import { shortened } from '../text/shortened.js';
import type { Post } from './post.js';
import { formatOf, shardOf, storageKeyOf } from './storageKey.js';

/** What a command says of a picture (facts of the protocol, Commands); a size that nobody has read is absent. */
interface Artwork {
  post_id: number;
  title: string;
  storage_key: string;
  storage_shard: string;
  native_format: string;
  width?: number;
  height?: number;
}

const LONGEST_TITLE = 200;

/** A picture of the library as a command names it, by what answers to requests name it, too. */
export function artworkOf(post: Post): Artwork {
  const { postId, title, width, height } = post;
  const storageKey = storageKeyOf(post);
  return {
    post_id: postId,
    title: shortened(title, LONGEST_TITLE),
    storage_key: storageKey,
    storage_shard: shardOf(storageKey),
    native_format: formatOf(post),
    ...(width !== null && height !== null ? { width, height } : {}),
  };
}
