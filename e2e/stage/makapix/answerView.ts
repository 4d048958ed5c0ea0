import { viewProblems, type ViewPayload } from '../../../src/makapix/view.js';
import type { AckCode } from '../../../src/makapix/ack.js';

/** A player as the server knows it. */
export interface RegisteredPlayer {
  /** null = nobody has claimed it yet. */
  owner: string | null;
  /** false = the owner's account may not sign in. */
  ownerPermitted: boolean;
}

/** What the server knows when it looks at a view. */
interface ServerState {
  players: ReadonlyMap<string, RegisteredPlayer>;
  /** Who made a post; null = there is no such post. */
  authorOf: (postId: number) => string | null;
  memory: ServerMemory;
  /** The check that fails this time, though nothing is wrong with the view; null = none. */
  fault: Fault | null;
  /** From one view of a player to the next. */
  intervalMs?: number;
  /** How long a view is known again. */
  duplicateMemoryMs?: number;
}

/** What the server remembers of views; as the moment when it looked at them. */
interface ServerMemory {
  /** By player, post and timestamp. */
  seenAtMs: Map<string, number>;
  /** By player: the pace. */
  slotAtMs: Map<string, number>;
  /** Owner, post and UTC day of the views with the intent `artwork`. */
  counted: Set<string>;
}

/** `unheard_of`: a code that no document knows. */
export type Fault = AckCode | 'unheard_of';

/**
 * What becomes of a view. `own-post` and `unwritten` are answered with success and not recorded: the post is
 * the owner's own; the row has no room for what the view says.
 */
export type Outcome = 'recorded' | 'own-post' | 'unwritten' | 'invalid' | Fault;

export interface Answer {
  outcome: Outcome;
  /** Where the ack goes: not the topic's key where that has capitals. */
  playerKey: string;
  /** Of the ack; null = none is sent. */
  text: string | null;
  /** What the server remembers from now on. */
  remembers: { seen?: string; slot?: string; counted?: string };
}

/** player-status.md, Rate Limiting: 1 view per 5 seconds and player. */
export const VIEW_INTERVAL_MS = 5000;
const DUPLICATE_MEMORY_MS = 60_000;

/** PostgreSQL's `integer`: a larger id is an error of the database. */
const MAX_ID = 2_147_483_647;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY_LENGTH = '2026-01-01'.length;

export const newMemory = (): ServerMemory => ({
  seenAtMs: new Map(),
  slotAtMs: new Map(),
  counted: new Set(),
});

/** Decides of a view (see decideAnswer), and has the server remember what that says. */
export function answerView(state: ServerState, topicKey: string, payload: unknown, nowMs: number): Answer {
  const answer = decideAnswer(state, topicKey, payload, nowMs);
  const { seen, slot, counted } = answer.remembers;
  if (seen !== undefined) state.memory.seenAtMs.set(seen, nowMs);
  if (slot !== undefined) state.memory.slotAtMs.set(slot, nowMs);
  if (counted !== undefined) state.memory.counted.add(counted);
  return answer;
}

/**
 * What Makapix's own server answers to a view, in the order in which it looks: a view is remembered, and the
 * slot taken, before the post is looked up, so that a view that came too fast or met a fault is `duplicate`
 * when it comes again within the minute, and not recorded.
 *
 * @param topicKey the key in the topic, as it is written there
 * @param payload of the message; what is no JSON is undefined
 * @param nowMs when the server looks at it, ms since 1970
 */
function decideAnswer(
  {
    players,
    authorOf,
    memory,
    fault,
    intervalMs = VIEW_INTERVAL_MS,
    duplicateMemoryMs = DUPLICATE_MEMORY_MS,
  }: ServerState,
  topicKey: string,
  payload: unknown,
  nowMs: number,
): Answer {
  // The server reads the topic's key as a UUID, and writes that down in lower case.
  const playerKey = topicKey.toLowerCase();
  const invalid: Answer = { outcome: 'invalid', playerKey, text: null, remembers: {} };
  if (!UUID.test(playerKey) || viewProblems(payload).length > 0) return invalid;
  const view = payload as ViewPayload;
  const { post_id: postId } = view;

  const remembers: Answer['remembers'] = {};
  const answer = (outcome: Outcome, text: string): Answer => ({
    outcome,
    playerKey,
    text: view.request_ack ? text : null,
    remembers,
  });
  const refuse = (code: AckCode, sentence = SENTENCES[code]): Answer => answer(code, failure(code, sentence));

  const player = players.get(playerKey);
  // As text: a key in capitals is never the one that the topic was read as.
  if (fault === 'player_key_mismatch' || view.player_key !== playerKey) return refuse('player_key_mismatch');
  if (fault === 'player_not_registered' || !player) return refuse('player_not_registered');
  if (fault === 'player_no_owner' || player.owner === null) return refuse('player_no_owner');
  if (fault === 'owner_not_permitted' || !player.ownerPermitted) return refuse('owner_not_permitted');

  const identity = `${playerKey} ${postId} ${view.timestamp}`;
  const isKnown = nowMs - (memory.seenAtMs.get(identity) ?? -Infinity) < duplicateMemoryMs;
  if (fault === 'duplicate' || isKnown) return refuse('duplicate');
  remembers.seen = identity;

  const waitMs = (memory.slotAtMs.get(playerKey) ?? -Infinity) + intervalMs - nowMs;
  if (fault === 'rate_limited' || waitMs > 0)
    return refuse('rate_limited', `Rate limited, retry after ${redisSeconds(waitMs)}s`);
  remembers.slot = playerKey;

  if (fault === 'processing_error' || Math.abs(postId) > MAX_ID) return refuse('processing_error');
  if (fault === 'unheard_of') return answer(fault, failure(fault, 'Something new'));
  const author = authorOf(postId);
  if (fault === 'post_not_found' || author === null) return refuse('post_not_found');
  if (author === player.owner) return answer('own-post', SUCCESS);

  if (view.intent === 'artwork') {
    const counted = `${player.owner} ${postId} ${new Date(nowMs).toISOString().slice(0, DAY_LENGTH)}`;
    if (memory.counted.has(counted)) return refuse('duplicate');
    remembers.counted = counted;
  }
  return answer(fitsItsRow(view) ? 'recorded' : 'unwritten', SUCCESS);
}

/** Redis' TTL, as Python prints it: to the nearest second, so `4.0` for anything from 3.5 to 4.5 s. */
const redisSeconds = (waitMs: number): string => Math.max(0, Math.floor((waitMs + 500) / 1000)).toFixed(1);

/** The widths of the columns; a view that does not fit is acked before that is found out. */
function fitsItsRow(view: ViewPayload): boolean {
  const { channel, timestamp, timezone, channel_user_sqid: sqid, channel_hashtag: hashtag } = view;
  const context = channel === 'hashtag' ? hashtag : /^(by_user|reactions)$/.test(channel) ? sqid : null;
  return (
    channel.length <= 20 && timestamp.length <= 50 && timezone.length <= 50 && (context ?? '').length <= 100
  );
}

/** The texts of the acks, as they were recorded: Python puts a space behind colon and comma. */
const SUCCESS = '{"success": true}';
const failure = (code: Fault, sentence: string): string =>
  `{"success": false, "error": ${JSON.stringify(sentence)}, "error_code": "${code}"}`;

const SENTENCES: Record<AckCode, string> = {
  player_key_mismatch: 'player_key mismatch between topic and payload',
  player_not_registered: 'Player not registered',
  player_no_owner: 'Player has no owner',
  owner_not_permitted: 'Owner not permitted',
  duplicate: 'Duplicate view event',
  rate_limited: 'Rate limited, retry after 5.0s',
  post_not_found: 'Post not found',
  processing_error: '(psycopg.errors.NumericValueOutOfRange) integer out of range', // and much more
};
