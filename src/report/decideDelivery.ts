import { decideAck } from './decideAck.js';
import {
  ASKED,
  CONFIRMED,
  finish,
  IDLE,
  keyOf,
  notBefore,
  SENT,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
  type DeliveryState,
  type DeliveryTurn,
} from './deliveryState.js';
import type { QueuedView } from './createHead.js';

/** Views in a row without an answer before the log says so. */
const MAX_SILENCES = 3;
/** To find out whether a server is there by now: waits of 30, 60, 120, 240, 300, 300 … s, for an hour. */
const OLD_WAIT_FACTOR = 3;
const MAX_OLD_SENDS = 14;

/** When `tick` is due, on the monotonic clock; Infinity = only an event can change anything. */
export function nextDeliveryAtMs(
  { online, head, flight, acks, silences, readyAtMs, lastSentAtMs }: DeliveryState,
  { ackTimeoutMs, silenceMaxMs }: DeliveryRules,
): number {
  // The connection's own watch cares for a PUBACK that does not come.
  if (!online || !head || flight === ASKED || flight === SENT) return Infinity;
  if (head.isOld ? !silences : !flight || acks !== 'answered') return readyAtMs;
  if (head.isOld && silences > MAX_OLD_SENDS) return Infinity;
  const waitMs = (head.isOld ? OLD_WAIT_FACTOR : 1) * ackTimeoutMs * Math.pow(2, silences - 1);
  return Math.max(readyAtMs, lastSentAtMs + Math.min(silenceMaxMs, waitMs));
}

const isOld = (head: QueuedView | null): boolean => head !== null && head.isOld;

/** The head is another one, or another version of itself. */
function takeHead(state: DeliveryState, head: QueuedView | null): void {
  const isSame = keyOf(state.head) === keyOf(head);
  // It has left without an answer.
  if (!isSame && state.head) state.isExact = false;
  state.head = head;
  if (isSame) return;
  state.isArtwork = head !== null && head.view.facts.intent === 'artwork';
  state.flight = IDLE;
  // Sent with its present timestamp, and nobody knows what became of it.
  state.open = head && head.view.timestamp !== undefined && !head.view.failed ? 1 : 0;
  // Its answer may still come to this page if it was in flight when the page before this one ended.
  state.sends = state.online || isOld(head) ? 0 : state.open;
  state.failures = 0;
  if (!isOld(head)) state.silences = 0;
}

function sayMissing({ state, effects }: DeliveryTurn): void {
  if (!state.isMissing) effects.push({ type: 'acks-missing' });
  state.isMissing = true;
}

/** Nobody has answered in time. */
function hearNothing(turn: DeliveryTurn): void {
  const { state } = turn;
  if (state.acks === 'answered' || isOld(state.head)) {
    state.flight = IDLE;
    if (state.silences < MAX_SILENCES) return;
    if (!state.isMissing) turn.effects.push({ type: 'connect-anew' });
    sayMissing(turn);
  } else {
    state.isExact = false;
    state.hasPassed = true;
    sayMissing(turn);
    finish(turn, 'unanswered');
  }
}

function hear(turn: DeliveryTurn, event: DeliveryEvent): void {
  const { state, effects, atMs, rules } = turn;
  switch (event.type) {
    case 'ready':
      state.readyAtMs = event.atMs;
      if (event.hasAnswered && state.acks !== 'off') state.acks = 'answered';
      break;
    case 'online':
      state.isDeaf = state.acks === 'off' || !event.acksCanCome;
      // A server that answers is waited for, until its answers can be heard again.
      state.online = event.acksCanCome || state.acks !== 'answered';
      break;
    case 'offline':
      state.online = state.isExact = false;
      state.flight = IDLE;
      state.silences = 0;
      break;
    case 'head':
      takeHead(state, event.head);
      break;
    case 'sent':
      if (!state.flight) break;
      state.flight = SENT;
      state.sends++;
      state.open++;
      state.silences++;
      state.lastSentAtMs = atMs;
      state.readyAtMs = atMs + rules.intervalMs + rules.paceMarginMs;
      break;
    case 'not-sent':
      state.flight = IDLE;
      notBefore(state, event.untilMs);
      break;
    case 'confirmed':
      if (keyOf(state.head) !== event.key || state.flight !== SENT) break;
      state.flight = CONFIRMED;
      // The broker had it by now at the latest.
      notBefore(state, atMs + rules.intervalMs);
      if (state.isDeaf) finish(turn, 'sent');
      break;
    case 'ack': {
      if (state.acks === 'off') break;
      const isFirst = state.acks === 'silent';
      state.acks = 'answered';
      state.isMissing = false;
      // Where a broker has kept everything for a server that was away, it is for the first of all that come again now.
      if (!isFirst || !state.hasPassed) decideAck(turn, event.ack);
      if (isFirst) effects.push({ type: 'answered' });
      break;
    }
    case 'tick':
      if (state.flight === CONFIRMED && atMs >= nextDeliveryAtMs(state, rules)) hearNothing(turn);
  }
}

/**
 * What to do with the view at the head of the queue (player-status.md, Acknowledgment, Rate Limiting).
 *
 * The server remembers a view's timestamp before it looks at pace and post (Makapix): whatever it answers but
 * success, the same timestamp is a `duplicate` for a minute, and is not recorded. So a view is sent again with
 * the same timestamp only where nobody knows what became of it, and with a later one where its failure is known.
 */
export function decideDelivery(
  before: DeliveryState,
  event: DeliveryEvent,
  atMs: number,
  rules: DeliveryRules,
): [DeliveryState, DeliveryEffect[]] {
  const state = { ...before };
  const turn: DeliveryTurn = { state, effects: [], atMs, rules };
  hear(turn, event);
  if (state.head && !state.flight && atMs >= nextDeliveryAtMs(state, rules)) {
    state.flight = ASKED;
    turn.effects.push({ type: 'send', head: state.head });
  }
  return [state, turn.effects];
}
