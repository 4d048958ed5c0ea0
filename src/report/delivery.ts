import { retryAfterMs, type Ack } from '../makapix/ack.js';
import type { ReportTiming } from './timing.js';

/** The rules of sending: `views.*` and `timing.*`. */
export type DeliveryRules = Pick<
  ReportTiming,
  'ackTimeoutMs' | 'paceMarginMs' | 'rateLimitedMs' | 'errorBackoffMs' | 'blockedRetryMs'
> & { intervalMs: number };

/** A view that is in flight was asked for, has left, and is confirmed by the broker. */
const IDLE = 0;
const ASKED = 1;
const SENT = 2;
const CONFIRMED = 3;

export interface DeliveryState {
  online: boolean;
  /** The view at the head of the queue; null = none. */
  key: string | null;
  /** How often this page has sent it. */
  sends: number;
  /** The page before this one has sent it, and nobody knows what became of it. */
  again: boolean;
  /** How often the server failed to process it in this round. */
  failures: number;
  /** How often in a row the broker confirmed it and the server said nothing. */
  silences: number;
  /** The one view in flight: an ack says neither post nor time, so there is never another. */
  flight: typeof IDLE | typeof ASKED | typeof SENT | typeof CONFIRMED;
  /** Nothing is sent before, on the monotonic clock. */
  readyAtMs: number;
  lastSentAtMs: number;
  acks: 'answered' | 'silent' | 'off';
  blocked: { code: string; message: string } | null;
  /** When the server last refused a view for good. */
  refusedAtMs: number;
}

export type DeliveryEvent =
  /** An earlier page has sent one: the pace goes on, not before this moment. */
  | { type: 'ready'; atMs: number }
  /** Connected, and the acks are subscribed to, unless the broker does not allow that. */
  | { type: 'online'; acksCanCome: boolean }
  | { type: 'offline' }
  /** What is at the head of the queue now; null = nothing. */
  | { type: 'head'; key: string | null; sentBefore: boolean }
  /** The send that was asked for has left; or cannot, or not before. */
  | { type: 'sent' }
  | { type: 'not-sent'; untilMs: number }
  /** PUBACK: the broker has it. */
  | { type: 'confirmed'; key: string }
  | { type: 'ack'; ack: Ack }
  | { type: 'tick' };

/** About the view at the head of the queue. */
export interface DeliveryEffect {
  /**
   * `done`, `refused`: it leaves the outbox. `to-end`: it failed too often in this round, the others first.
   */
  type: 'send' | 'done' | 'refused' | 'to-end' | 'blocked' | 'acks-missing';
  /** What the server said. */
  message: string;
}

/** Sends again after `processing_error` before others get their turn. */
const MAX_FAILURES = 5;
/** Views in a row without an ack before PUBACK has to do. */
const MAX_SILENCES = 3;

/** Only the owner can cure these; to drop views for them would lose a day of a TV that is not set up yet. */
const BLOCKING = ['player_key_mismatch', 'player_not_registered', 'player_no_owner', 'owner_not_permitted'];

/** @param readyAtMs the pace goes on across a reload: not before this moment of the monotonic clock. */
export const newDelivery = (readyAtMs: number, requestAck: boolean): DeliveryState => ({
  online: false,
  key: null,
  sends: 0,
  again: false,
  failures: 0,
  silences: 0,
  flight: IDLE,
  readyAtMs,
  lastSentAtMs: -Infinity,
  acks: requestAck ? 'answered' : 'off',
  blocked: null,
  refusedAtMs: -Infinity,
});

/** Whether the effect `send` is being carried out, and not overtaken by anything. */
export const isAsked = ({ flight }: DeliveryState): boolean => flight === ASKED;

/** When `tick` is due, on the monotonic clock; Infinity = only an event can change anything. */
export function nextDeliveryAtMs(state: DeliveryState, rules: DeliveryRules): number {
  if (!state.online || !state.key) return Infinity;
  if (!state.flight) return state.readyAtMs;
  return state.flight === CONFIRMED ? state.lastSentAtMs + rules.ackTimeoutMs : Infinity;
}

/** What to do with the view at the head of the queue (player-status.md, Acknowledgment, Rate Limiting). */
export function decideDelivery(
  before: DeliveryState,
  event: DeliveryEvent,
  atMs: number,
  rules: DeliveryRules,
): [DeliveryState, DeliveryEffect[]] {
  const effects: DeliveryEffect[] = [];
  const state = { ...before };

  const notBefore = (readyAtMs: number): void => {
    state.readyAtMs = Math.max(state.readyAtMs, readyAtMs);
  };
  /** What is at the head is dealt with. */
  const finish = (type: 'done' | 'refused' | 'to-end', message = ''): void => {
    effects.push({ type, message });
    state.key = null;
    state.flight = IDLE;
  };

  function takeAck(ack: Ack): void {
    // The server does answer, late: from the next view on its answers count again.
    if (state.acks === 'silent') {
      state.acks = 'answered';
      return;
    }
    if (!state.key || !state.sends) return;
    const hasJustRefused = atMs - state.refusedAtMs < rules.ackTimeoutMs;
    if (state.sends === 1 && !state.again && isAnothers(ack, hasJustRefused)) return;
    if (ack.success || ack.code === 'duplicate') {
      state.blocked = null;
      finish('done');
      return;
    }
    if (!state.flight) return;

    const { code, message } = ack;
    state.flight = IDLE;
    if (BLOCKING.indexOf(code) >= 0) {
      if (state.blocked?.code !== code) effects.push({ type: 'blocked', message: `${message} (${code})` });
      state.blocked = { code, message };
      state.readyAtMs = atMs + rules.blockedRetryMs;
      return;
    }
    state.blocked = null;
    if (code === 'rate_limited')
      notBefore(atMs + (retryAfterMs(message) ?? rules.rateLimitedMs) + rules.paceMarginMs);
    else if (code === 'post_not_found') {
      state.refusedAtMs = atMs;
      finish('refused', message);
    } else if (++state.failures > MAX_FAILURES)
      // processing_error, and what no document knows
      finish('to-end', message || code);
    else notBefore(atMs + rules.errorBackoffMs * Math.pow(2, state.failures - 1));
  }

  switch (event.type) {
    case 'online':
      state.online = true;
      if (!event.acksCanCome && state.acks !== 'off') state.acks = 'silent';
      break;
    case 'ready':
      state.readyAtMs = event.atMs;
      break;
    case 'offline':
      state.online = false;
      state.flight = IDLE;
      state.silences = 0;
      break;
    case 'head':
      if (state.key === event.key) break;
      state.key = event.key;
      state.flight = IDLE;
      state.sends = state.failures = state.silences = 0;
      // Only the first one can have been in flight when the page before this one ended.
      state.again = event.sentBefore && state.lastSentAtMs === -Infinity;
      break;
    case 'sent':
      if (!state.flight) break;
      state.flight = SENT;
      state.sends++;
      state.lastSentAtMs = atMs;
      state.readyAtMs = atMs + rules.intervalMs + rules.paceMarginMs;
      break;
    case 'not-sent':
      state.flight = IDLE;
      notBefore(event.untilMs);
      break;
    case 'confirmed':
      if (state.key !== event.key || state.flight !== SENT) break;
      state.flight = CONFIRMED;
      // The broker had it by now at the latest: counted from here, what comes next cannot be too early.
      notBefore(atMs + rules.intervalMs);
      if (state.acks !== 'answered') finish('done');
      break;
    case 'ack':
      if (state.acks !== 'off') takeAck(event.ack);
      break;
    case 'tick':
      // No ack in time. The connection's own watch cares for a PUBACK that does not come.
      if (state.flight !== CONFIRMED || atMs < nextDeliveryAtMs(state, rules)) break;
      state.flight = IDLE;
      if (++state.silences < MAX_SILENCES) break;
      effects.push({ type: 'acks-missing', message: '' });
      state.acks = 'silent';
      finish('done');
  }

  if (state.online && state.key && !state.flight && atMs >= state.readyAtMs) {
    state.flight = ASKED;
    effects.push({ type: 'send', message: '' });
  }
  return [state, effects];
}

/**
 * Whether an ack is meant for an earlier view, although it does not say so. Servers answer in the order in
 * which the views come, but brokers deliver twice, and a view that was sent again is answered again; what
 * comes after the answer that counted is `duplicate`, or the same refusal once more. If it was for this one
 * after all, the silence that follows has it sent again, and what is answered then counts.
 */
const isAnothers = (ack: Ack, hasJustRefused: boolean): boolean =>
  !ack.success &&
  // What was sent once cannot be a duplicate.
  (ack.code === 'duplicate' || (hasJustRefused && ack.code === 'post_not_found'));
