import { retryAfterMs, type Ack } from '../makapix/ack.js';
import type { ReportTiming } from './reportTiming.js';

/** The rules of sending: `views.*` and `timing.*`. */
export type DeliveryRules = Pick<
  ReportTiming,
  'ackTimeoutMs' | 'silenceMaxMs' | 'paceMarginMs' | 'rateLimitedMs' | 'errorBackoffMs' | 'blockedRetryMs'
> & { intervalMs: number };

/** A view that is in flight was asked for, has left, and is confirmed by the broker. */
const IDLE = 0;
const ASKED = 1;
const SENT = 2;
const CONFIRMED = 3;

export interface DeliveryState {
  online: boolean;
  /** No answer can come: none is asked for, or the broker does not let them through. */
  isDeaf: boolean;
  /** The view at the head of the queue; null = none. */
  key: string | null;
  /** It has the intent `artwork`. */
  isArtwork: boolean;
  /** It was confirmed and never answered; it is sent again to find out whether a server is there by now. */
  isOld: boolean;
  /** How often this page has sent it, under whatever timestamp. */
  sends: number;
  /** Sends of its present timestamp of which nobody knows what became; all those of earlier pages count as one. */
  open: number;
  /** How often the server failed to process it in this round. */
  failures: number;
  /** How often in a row nobody answered. */
  silences: number;
  /** The one view in flight: an ack says neither post nor time, so there is never another. */
  flight: typeof IDLE | typeof ASKED | typeof SENT | typeof CONFIRMED;
  /** Nothing is sent before, on the monotonic clock. */
  readyAtMs: number;
  lastSentAtMs: number;
  /** `answered`: a server has answered this TV, now or ever before. `silent`: none has. `off`: not asked for. */
  acks: 'answered' | 'silent' | 'off';
  /** It was said that nobody answers. */
  isMissing: boolean;
  /** The view before was answered as often as it was sent, on this connection. */
  isExact: boolean;
  blocked: { code: string; message: string } | null;
  /** When the server last refused a view for good. */
  refusedAtMs: number;
}

export type DeliveryEvent =
  /** An earlier page has sent one: the pace goes on, not before this moment. */
  | { type: 'ready'; atMs: number; hasAnswered: boolean }
  /** Connected, and the acks are subscribed to, unless the broker does not allow that. */
  | { type: 'online'; acksCanCome: boolean }
  | { type: 'offline' }
  /**
   * What is at the head of the queue now; null = nothing. `isOpen`: it was sent with its present timestamp,
   * and nobody knows what became of it.
   */
  | { type: 'head'; key: string | null; isOpen: boolean; isArtwork: boolean; isOld: boolean }
  /** The send that was asked for has left; or cannot, or not before. */
  | { type: 'sent' }
  | { type: 'not-sent'; untilMs: number }
  /** PUBACK: the broker has it. */
  | { type: 'confirmed'; key: string }
  | { type: 'ack'; ack: Ack }
  | { type: 'tick' };

/** How a view leaves the head of the queue. */
type Finish =
  /** It leaves the outbox. */
  | 'sent'
  | 'refused'
  /** It failed too often in this round, the others first. */
  | 'to-end'
  /** Nobody has ever answered: it makes room, and stays stored. */
  | 'unanswered';

export interface DeliveryEffect {
  type:
    | 'send'
    | Finish
    /** Its timestamp is used up: it must have a later one when it is sent again. */
    | 'renew'
    | 'blocked'
    | 'acks-missing'
    /** The first answer ever: what was not answered is to be sent again. */
    | 'answered';
  /** The view that it is about; null = none. */
  key: string | null;
  /** What the server said. */
  message: string;
}

/** Sends again after `processing_error` before others get their turn. */
const MAX_FAILURES = 5;
/** Views in a row without an answer before the log says so. */
const MAX_SILENCES = 3;
/** To find out whether a server is there by now: waits of 30, 60, 120, 240, 300, 300 … s, for an hour. */
const OLD_WAIT_FACTOR = 3;
const MAX_OLD_SENDS = 14;

/** Only the owner can cure these; to drop views for them would lose a day of a TV that is not set up yet. */
const BLOCKING = ['player_key_mismatch', 'player_not_registered', 'player_no_owner', 'owner_not_permitted'];

export const newDelivery = (requestAck: boolean): DeliveryState => ({
  online: false,
  isDeaf: false,
  key: null,
  isArtwork: false,
  isOld: false,
  sends: 0,
  open: 0,
  failures: 0,
  silences: 0,
  flight: IDLE,
  readyAtMs: Infinity,
  lastSentAtMs: -Infinity,
  acks: requestAck ? 'silent' : 'off',
  isMissing: false,
  isExact: false,
  blocked: null,
  refusedAtMs: -Infinity,
});

/** Whether the effect `send` is being carried out, and not overtaken by anything. */
export const isAsked = ({ flight }: DeliveryState): boolean => flight === ASKED;

/** Whether the head has left, and may be answered at any moment. */
export const isOut = ({ flight }: DeliveryState): boolean => flight > ASKED;

/** When `tick` is due, on the monotonic clock; Infinity = only an event can change anything. */
export function nextDeliveryAtMs(
  { online, key, flight, isOld, acks, silences, readyAtMs, lastSentAtMs }: DeliveryState,
  { ackTimeoutMs, silenceMaxMs }: DeliveryRules,
): number {
  // The connection's own watch cares for a PUBACK that does not come.
  if (!online || !key || flight === ASKED || flight === SENT) return Infinity;
  if (isOld ? !silences : !flight || acks !== 'answered') return readyAtMs;
  if (isOld && silences > MAX_OLD_SENDS) return Infinity;
  const waitMs = (isOld ? OLD_WAIT_FACTOR : 1) * ackTimeoutMs * Math.pow(2, silences - 1);
  return Math.max(readyAtMs, lastSentAtMs + Math.min(silenceMaxMs, waitMs));
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
  const effects: DeliveryEffect[] = [];
  const state = { ...before };

  const act = (type: DeliveryEffect['type'], message = ''): void => {
    effects.push({ type, key: state.key, message });
  };
  const notBefore = (readyAtMs: number): void => {
    state.readyAtMs = Math.max(state.readyAtMs, readyAtMs);
  };
  /** What is at the head is dealt with. */
  const finish = (type: Finish, message?: string): void => {
    act(type, message);
    state.key = null;
    state.flight = IDLE;
  };
  const sayMissing = (): void => {
    if (!state.isMissing) act('acks-missing');
    state.isMissing = true;
  };

  function takeAck(ack: Ack): void {
    const { open, sends } = state;
    const code = ack.success ? '' : ack.code;
    // It is for an earlier view: servers answer in the order in which views come, but brokers deliver twice,
    // and a view that was sent again is answered again. A first send is a duplicate only where the owner has
    // counted this artwork today, which nobody can tell from such an echo unless every answer has come.
    if (code === 'duplicate' ? open < 2 && !(open && sends && state.isArtwork && state.isExact) : !sends)
      return;
    // A failure that comes twice, when the view waits for its turn with a later timestamp.
    if (code && !open) return;
    state.isExact = open === 1 && isOut(state);
    state.silences = 0;
    const message = ack.success ? '' : ack.message;
    if (BLOCKING.indexOf(code) >= 0) {
      if (!state.blocked || state.blocked.code !== code) act('blocked', `${message} (${code})`);
      state.blocked = { code, message };
      state.flight = IDLE;
      state.open--;
      state.readyAtMs = atMs + rules.blockedRetryMs;
      return;
    }
    state.blocked = null;
    // The server looked at it by now at the latest: counted from here, what comes next cannot be too early.
    notBefore(atMs + rules.intervalMs);
    if (!code || code === 'duplicate') finish('sent');
    // Of two refusals in a row the second may be the first one's echo, if it does not come again.
    else if (code === 'post_not_found' && !(sends === 1 && atMs - state.refusedAtMs < rules.ackTimeoutMs)) {
      state.refusedAtMs = atMs;
      finish('refused', message);
    } else if (code !== 'rate_limited' && code !== 'post_not_found' && ++state.failures > MAX_FAILURES)
      // processing_error, and what no document knows
      finish('to-end', message || code);
    else {
      act('renew');
      state.flight = IDLE;
      state.open = 0;
      if (code === 'rate_limited') state.readyAtMs = atMs + (retryAfterMs(message) ?? rules.rateLimitedMs);
      else if (state.failures) notBefore(atMs + rules.errorBackoffMs * Math.pow(2, state.failures - 1));
    }
  }

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
      state.isOld = event.isOld;
      if (state.key === event.key) break;
      // It has left without an answer.
      if (state.key) state.isExact = false;
      state.key = event.key;
      state.isArtwork = event.isArtwork;
      state.flight = IDLE;
      state.open = event.isOpen ? 1 : 0;
      // Its answer may still come to this page if it was in flight when the page before this one ended.
      state.sends = state.online || event.isOld ? 0 : state.open;
      state.failures = 0;
      if (!event.isOld) state.silences = 0;
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
      notBefore(event.untilMs);
      break;
    case 'confirmed':
      if (state.key !== event.key || state.flight !== SENT) break;
      state.flight = CONFIRMED;
      // The broker had it by now at the latest.
      notBefore(atMs + rules.intervalMs);
      if (state.isDeaf) finish('sent');
      break;
    case 'ack': {
      if (state.acks === 'off') break;
      const isFirst = state.acks === 'silent';
      state.acks = 'answered';
      state.isMissing = false;
      takeAck(event.ack);
      if (isFirst) act('answered');
      break;
    }
    case 'tick':
      if (state.flight !== CONFIRMED || atMs < nextDeliveryAtMs(state, rules)) break;
      if (state.acks === 'answered' || state.isOld) {
        state.flight = IDLE;
        if (state.silences >= MAX_SILENCES) sayMissing();
      } else {
        state.isExact = false;
        sayMissing();
        finish('unanswered');
      }
  }

  if (!state.flight && atMs >= nextDeliveryAtMs(state, rules)) {
    state.flight = ASKED;
    act('send');
  }
  return [state, effects];
}
