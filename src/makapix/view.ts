/** Where an item came from (player-status.md, Channel Values; `reactions` is one more that servers take). */
export const CHANNELS = ['all', 'promoted', 'user', 'by_user', 'hashtag', 'reactions'] as const;
export type Channel = (typeof CHANNELS)[number];

/** player-status.md, Intent Values. */
export type Intent = 'artwork' | 'channel';

/** 0 server order, 1 created at, 2 random (player-status.md, Play Order Values). */
export type PlayOrder = 0 | 1 | 2;

/** What goes to the view topic (player-status.md, View Events). @wire */
export interface ViewPayload {
  post_id: number;
  timestamp: string;
  timezone: '';
  intent: Intent;
  play_order: PlayOrder;
  channel: Channel;
  player_key: string;
  channel_user_sqid: string | null;
  channel_hashtag: string | null;
  request_ack: boolean;
}

/** @wire */
export interface ViewFacts {
  postId: number;
  /** See timestamp.ts. */
  timestamp: string;
  intent: Intent;
  playOrder: PlayOrder;
  channel: Channel;
  userSqid: string | null;
  hashtag: string | null;
}

export function viewPayload(facts: ViewFacts, playerKey: string, requestAck: boolean): ViewPayload {
  return {
    post_id: facts.postId,
    timestamp: facts.timestamp,
    timezone: '',
    intent: facts.intent,
    play_order: facts.playOrder,
    channel: facts.channel,
    player_key: playerKey,
    channel_user_sqid: facts.userSqid,
    channel_hashtag: facts.hashtag,
    request_ack: requestAck,
  };
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNothing = (value: unknown): boolean => value === undefined || value === null || isText(value);
const isInteger = (value: unknown): boolean =>
  typeof value === 'number' && isFinite(value) && Math.floor(value) === value;

/** Each field and what a server accepts in it. */
const FIELDS: [name: string, isGood: (value: unknown) => boolean, expected: string][] = [
  ['post_id', isInteger, 'an integer'],
  ['timestamp', isText, 'a string'],
  ['timezone', isText, 'a string'],
  ['intent', (value) => value === 'artwork' || value === 'channel', '"artwork" or "channel"'],
  ['play_order', (value) => value === 0 || value === 1 || value === 2, '0, 1 or 2'],
  ['channel', isText, 'a string'],
  ['player_key', isText, 'a string'],
  ['channel_user_sqid', isTextOrNothing, 'a string or null'],
  ['channel_hashtag', isTextOrNothing, 'a string or null'],
  ['request_ack', (value) => value === undefined || typeof value === 'boolean', 'true or false'],
];

/**
 * What is wrong with a received view, as sentences; empty = a valid one, which then is a ViewPayload but for
 * its optional fields. A server drops an invalid one without an ack.
 */
export function viewProblems(payload: unknown): string[] {
  if (typeof payload !== 'object' || payload === null) return ['a view event is a JSON object'];
  const fields = payload as Record<string, unknown>;
  return FIELDS.filter(([name, isGood]) => !isGood(fields[name])).map(
    ([name, , expected]) => `${name} must be ${expected}`,
  );
}
