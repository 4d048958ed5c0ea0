import type { PlayerMessage } from './playerMessage.js';

/** The longest piece of a payload that is printed, in characters. */
const LONGEST_TEXT = 80;

/**
 * One line for a person: when, which player, what.
 * @param at when the message arrived
 */
export function eventLine(message: PlayerMessage, at: Date): string {
  const time = at.toTimeString().slice(0, 8);
  return `${time}  ${plain(message.playerKey)}  ${tell(message)}`;
}

function tell(message: PlayerMessage): string {
  if (message.kind === 'unreadable')
    return `sent something that is not a JSON object to ${plain(message.topic)}`;
  const { fields } = message;
  const told = message.kind === 'status' ? tellStatus(fields) : tellView(fields);
  return fields.player_key === message.playerKey
    ? told
    : `${told}, but the payload names another player: ${plain(fields.player_key)}`;
}

function tellStatus(fields: Readonly<Record<string, unknown>>): string {
  // A status that is left out means online (facts of the server, "Validation").
  const parts = [plain(fields.status ?? 'online')];
  if (isGiven(fields.current_post_id)) parts.push(`now showing ${plain(fields.current_post_id)}`);
  if (isGiven(fields.firmware_version)) parts.push(`version ${plain(fields.firmware_version)}`);
  return parts.join(', ');
}

function tellView(fields: Readonly<Record<string, unknown>>): string {
  const channel = [fields.channel, fields.channel_user_sqid, fields.channel_hashtag]
    .filter(isGiven)
    .map((part, i) => (i > 0 ? `(${plain(part)})` : plain(part)))
    .join(' ');
  const by = fields.intent === 'artwork' ? ', chosen by a person' : '';
  return `view ${plain(fields.post_id)}, channel ${channel || 'missing'}${by}, seen ${plain(fields.timestamp)}`;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Whoever can reach the broker writes these texts: nothing of them may steer the terminal. */
function plain(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? 'missing' : JSON.stringify(value);
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/g, '?');
  return safe.length > LONGEST_TEXT ? `${safe.slice(0, LONGEST_TEXT)}…` : safe;
}
