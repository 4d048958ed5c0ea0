import { fieldsOf, type Fields } from '../../makapix/fieldsOf.js';
import { storable } from '../text/storable.js';
import { readCriteria, type Criterion } from './readCriteria.js';
import { requestProblem, type RequestProblem } from './requestProblem.js';

const CHANNELS = ['all', 'promoted', 'user', 'by_user', 'artwork', 'hashtag', 'reactions'] as const;
const SORTS = ['server_order', 'created_at', 'random', 'reacted_at'] as const;

/** Makapix's limits. */
const MOST_POSTS = 50;
const LONGEST_EMOJI_CHARACTERS = 20;

/** Which posts a TV asks for. */
export interface Query {
  channel: (typeof CHANNELS)[number];
  /** Whose, for `by_user` and `reactions`: an owner's name; null = not said. */
  user: string | null;
  hashtag: string | null;
  sort: (typeof SORTS)[number];
  /** null = a new order with the first page. */
  randomSeed: number | null;
  /** What the page before has given; null = the first one. */
  cursor: string | null;
  limit: number;
  criteria: Criterion[];
  includeFields: string[];
}

/** What a TV asks for. */
export type Request =
  | { type: 'query_posts'; query: Query }
  | { type: 'get_post'; postId: number; includeFields: string[] }
  | { type: 'submit_reaction' | 'revoke_reaction'; postId: number; emoji: string }
  | { type: 'get_playset'; name: string }
  | { type: 'echo'; echoData: unknown };

/**
 * Reads a request (facts of the protocol, Requests). Where Makapix's server finds a wrong value it answers with
 * `internal_error` and what it thinks of it; the code is the same here, the sentence is ours.
 * @param playerKey that of the topic
 */
export function readRequest(playerKey: string, payload: string): Request | RequestProblem {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return requestProblem('invalid_json', 'Invalid JSON in request payload');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return requestProblem('invalid_request', 'A request is a JSON object');
  const fields = fieldsOf(value);
  const { request_type: type } = fields;
  if (typeof type !== 'string' || type === '')
    return requestProblem('invalid_request', 'Missing request_type');
  if (fields.player_key !== playerKey)
    return requestProblem('authentication_failed', 'player_key is not that of the topic');
  try {
    return readFields(type, fields);
  } catch (error) {
    if (error instanceof WrongField) return error.problem;
    throw error;
  }
}

/** Ends the reading where a field has a value that it cannot have. */
class WrongField extends Error {
  constructor(readonly problem: RequestProblem) {
    super(problem.message);
  }
}

const wrong = (name: string, expected: string): WrongField =>
  new WrongField(requestProblem('internal_error', `Internal error: ${name} must be ${expected}`));

function readFields(type: string, fields: Fields): Request | RequestProblem {
  switch (type) {
    case 'query_posts':
      return { type, query: readQuery(fields) };
    case 'get_post':
      return { type, postId: wholeNumber(fields, 'post_id'), includeFields: includedIn(fields) };
    case 'submit_reaction':
    case 'revoke_reaction':
      return { type, postId: wholeNumber(fields, 'post_id'), emoji: emojiIn(fields) };
    case 'get_playset':
      return { type, name: textOrNull(fields, 'playset_name') ?? '' };
    case 'echo':
      return { type, echoData: fields.echo_data ?? null };
    default:
      return requestProblem('unknown_request_type', `Unknown request type: ${type.slice(0, 100)}`);
  }
}

function readQuery(fields: Fields): Query {
  const criteria = readCriteria(fields.criteria);
  if (!Array.isArray(criteria)) throw new WrongField(criteria);
  const limit = fields.limit === undefined ? MOST_POSTS : wholeNumber(fields, 'limit');
  if (limit < 1 || limit > MOST_POSTS) throw wrong('limit', `a number from 1 to ${MOST_POSTS}`);
  const seed = fields.random_seed ?? null;
  return {
    channel: oneOf(fields, 'channel', CHANNELS, 'all'),
    user: textOrNull(fields, 'user_handle') ?? textOrNull(fields, 'user_sqid'),
    hashtag: textOrNull(fields, 'hashtag'),
    sort: oneOf(fields, 'sort', SORTS, 'server_order'),
    randomSeed: seed === null ? null : wholeNumber(fields, 'random_seed'),
    cursor: textOrNull(fields, 'cursor'),
    limit,
    criteria,
    includeFields: includedIn(fields),
  };
}

function wholeNumber(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong(name, 'a whole number');
  return value;
}

/** An empty text says nothing. */
function textOrNull(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value !== null && typeof value !== 'string') throw wrong(name, 'a text');
  return value === '' ? null : value;
}

function oneOf<T extends string>(fields: Fields, name: string, values: readonly T[], otherwise: T): T {
  const value = fields[name] ?? otherwise;
  const known = values.find((one) => one === value);
  if (known === undefined) throw wrong(name, `one of ${values.join(', ')}`);
  return known;
}

function includedIn(fields: Fields): string[] {
  const value = fields.include_fields ?? [];
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string'))
    throw wrong('include_fields', 'a list of texts');
  return value;
}

function emojiIn(fields: Fields): string {
  const emoji = storable(textOrNull(fields, 'emoji') ?? '').trim();
  // Characters as Makapix counts them: code points.
  if (
    emoji === '' ||
    Array.from(emoji.slice(0, 4 * LONGEST_EMOJI_CHARACTERS)).length > LONGEST_EMOJI_CHARACTERS
  )
    throw new WrongField(requestProblem('invalid_emoji', 'Invalid emoji format'));
  return emoji;
}
