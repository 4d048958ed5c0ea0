import type { Fields } from '../makapix/fieldsOf.js';
import { isSendable } from '../makapix/readProperties.js';

/** Channels that need nothing else. */
const PLAIN = /^(?:all|promoted|user)$/;
const SQID = /^[\w-]{1,100}$/;

/**
 * What stands for a channel in a request to the plugin: `promoted`, `by_user:gb`, `hashtag:cats`, `reactions:gb`.
 *
 * @param channel of a command: `channel_name` with `hashtag` or `user_sqid`; or one of a playset's, whose fields are
 * `type`, `name`, `identifier`
 * @returns null where it is none, or lacks what it needs
 */
export function channelRequest(channel: Fields): string | null {
  const name = channel.channel_name ?? (channel.type === 'named' ? channel.name : channel.type);
  const user = channel.user_sqid ?? channel.identifier;
  if (typeof name !== 'string') return null;
  if (name === 'hashtag') {
    const tag = channel.hashtag ?? channel.identifier;
    return isSendable(tag) ? `hashtag:${encodeURIComponent(tag.replace(/^#/, '').toLowerCase())}` : null;
  }
  // A playset names an artist's channel by `user` and who it is.
  const isOf = name === 'by_user' || name === 'reactions' || (name === 'user' && user !== undefined);
  if (isOf)
    return typeof user === 'string' && SQID.test(user)
      ? `${name === 'reactions' ? name : 'by_user'}:${user}`
      : null;
  return PLAIN.test(name) ? name : null;
}
