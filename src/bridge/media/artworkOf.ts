import { createHash } from 'node:crypto';
import { shortened } from '../text/shortened.js';
import { endOf } from './kind.js';
import type { Post } from './post.js';

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

/** Two levels of folders, as Makapix's own addresses have them. */
const SHARD = /^(..)(..)/;

/**
 * A picture of the library as a command names it. Its key follows from what is in the file, so that another picture
 * under the same name has another address; a work of the sample gallery has no fingerprint, and its path stands in.
 */
export function artworkOf({ postId, title, path, fingerprint, width, height }: Post): Artwork {
  const hash = createHash('sha256')
    .update(fingerprint || path)
    .digest('hex');
  return {
    post_id: postId,
    title: shortened(title, LONGEST_TITLE),
    storage_key: hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    storage_shard: SHARD.exec(hash)!.slice(1).join('/'),
    native_format: endOf(path),
    ...(width !== null && height !== null ? { width, height } : {}),
  };
}
