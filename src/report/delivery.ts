import { retryAfterMs, type Ack } from '../makapix/ack.js';
import type { ReportTiming } from './settings.js';

/** The rules of sending: `views.*` and `timing.*`. */
export type DeliveryRules = Pick<
  ReportTiming,
  'ackTimeoutMs' | 'paceMarginMs' | 'rateLimitedMs' | 'errorBackoffMs' | 'blockedRetryMs'
> & { intervalMs: number; requestAck: boolean };

/** The view at the head of the queue. */
export interface Head {
  key: string;
  /** How often this page has sent it. */
  sends: number;
  /** The page before this one has sent it, and nobody knows what became of it. */
  again: boolean;
  /** How often the server failed to process it in this round. */
  failures: number;
  /** How often in a row the broker confirmed it and the server said nothing. */
  silences: number;
}

export interface DeliveryState {
  online: boolean;
  head: Head | null;
  /** The one view in flight: an ack says neither post nor time, so there is never another. */
  flight: { sentAtMs: number | null; confirmed: boolean } | null;
  /** Nothing is sent before, on the monotonic clock. */
  readyAtMs: number;
  lastSentAtMs: number;
  acks: 'answered' | 'silent' | 'off';
  blocked: { code: string; message: string } | null;
  /** When the server last refused a view for good. */
  refusedAtMs: number;
}

export type DeliveryEvent =
  /** Connected, and the acks are subscribed to, unless the broker does not allow that. */
  | { type: 'online'; acksCanCome: boolean }
  | { type: 'offline' }
  /** What is at the head of the queue now. */
  | { type: 'head'; head: { key: string; sentBefore: boolean } | null }
  /** The send that was asked for has left; or cannot, or not before. */
  | { type: 'sent' }
  | { type: 'not-sent'; untilMs: number }
  /** PUBACK: the broker has it. */
  | { type: 'confirmed'; key: string }
  | { type: 'ack'; ack: Ack }
  | { type: 'tick' };

export type DeliveryEffect =
  | { type: 'send'; key: string }
  /** It leaves the outbox: delivered, or refused for good. */
  | { type: 'done'; key: string }
  | { type: 'refused'; key: string; message: string }
  /** It failed too often in this round: the others first. */
  | { type: 'to-end'; key: string; message: string }
  | { type: 'blocked'; code: string; message: string }
  | { type: 'acks-missing' };

/** Sends again after `processing_error` before others get their turn. */
const MAX_FAILURES = 5;
/** Views in a row without an ack before PUBACK has to do. */
const MAX_SILENCES = 3;

/** Only the owner can cure these; to drop views for them would lose a day of a TV that is not set up yet. */
const BLOCKING = ['player_key_mismatch', 'player_not_registered', 'player_no_owner', 'owner_not_permitted'];

/** @param readyAtMs the pace goes on across a reload: not before this moment of the monotonic clock. */
export function newDelivery(readyAtMs: number, requestAck: boolean): DeliveryState {
  return {
    online: false,
    head: null,
    flight: null,
    readyAtMs,
    lastSentAtMs: -Infinity,
    acks: requestAck ? 'answered' : 'off',
    blocked: null,
    refusedAtMs: -Infinity,
  };
}

/** What to do with the view at the head of the queue (player-status.md, Acknowledgment, Rate Limiting). */
export function decideDelivery(
  before: DeliveryState,
  event: DeliveryEvent,
  atMs: number,
  rules: DeliveryRules,
): [DeliveryState, DeliveryEffect[]] {
  const effects: DeliveryEffect[] = [];
  const state = apply(before, event, atMs, rules, effects);
  if (state.online && state.head && !state.flight && atMs >= state.readyAtMs) {
    effects.push({ type: 'send', key: state.head.key });
    return [{ ...state, flight: { sentAtMs: null, confirmed: false } }, effects];
  }
  return [state, effects];
}

/** When `tick` is due, on the monotonic clock; null = only an event can change anything. */
export function nextDeliveryAtMs(state: DeliveryState, rules: DeliveryRules): number | null {
  if (!state.online || !state.head) return null;
  if (!state.flight) return state.readyAtMs;
  const { sentAtMs, confirmed } = state.flight;
  return sentAtMs !== null && confirmed ? sentAtMs + rules.ackTimeoutMs : null;
}

function apply(
  state: DeliveryState,
  event: DeliveryEvent,
  atMs: number,
  rules: DeliveryRules,
  effects: DeliveryEffect[],
): DeliveryState {
  const { head, flight } = state;
  switch (event.type) {
    case 'online':
      return {
        ...state,
        online: true,
        acks: event.acksCanCome || state.acks === 'off' ? state.acks : 'silent',
      };
    case 'offline':
      return withHead({ ...state, online: false, flight: null }, { silences: 0 });
    case 'head': {
      const next = event.head;
      if (!next) return { ...state, head: null, flight: null };
      if (head?.key === next.key) return state;
      // Only the first one can have been in flight when the page before this one ended.
      const again = next.sentBefore && state.lastSentAtMs === -Infinity;
      return {
        ...state,
        flight: null,
        head: { key: next.key, sends: 0, again, failures: 0, silences: 0 },
      };
    }
    case 'sent':
      if (!head || !flight) return state;
      return withHead(
        {
          ...state,
          flight: { ...flight, sentAtMs: atMs },
          lastSentAtMs: atMs,
          readyAtMs: atMs + rules.intervalMs + rules.paceMarginMs,
        },
        { sends: head.sends + 1 },
      );
    case 'not-sent':
      return {
        ...state,
        flight: null,
        readyAtMs: Math.max(state.readyAtMs, event.untilMs),
      };
    case 'confirmed': {
      if (head?.key !== event.key || !flight || flight.confirmed) return state;
      // The broker had it by now at the latest: counted from here, what comes next cannot be too early.
      const readyAtMs = Math.max(state.readyAtMs, atMs + rules.intervalMs);
      const confirmed = { ...state, readyAtMs, flight: { ...flight, confirmed: true } };
      return state.acks === 'answered'
        ? confirmed
        : finish(confirmed, { type: 'done', key: head.key }, effects);
    }
    case 'ack':
      return state.acks === 'off' ? state : applyAck(state, event.ack, atMs, rules, effects);
    case 'tick':
      return applySilence(state, atMs, rules, effects);
  }
}

function applyAck(
  state: DeliveryState,
  ack: Ack,
  atMs: number,
  rules: DeliveryRules,
  effects: DeliveryEffect[],
): DeliveryState {
  const { head } = state;
  // The server does answer, late: from the next view on its answers count again.
  if (state.acks === 'silent') return { ...state, acks: 'answered' };
  if (!head || head.sends === 0) return state;
  if (head.sends === 1 && !head.again && isAnothers(state, ack, atMs, rules)) return state;
  if (ack.success || ack.code === 'duplicate')
    return finish({ ...state, blocked: null }, { type: 'done', key: head.key }, effects);
  if (!state.flight) return state;

  const landed = { ...state, flight: null };
  if (ack.code === 'rate_limited') {
    const waitMs = (retryAfterMs(ack.message) ?? rules.rateLimitedMs) + rules.paceMarginMs;
    return { ...landed, blocked: null, readyAtMs: Math.max(state.readyAtMs, atMs + waitMs) };
  }
  if (ack.code === 'post_not_found')
    return finish(
      { ...landed, blocked: null, refusedAtMs: atMs },
      { type: 'refused', key: head.key, message: ack.message },
      effects,
    );
  if (BLOCKING.indexOf(ack.code) >= 0) {
    if (state.blocked?.code !== ack.code)
      effects.push({ type: 'blocked', code: ack.code, message: ack.message });
    return {
      ...landed,
      blocked: { code: ack.code, message: ack.message },
      readyAtMs: atMs + rules.blockedRetryMs,
    };
  }
  // processing_error, and what no document knows
  const failures = head.failures + 1;
  if (failures > MAX_FAILURES)
    return finish(landed, { type: 'to-end', key: head.key, message: ack.message || ack.code }, effects);
  const backoffMs = rules.errorBackoffMs * Math.pow(2, failures - 1);
  return withHead(
    { ...landed, blocked: null, readyAtMs: Math.max(state.readyAtMs, atMs + backoffMs) },
    { failures },
  );
}

/**
 * Whether an ack is meant for an earlier view, although it does not say so. Servers answer in the order in
 * which the views come, but brokers deliver twice, and a view that was sent again is answered again; what
 * comes after the answer that counted is `duplicate`, or the same refusal once more. If it was for this one
 * after all, the silence that follows has it sent again, and what is answered then counts.
 */
function isAnothers(state: DeliveryState, ack: Ack, atMs: number, rules: DeliveryRules): boolean {
  if (ack.success) return false;
  // What was sent once cannot be a duplicate.
  if (ack.code === 'duplicate') return true;
  return ack.code === 'post_not_found' && atMs - state.refusedAtMs < rules.ackTimeoutMs;
}

/** No ack in time. The connection's own watch cares for a PUBACK that does not come. */
function applySilence(
  state: DeliveryState,
  atMs: number,
  rules: DeliveryRules,
  effects: DeliveryEffect[],
): DeliveryState {
  const { head, flight } = state;
  if (!head || !flight?.confirmed || flight.sentAtMs === null) return state;
  if (atMs < flight.sentAtMs + rules.ackTimeoutMs) return state;
  const silences = head.silences + 1;
  const landed = { ...state, flight: null };
  if (silences < MAX_SILENCES) return withHead(landed, { silences });
  effects.push({ type: 'acks-missing' });
  return finish({ ...landed, acks: 'silent' }, { type: 'done', key: head.key }, effects);
}

const withHead = (state: DeliveryState, change: Partial<Head>): DeliveryState => ({
  ...state,
  head: state.head && { ...state.head, ...change },
});

function finish(state: DeliveryState, effect: DeliveryEffect, effects: DeliveryEffect[]): DeliveryState {
  effects.push(effect);
  return { ...state, head: null, flight: null };
}
