import { isSendable } from '../makapix/readProperties.js';
import type { JsonObject } from '../msx/json.js';

/** A channel of artworks. */
export interface Channel {
  /** What `query_posts` needs to find it. */
  query: JsonObject;
  /** What its artworks say of where they come from. */
  properties: JsonObject;
  /** For people. */
  name: string;
}

const PLAIN_NAMES: Record<string, string> = {
  all: 'All artworks',
  promoted: 'Promoted artworks',
  user: 'My artworks',
};

/** Each is asked for by itself, at the same time. */
const MOST_CHANNELS = 10;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // half an escape is no tag
  }
}

function readChannel(spec: string): Channel | null {
  const [, plain, word, of = ''] =
    /^(?:(all|promoted|user)|(by_user|reactions|hashtag):(.+))$/.exec(spec) || [];
  const channel = plain || word;
  if (!channel) return null;
  const read: Channel = { query: { channel }, properties: { 'makapix:channel': channel }, name: '' };
  if (plain) return { ...read, name: PLAIN_NAMES[plain]! };
  const isTag = channel === 'hashtag';
  const value = isTag ? decoded(of).replace(/^#/, '').toLowerCase() : of;
  if (!isSendable(value) || !(isTag || /^[\w-]+$/.test(value))) return null;
  const field = isTag ? 'hashtag' : 'user_sqid';
  read.query[field] = value;
  read.properties[`makapix:${field}`] = value;
  const name = isTag ? `#${value}` : `${channel === 'by_user' ? 'Artworks of' : 'Liked by'} ${value}`;
  return { ...read, name };
}

/**
 * The channels that a request names, as `channelRequest` writes them: `promoted`, `by_user:gb`, `hashtag:cats`,
 * `reactions:gb`, or several with a plus between them. Of more than ten the first ten.
 *
 * @returns null where one of them is none
 */
export function readChannels(spec: string): Channel[] | null {
  const channels = spec.split('+').slice(0, MOST_CHANNELS).map(readChannel);
  return channels.every((channel) => channel !== null) ? channels : null;
}
