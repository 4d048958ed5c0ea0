import { fieldsOf } from './fieldsOf.js';
import { CHANNELS, type Channel, type Intent, type PlayOrder } from './view.js';

/** What an item says of itself in its `makapix:*` properties. */
export interface Post {
  postId: number;
  channel: Channel;
  userSqid: string | null;
  hashtag: string | null;
  /** null = the item does not say. */
  playOrder: PlayOrder | null;
  intent: Intent | null;
}

/** A post; or what is wrong with it, as sentences; or nothing that has to do with Makapix. */
type ReadProperties = { post: Post } | { problems: string[] } | null;

/** Servers count posts from 1, in 32 bits with a sign (PostgreSQL's `integer`). */
const MAX_POST_ID = 2_147_483_647;

/** As much of a wrong value as a log line should show. */
const MAX_SHOWN_LENGTH = 60;

/** Makapix takes no longer user or tag. */
const MAX_CONTEXT_LENGTH = 100;

/** A text that can be sent, not too long: half of a surrogate pair has no UTF-8. */
export function isSendable(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_CONTEXT_LENGTH) return false;
  try {
    encodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads an item's properties.
 *
 * @param properties `info.properties` of MSX, as it came.
 * @param defaultChannel for an item without `makapix:channel`.
 */
export function readProperties(properties: unknown, defaultChannel: string): ReadProperties {
  const values = fieldsOf(properties);
  const valueOf = (name: string): unknown => values[`makapix:${name}`] ?? null;
  const id = valueOf('post_id');
  if (id === null) return null;

  const problems: string[] = [];
  const shown = (value: unknown): string => JSON.stringify(value).slice(0, MAX_SHOWN_LENGTH);
  const wrong = (name: string, expected: string): void => {
    problems.push(`makapix:${name} is ${shown(valueOf(name))}, not ${expected}`);
  };

  // A number, or the same as a text.
  const postId = Number(id);
  if (!/^(\d+|"\d+")$/.test(JSON.stringify(id)) || postId < 1 || postId > MAX_POST_ID)
    wrong('post_id', `an integer from 1 to ${MAX_POST_ID}`);

  const channel = (valueOf('channel') ?? defaultChannel) as Channel;
  if (CHANNELS.indexOf(channel) < 0)
    problems.push(
      `${valueOf('channel') === null ? 'views.' : 'makapix:'}channel is ${shown(channel)}, not one of ${CHANNELS.join(', ')}`,
    );

  const context = (name: 'user_sqid' | 'hashtag', neededBy: Channel): string | null => {
    const value = valueOf(name);
    if (isSendable(value)) return value;
    if (value !== null) wrong(name, `a text of 1 to ${MAX_CONTEXT_LENGTH} characters`);
    else if (channel === neededBy) problems.push(`makapix:channel is ${neededBy}, without makapix:${name}`);
    return null;
  };
  const userSqid = context('user_sqid', 'by_user');
  const hashtag = context('hashtag', 'hashtag');

  const order = valueOf('play_order');
  if (order !== null && !/^"?[012]"?$/.test(JSON.stringify(order))) wrong('play_order', '0, 1 or 2');
  const playOrder = (order === null ? null : Number(order)) as PlayOrder | null;

  const intent = valueOf('intent');
  if (intent !== null && intent !== 'artwork' && intent !== 'channel') wrong('intent', 'artwork or channel');

  return problems.length
    ? { problems }
    : { post: { postId, channel, userSqid, hashtag, playOrder, intent: intent as Intent | null } };
}
