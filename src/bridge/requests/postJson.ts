import type { Post } from '../media/post.js';
import { artUrlOf, formatOf, shardOf, storageKeyOf } from '../media/storageKey.js';

/** How long a picture is shown where nothing else is said (facts of the protocol, Artwork files). */
const DWELL_MS = 30_000;

type Field = string | number | null;

/** What a TV may ask for besides, by its name on the wire. */
const MORE: Record<string, (post: Post, frames: number | null) => Field> = {
  owner_handle: ({ author }) => author,
  metadata_modified_at: ({ modifiedMs }) => isoOf(modifiedMs),
  artwork_modified_at: ({ modifiedMs }) => isoOf(modifiedMs),
  width: ({ width }) => width,
  height: ({ height }) => height,
  frame_count: (_post, frames) => frames,
  dwell_time_ms: () => DWELL_MS,
};

/** Whether a TV has asked for a field that has to be read out of the file. */
export const wantsFrames = (includeFields: readonly string[]): boolean =>
  includeFields.includes('frame_count');

/** A picture, and what has been read out of its file for this answer. */
export interface ShownPost {
  post: Post;
  /** null = not read, or the file does not tell. */
  frames: number | null;
}

/** Where pictures are, for the TV that asks. */
export interface Places {
  /** Of the bridge, as the TV reaches it. */
  origin: string;
  /** The address of a picture as this TV may fetch it: with a signature, where links need one. */
  signed: (url: string) => string;
}

/** A post as an answer has it. What is not known is absent, as in Makapix's answers; so is what nobody knows of. */
export function postJson(
  { post, frames }: ShownPost,
  places: Places,
  includeFields: readonly string[],
): object {
  const storageKey = storageKeyOf(post);
  const more = Object.keys(MORE)
    .filter((name) => includeFields.includes(name))
    .map((name) => [name, MORE[name]!(post, frames)] as const)
    .filter(([, value]) => value !== null);
  return {
    post_id: post.postId,
    kind: 'artwork',
    created_at: isoOf(post.modifiedMs),
    storage_key: storageKey,
    art_url: places.signed(artUrlOf(places.origin, post)),
    storage_shard: shardOf(storageKey),
    native_format: formatOf(post),
    ...Object.fromEntries(more),
  };
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
