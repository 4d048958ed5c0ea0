import type { Fields } from '../../../src/makapix/fieldsOf.js';

/** A post as `query_posts` gives it, with all that may be asked for besides. */
export interface LibraryPost {
  post_id: number;
  kind: 'artwork' | 'playlist';
  created_at: string;
  storage_key: string;
  art_url: string;
  storage_shard: string;
  native_format: string;
  owner_handle: string;
  width: number;
  height: number;
  frame_count: number;
  dwell_time_ms: number;
  /** Not given. */
  owner_sqid: string;
  hashtags: string[];
  isPromoted: boolean;
  reactions: string[];
}

/** What the server has. */
export interface Library {
  /** The newest first. */
  posts: LibraryPost[];
  /** Of the owner of the players. */
  ownerSqid: string;
}

export const newLibrary = (): Library => ({ posts: [], ownerSqid: 'me' });

const ALWAYS = [
  'post_id',
  'kind',
  'created_at',
  'storage_key',
  'art_url',
  'storage_shard',
  'native_format',
] as const;
const DEFAULT_LIMIT = 50;
const MOST_REACTIONS = 5;

class Refused extends Error {
  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

const only = (post: LibraryPost, fields: unknown): Fields =>
  Object.fromEntries(
    [...ALWAYS, ...((fields as (keyof LibraryPost)[] | undefined) ?? [])].map((name) => [name, post[name]]),
  );

/** Which posts a channel has. The sentences are the server's own where they were recorded, else guesses. */
function isInChannel({ posts, ownerSqid }: Library, request: Fields): (post: LibraryPost) => boolean {
  const { channel = 'all', user_sqid: sqid, hashtag } = request;
  const user = (): unknown => {
    if (sqid === undefined)
      throw new Refused(
        'missing_user_identifier',
        `user_handle or user_sqid is required when channel='${String(channel)}'`,
      );
    if (sqid !== ownerSqid && !posts.some(({ owner_sqid }) => owner_sqid === sqid))
      throw new Refused('user_not_found', 'User not found');
    return sqid;
  };
  switch (channel) {
    case 'promoted':
      return ({ isPromoted }) => isPromoted;
    case 'user':
      return ({ owner_sqid }) => owner_sqid === ownerSqid;
    case 'by_user': {
      const of = user();
      return ({ owner_sqid }) => owner_sqid === of;
    }
    case 'hashtag': {
      if (typeof hashtag !== 'string') throw new Refused('missing_hashtag', 'hashtag is required');
      return ({ hashtags }) => hashtags.includes(hashtag.toLowerCase());
    }
    case 'reactions':
      user();
      // A guess, and a simple one: whoever has reacted is not told apart here.
      return ({ reactions }) => reactions.length > 0;
    default:
      return () => true;
  }
}

/** `{ field, op, value }`, of which only equality of `kind` is done here. */
const meets = (criteria: unknown) => (post: LibraryPost) =>
  ((criteria as Fields[] | undefined) ?? []).every(
    ({ field, op, value }) => field !== 'kind' || op !== 'eq' || post.kind === value,
  );

function queryPosts(library: Library, request: Fields): Fields {
  const { limit = DEFAULT_LIMIT, cursor, sort, criteria, include_fields: fields } = request;
  const most = Number(limit);
  // As validation says it in the recording.
  if (!(most >= 1 && most <= 50))
    throw new Refused(
      'internal_error',
      `Internal error: 1 validation error for QueryPostsRequest\nlimit\n  Input should be less than or equal to 50 [type=less_than_equal, input_value=${most}, input_type=int]`,
    );
  const found = library.posts.filter(isInChannel(library, request)).filter(meets(criteria));
  // Which order random is, nobody knows: here it is the other way round.
  const sorted = sort === 'random' ? [...found].reverse() : found;
  const from = Number(cursor ?? 0);
  const end = from + most;
  const hasMore = end < sorted.length;
  return {
    posts: sorted.slice(from, end).map((post) => only(post, fields)),
    ...(hasMore ? { next_cursor: String(end) } : {}),
    has_more: hasMore,
  };
}

function findPost({ posts }: Library, id: unknown): LibraryPost {
  const post = posts.find(({ post_id }) => post_id === id);
  if (!post) throw new Refused('not_found', `Post ${String(id)} not found`);
  return post;
}

function submitReaction(library: Library, { post_id: id, emoji }: Fields): Fields {
  const { reactions } = findPost(library, id);
  if (typeof emoji !== 'string' || !/\p{Emoji}/u.test(emoji))
    throw new Refused('invalid_emoji', 'Invalid emoji'); // a guess: what it takes is not known
  if (!reactions.includes(emoji)) {
    if (reactions.length >= MOST_REACTIONS)
      throw new Refused('reaction_limit_exceeded', 'Too many reactions'); // the sentence is a guess, the five are not
    reactions.push(emoji);
  }
  return { error: null };
}

function revokeReaction(library: Library, { post_id: id, emoji }: Fields): Fields {
  const post = findPost(library, id);
  post.reactions = post.reactions.filter((one) => one !== emoji);
  return { error: null };
}

const ANSWERS: Record<string, (library: Library, request: Fields) => Fields> = {
  query_posts: queryPosts,
  get_post: (library, { post_id: id, include_fields: fields }) => ({
    post: only(findPost(library, id), fields),
  }),
  submit_reaction: submitReaction,
  revoke_reaction: revokeReaction,
  echo: (_library, { echo_data }) => ({ echo_data, received_at: '2026-01-01T00:00:00.000000Z' }),
};

/**
 * What the server answers to a request of a player (Makapix's `request/{id}`). Its fields, sentences and codes are those of
 * the recording where that has them.
 */
export function answerRequest(library: Library, request: Fields): Fields {
  const { request_id, request_type: type } = request;
  try {
    const answer = ANSWERS[String(type)];
    if (!answer) throw new Refused('unknown_request_type', `Unknown request type: ${String(type)}`);
    return { request_id, success: true, ...answer(library, request) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { request_id, success: false, error: error.message, error_code: error.code };
  }
}
