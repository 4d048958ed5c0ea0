import { createHash } from 'node:crypto';
import type { Post } from './post.js';

/** A UUID begins with the post's number, in so many bytes: whoever has the key need not search for the post. */
const ID_BYTES = 6;
const UUID_BYTES = 16;

/**
 * What the content of a post's file is called: a UUID, another one for every content, so that a TV may keep what it
 * has fetched for ever. It stays when the file is renamed or moved.
 * @example storageKeyOf(post) // '00000000-0007-8f1e-9c55-5d3ab1579726' for post 7
 */
export function storageKeyOf({ postId, bytes, modifiedMs, fingerprint }: Post): string {
  const key = Buffer.alloc(UUID_BYTES);
  createHash('sha256').update(`${postId} ${bytes} ${modifiedMs} ${fingerprint}`).digest().copy(key, ID_BYTES);
  key.writeUIntBE(postId, 0, ID_BYTES);
  // RFC 9562, 4.1 and 5.8: version 8 is made by a rule of one's own.
  key[6] = (key[6]! & 0x0f) | 0x80;
  key[8] = (key[8]! & 0x3f) | 0x80;
  return key.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The two folders that stand before the key in an address, such as `ab/cd`: the key's last digits. */
export const shardOf = (storageKey: string): string => `${storageKey.slice(-4, -2)}/${storageKey.slice(-2)}`;

/** The post whose key this may be; whether it is says `storageKeyOf`. null = it is no key of ours. */
export function postIdOf(storageKey: string): number | null {
  const digits = /^([0-9a-f]{8})-([0-9a-f]{4})-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.exec(storageKey);
  return digits && parseInt(`${digits[1]}${digits[2]}`, 16);
}

/** What a file is, as its address ends: `png`, `gif`, `webp`, `bmp`, `jpg`, `avif`. */
export function formatOf({ path }: Pick<Post, 'path'>): string {
  const end = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return end === 'jpeg' ? 'jpg' : end;
}

/** Where a picture is fetched. @param origin of the bridge, as the TV reaches it */
export function artUrlOf(origin: string, post: Post): string {
  const storageKey = storageKeyOf(post);
  return `${origin}/vault/${shardOf(storageKey)}/${storageKey}.${formatOf(post)}`;
}
