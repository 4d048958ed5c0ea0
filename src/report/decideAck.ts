import { retryAfterMs, type Ack } from '../makapix/ack.js';
import {
  settle,
  finish,
  IDLE,
  isOut,
  notBefore,
  type DeliveryState,
  type DeliveryTurn,
} from './deliveryState.js';

/** Sends again after `processing_error` before others get their turn. */
const MAX_FAILURES = 5;
/** How often a view that the server fails to process has its turn. */
const MAX_ROUNDS = 3;

/** Only the owner can cure these; to drop views for them would lose a day of a TV that is not set up yet. */
const BLOCKING = ['player_key_mismatch', 'player_not_registered', 'player_no_owner', 'owner_not_permitted'];

/**
 * Whether an answer is for the head, and not for an earlier view: servers answer in the order in which views come, but
 * brokers deliver twice, and a view that was sent again is answered again.
 *
 * @param code '' = success
 */
function isForHead({ isArtwork, open, sends, isExact }: DeliveryState, code: string): boolean {
  // A first send is a duplicate only where the owner has counted this artwork today, which nobody can tell from an
  // earlier view's second answer unless every answer has come.
  if (code === 'duplicate') return open > 1 || (open > 0 && sends > 0 && isArtwork && isExact);
  // A failure that comes twice, when the view waits for its turn with a later timestamp.
  return sends > 0 && (!code || open > 0);
}

/** Nothing of this player is taken until its owner has done something. */
function block({ state, effects, atMs, rules }: DeliveryTurn, code: string, message: string): void {
  if (!state.blocked || state.blocked.code !== code)
    effects.push({ type: 'blocked', message: `${message} (${code})` });
  state.blocked = { code, message };
  state.flight = IDLE;
  state.open--;
  state.readyAtMs = atMs + rules.blockedRetryMs;
}

/** The head is sent again, with a later timestamp. */
function renew(turn: DeliveryTurn): void {
  settle(turn, 'renew');
  turn.state.flight = IDLE;
  turn.state.open = 0;
}

function backOff({ state, atMs, rules }: DeliveryTurn): void {
  if (state.failures) notBefore(state, atMs + rules.errorBackoffMs * Math.pow(2, state.failures - 1));
}

/** What an answer of the server means for the head of the queue. */
export function decideAck(turn: DeliveryTurn, ack: Ack): void {
  const { state, atMs, rules } = turn;
  const code = ack.success ? '' : ack.code;
  const message = ack.success ? '' : ack.message;
  if (!isForHead(state, code)) return;
  state.isExact = state.open === 1 && isOut(state);
  state.silences = 0;
  if (BLOCKING.indexOf(code) >= 0) {
    block(turn, code, message);
    return;
  }
  state.blocked = null;
  // The server looked at it by now at the latest: counted from here, what comes next cannot be too early.
  notBefore(state, atMs + rules.intervalMs);
  switch (code) {
    case '':
    case 'duplicate':
      finish(turn, 'sent');
      break;
    case 'post_not_found':
      // Of two refusals in a row the second may be the first one's echo, if it does not come again.
      if (state.sends === 1 && atMs - state.refusedAtMs < rules.ackTimeoutMs) {
        renew(turn);
        backOff(turn);
        break;
      }
      state.refusedAtMs = atMs;
      finish(turn, 'refused', message);
      break;
    case 'rate_limited':
      renew(turn);
      state.readyAtMs = atMs + (retryAfterMs(message) || rules.rateLimitedMs);
      break;
    default: // processing_error, and what no document knows
      if (++state.failures > MAX_FAILURES) {
        const isLast = state.head && state.head.view.rounds >= MAX_ROUNDS - 1;
        finish(turn, isLast ? 'failed' : 'to-end', message || code);
        break;
      }
      renew(turn);
      backOff(turn);
  }
}
