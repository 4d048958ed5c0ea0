import { folderOf, type Post } from '../media/post.js';
import { asHashtag, hashtagsOf } from './hashtagsOf.js';
import type { Reacted } from './reactionStore.js';
import type { Query } from './readRequest.js';
import { isRequestProblem, requestProblem, type RequestProblem } from './requestProblem.js';

/** What the choice of posts needs to know. */
interface QueryFacts {
  /** All pictures, the newest first. */
  pictures: readonly Post[];
  /** What they can be sent as besides what they are. */
  copyFormats: readonly string[];
  /** To whom the asking TV belongs. */
  owner: string;
  /** All owners. */
  owners: readonly string[];
  /** What the user of the query has reacted to, the last one first; needed for the channel `reactions` only. */
  reacted: readonly Reacted[];
  /** A number by chance, for an order that nobody has given a seed for. */
  chance: number;
}

/** A part of the posts that a query is about. */
export interface Page {
  posts: Post[];
  /** Where the page begins. */
  offset: number;
  /** How many posts there are in all. */
  total: number;
  /** What orders them by chance; null = another order, or one whose seed the TV gives each time. */
  seed: number | null;
}

/** The owner that a query is about, or what is wrong with it. */
export function userOf({ channel, user }: Query, owners: readonly string[]): string | RequestProblem {
  if (user === null)
    return requestProblem(
      'missing_user_identifier',
      `user_handle or user_sqid is required when channel='${channel}'`,
    );
  return owners.includes(user) ? user : requestProblem('user_not_found', `User '${user}' not found`);
}

/**
 * Chooses, orders and cuts (facts of the protocol, Requests). In a folder, a hashtag is the name of a folder above
 * the file, a user the author of its album, and everything is promoted: somebody has put it there.
 */
export function choosePosts(query: Query, facts: QueryFacts): Page | RequestProblem {
  const cursor = readCursor(query.cursor);
  if (!cursor) return requestProblem('invalid_request', 'cursor is none that the bridge has given');
  const inChannel = ofChannel(query, facts);
  if (isRequestProblem(inChannel)) return inChannel;
  const { criteria } = query;
  const chosen =
    criteria.length === 0
      ? inChannel // there may be 70,000, and none is left out
      : inChannel.filter((post) => criteria.every((holds) => holds(post, facts.copyFormats)));
  const isByChance = query.sort === 'random';
  const ownSeed = isByChance && query.randomSeed === null ? (cursor.seed ?? facts.chance) : null;
  const ordered = isByChance ? shuffled(chosen, ownSeed ?? query.randomSeed ?? 0) : chosen;
  return {
    posts: ordered.slice(cursor.offset, cursor.offset + query.limit),
    offset: cursor.offset,
    total: ordered.length,
    seed: ownSeed,
  };
}

function ofChannel(query: Query, facts: QueryFacts): readonly Post[] | RequestProblem {
  const { pictures, owner, owners } = facts;
  switch (query.channel) {
    case 'all':
    case 'artwork':
    case 'promoted':
      return pictures;
    case 'user':
      return pictures.filter(({ author }) => author === owner);
    case 'by_user': {
      const user = userOf(query, owners);
      return typeof user === 'string' ? pictures.filter(({ author }) => author === user) : user;
    }
    case 'hashtag': {
      if (query.hashtag === null)
        return requestProblem('missing_hashtag', "hashtag is required when channel='hashtag'");
      const wanted = asHashtag(query.hashtag);
      if (wanted === '') return requestProblem('invalid_hashtag', 'hashtag cannot be empty');
      return withHashtag(pictures, wanted);
    }
    case 'reactions': {
      const user = userOf(query, owners);
      return typeof user === 'string' ? reactedTo(query, facts) : user;
    }
  }
}

/** Those that lie in or below a folder of this name; each folder is looked at once. */
function withHashtag(pictures: readonly Post[], wanted: string): Post[] {
  const known = new Map<string, boolean>();
  return pictures.filter(({ path }) => {
    const folder = folderOf(path);
    const isIn = known.get(folder) ?? hashtagsOf(folder).includes(wanted);
    known.set(folder, isIn);
    return isIn;
  });
}

/** The pictures that somebody has reacted to, in the order of all pictures or in that of the reactions. */
function reactedTo({ sort }: Query, { pictures, reacted }: QueryFacts): Post[] {
  const ids = new Set(reacted.map(({ postId }) => postId));
  const found = pictures.filter(({ postId }) => ids.has(postId));
  if (sort !== 'reacted_at') return found;
  const byId = new Map(found.map((post) => [post.postId, post]));
  return reacted.flatMap(({ postId }) => byId.get(postId) ?? []);
}

/** `48`, or `48:123` in an order by chance that the bridge has thrown. */
function readCursor(cursor: string | null): { offset: number; seed: number | null } | null {
  if (cursor === null) return { offset: 0, seed: null };
  const read = /^(\d{1,9})(?::(\d{1,10}))?$/.exec(cursor);
  return read && { offset: Number(read[1]), seed: read[2] === undefined ? null : Number(read[2]) };
}

/** The cursor of the page that begins with a post. */
export const cursorAt = (offset: number, seed: number | null): string =>
  seed === null ? String(offset) : `${offset}:${seed}`;

/** More pictures than a folder has; a hash of 32 bits and a place among so many are one exact number. */
const PLACES = 2 ** 21;

/** One order for one seed, whoever asks; a picture that comes or goes leaves the others as they are. */
function shuffled(posts: readonly Post[], seed: number): Post[] {
  // As numbers, hash before place: sorted without a function, 70,000 of them take some 10 ms.
  const keys = Float64Array.from(posts, ({ postId }, place) => hashOf(seed, postId) * PLACES + place);
  return Array.from(keys.sort(), (key) => posts[key % PLACES]!);
}

/** 32 bits of two numbers, each bit of which depends on all of theirs (the last step of MurmurHash3, twice). */
function hashOf(seed: number, postId: number): number {
  return mixed(mixed(seed >>> 0) ^ (postId >>> 0));
}

function mixed(bits: number): number {
  let mix = bits;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
