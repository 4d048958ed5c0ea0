import { ackText, type AckCode } from '../../makapix/ack.js';

/** player-status.md, Rate Limiting: 1 view per 5 seconds and player. */
const VIEW_INTERVAL_MS = 5000;

/** A view of unknown time that comes again within this is taken for a redelivery. */
export const REDELIVERY_MS = 60_000;

/** What the decision about a view needs to know. */
export interface ViewFacts {
  /** The key of the topic that the view came on. */
  topicKey: string;
  /** The key in its payload. */
  payloadKey: string;
  /** null = no such player. */
  player: {
    owner: string | null;
    ownerPermitted: boolean;
    /** When its last view was taken; null = never. */
    lastViewAtMs: number | null;
  } | null;
  /** Whether the same view was recorded before. */
  isDuplicate: boolean;
  /** null = no such post. */
  post: { author: string | null } | null;
}

/** What became of a view. `own_post` is answered with success and not recorded. */
export type ViewOutcome =
  { kind: 'recorded' } | { kind: 'own_post' } | { kind: 'refused'; code: AckCode; message: string };

/**
 * What becomes of a view (player-status.md, Error Codes to Self-View Filtering). The order of the checks is
 * Makapix's: a duplicate is told as one even when it comes too fast.
 * @param nowMs when it arrived
 */
export function decideView(facts: ViewFacts, nowMs: number): ViewOutcome {
  const { player, post } = facts;
  if (facts.payloadKey !== facts.topicKey) return refused('player_key_mismatch');
  if (!player) return refused('player_not_registered');
  if (player.owner === null) return refused('player_no_owner');
  if (!player.ownerPermitted) return refused('owner_not_permitted');
  if (facts.isDuplicate) return refused('duplicate');
  const waitMs = waitOf(player.lastViewAtMs, nowMs);
  if (waitMs > 0) return refused('rate_limited', `Rate limited, retry after ${Math.ceil(waitMs / 1000)}s`);
  if (!post) return refused('post_not_found');
  return post.author !== null && post.author === player.owner ? { kind: 'own_post' } : { kind: 'recorded' };
}

/** A last view in the future means that the server's clock was set back: it does not hold up anybody. */
function waitOf(lastViewAtMs: number | null, nowMs: number): number {
  if (lastViewAtMs === null || lastViewAtMs > nowMs) return 0;
  return Math.max(0, lastViewAtMs + VIEW_INTERVAL_MS - nowMs);
}

/** A broker keeps for a worker what comes within a day, unless somebody says otherwise. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * When a view counts as come for the pace, where a broker may have kept it. What asked for no ack is not sent again
 * when it is refused, and its TV has kept the pace: so it counts from when it was seen, but no sooner than the pace
 * after the last one, nor later than now. As many are taken as a TV can have sent in the time.
 * @param viewedAtMs null = the TV does not know
 * @param nowMs when the view, which is not too fast, came from the broker
 */
export function paceTimeMs(lastViewAtMs: number | null, viewedAtMs: number | null, nowMs: number): number {
  const earliestMs = nowMs - LONGEST_WAIT_MS;
  // Of the future, or of long ago: the TV's clock is wrong.
  const seenMs = viewedAtMs !== null && viewedAtMs >= earliestMs && viewedAtMs <= nowMs ? viewedAtMs : null;
  if (lastViewAtMs === null) return seenMs ?? nowMs;
  return Math.max(lastViewAtMs + VIEW_INTERVAL_MS, seenMs ?? 0, earliestMs);
}

/** The sentences of the acks (player-status.md, Error Codes). */
const MESSAGES: Record<AckCode, string> = {
  player_key_mismatch: 'The payload names another player than the topic',
  player_not_registered: 'Player not found or not registered',
  player_no_owner: 'Player has no linked user',
  owner_not_permitted: 'The user of the player may not sign in',
  duplicate: 'Duplicate view event (already recorded)',
  rate_limited: 'Rate limited, retry after 5s',
  post_not_found: "Post doesn't exist",
  processing_error: 'Server error',
};

function refused(code: AckCode, message = MESSAGES[code]): ViewOutcome {
  return { kind: 'refused', code, message };
}

/** For a view that could not be written down: the player sends it again. */
export const PROCESSING_ERROR = refused('processing_error');

/** The ack's text (player-status.md, Acknowledgment). */
export function ackOf(outcome: ViewOutcome): string {
  return outcome.kind === 'refused' ? ackText(outcome.code, outcome.message) : ackText();
}
