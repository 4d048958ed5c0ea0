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
export type ReadProperties = { post: Post } | { problems: string[] } | null;

/** The largest integer that a number holds exactly. */
const MAX_INTEGER = 9_007_199_254_740_991;

/** As much of a wrong value as a log line should show. */
const MAX_SHOWN_LENGTH = 60;

function postIdOf(value: unknown): number | null {
  const isDigits = typeof value === 'string' && /^\d+$/.test(value);
  const id = isDigits ? Number(value) : value;
  const isId = typeof id === 'number' && Math.floor(id) === id && Math.abs(id) <= MAX_INTEGER;
  return isId ? id : null;
}

/** Nobody's user or tag is longer; what is would make a message that brokers refuse, and the queue stand still. */
const MAX_CONTEXT_LENGTH = 256;

/** A text that can be sent: half of a surrogate pair has no UTF-8. */
function isSendable(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_CONTEXT_LENGTH) return false;
  try {
    encodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/**
 * Reads an item's properties.
 *
 * @param properties `info.properties` of MSX, as it came.
 * @param defaultChannel for an item without `makapix:channel`.
 */
export function readProperties(properties: unknown, defaultChannel: string): ReadProperties {
  if (typeof properties !== 'object' || properties === null) return null;
  const values = properties as Record<string, unknown>;
  if (!isGiven(values['makapix:post_id'])) return null;

  const problems: string[] = [];
  const wrong = (name: string, expected: string): void => {
    problems.push(
      `makapix:${name} is ${JSON.stringify(values[`makapix:${name}`]).slice(0, MAX_SHOWN_LENGTH)}, not ${expected}`,
    );
  };

  const postId = postIdOf(values['makapix:post_id']);
  if (postId === null) wrong('post_id', 'an integer');

  const named = values['makapix:channel'];
  const channel = isGiven(named) ? named : defaultChannel;
  if (CHANNELS.indexOf(channel as Channel) < 0) {
    if (isGiven(named)) wrong('channel', `one of ${CHANNELS.join(', ')}`);
    else problems.push(`views.channel is ${JSON.stringify(channel)}, not one of ${CHANNELS.join(', ')}`);
  }

  const context = (name: 'user_sqid' | 'hashtag', neededBy: Channel): string | null => {
    const value = values[`makapix:${name}`];
    if (isSendable(value)) return value;
    if (isGiven(value)) wrong(name, `a text of 1 to ${MAX_CONTEXT_LENGTH} characters`);
    else if (channel === neededBy) problems.push(`makapix:channel is ${neededBy}, without makapix:${name}`);
    return null;
  };
  const userSqid = context('user_sqid', 'by_user');
  const hashtag = context('hashtag', 'hashtag');

  const order = values['makapix:play_order'];
  const isOrder =
    !isGiven(order) ||
    ['0', '1', '2'].indexOf(typeof order === 'number' ? `${order}` : (order as string)) >= 0;
  if (!isOrder) wrong('play_order', '0, 1 or 2');
  const playOrder = isGiven(order) ? Number(order) : null;

  const intent = isGiven(values['makapix:intent']) ? values['makapix:intent'] : null;
  if (intent !== null && intent !== 'artwork' && intent !== 'channel') wrong('intent', 'artwork or channel');

  if (problems.length > 0 || postId === null) return { problems };
  return {
    post: {
      postId,
      channel: channel as Channel,
      userSqid,
      hashtag,
      playOrder: playOrder as PlayOrder | null,
      intent: intent as Intent | null,
    },
  };
}
