import type { Ack } from '../makapix/ack.js';
import type { QueuedView } from './createHead.js';
import type { ReportTiming } from './reportTiming.js';

/** A view that is in flight was asked for, has left, and is confirmed by the broker. */
export const IDLE = 0;
export const ASKED = 1;
export const SENT = 2;
export const CONFIRMED = 3;

/** The rules of sending: `views.*` and `timing.*`. */
export type DeliveryRules = Pick<
  ReportTiming,
  'ackTimeoutMs' | 'silenceMaxMs' | 'paceMarginMs' | 'rateLimitedMs' | 'errorBackoffMs' | 'blockedRetryMs'
> & { intervalMs: number };

export interface DeliveryState {
  online: boolean;
  /** No answer can come: none is asked for, or the broker does not let them through. */
  isDeaf: boolean;
  /** The first view of the queue; null = none. An old one is sent again to find out whether a server is there by now. */
  head: QueuedView | null;
  /** It has the intent `artwork`; or the one before it had. */
  isArtwork: boolean;
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
  /** This page has sent views of which none was answered, and gone on: whose the first answer is, nobody can tell. */
  hasPassed: boolean;
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
  /** What is at the head of the queue now, and as it is now; null = nothing. */
  | { type: 'head'; head: QueuedView | null }
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
  /** The server failed on it in all rounds. */
  | 'failed'
  /** It failed too often in this round, the others first. */
  | 'to-end'
  /** Nobody has ever answered: it makes room, and stays stored. */
  | 'unanswered';

/** What becomes of the head where the server has answered, or nobody. */
export interface Outcome {
  /** `renew`: its timestamp is used up, it must have a later one when it is sent again. */
  type: 'renew' | Finish;
  head: QueuedView;
  /** What the server said. */
  message: string;
}

export type DeliveryEffect =
  | { type: 'send'; head: QueuedView }
  | Outcome
  | { type: 'blocked'; message: string }
  | { type: 'acks-missing' }
  /** A server that has answered does not any more: the broker may have lost the subscription to its answers. */
  | { type: 'connect-anew' }
  /** The first answer ever: what was not answered is to be sent again. */
  | { type: 'answered' };

export const newDelivery = (requestAck: boolean): DeliveryState => ({
  online: false,
  isDeaf: false,
  head: null,
  isArtwork: false,
  sends: 0,
  open: 0,
  failures: 0,
  silences: 0,
  flight: IDLE,
  readyAtMs: Infinity,
  lastSentAtMs: -Infinity,
  acks: requestAck ? 'silent' : 'off',
  hasPassed: false,
  isMissing: false,
  isExact: false,
  blocked: null,
  refusedAtMs: -Infinity,
});

export const keyOf = (head: QueuedView | null): string | null => head && head.key;

/** Whether the effect `send` is being carried out for this view, and not overtaken by anything. */
export const isAsked = ({ head, flight }: DeliveryState, key: string): boolean =>
  keyOf(head) === key && flight === ASKED;

/** Whether the head has left, and may be answered at any moment. */
export const isOut = ({ flight }: DeliveryState): boolean => flight > ASKED;

/** A decision on its way: `state` is its own, and changes. */
export interface DeliveryTurn {
  state: DeliveryState;
  effects: DeliveryEffect[];
  /** When it happens, on the monotonic clock. */
  atMs: number;
  rules: DeliveryRules;
}

export function notBefore(state: DeliveryState, readyAtMs: number): void {
  state.readyAtMs = Math.max(state.readyAtMs, readyAtMs);
}

/** Says what becomes of the head, where there still is one. */
export function settle(
  { state: { head }, effects }: DeliveryTurn,
  type: Outcome['type'],
  message = '',
): void {
  if (head) effects.push({ type, head, message });
}

/** The head is dealt with. */
export function finish(turn: DeliveryTurn, type: Finish, message?: string): void {
  settle(turn, type, message);
  turn.state.head = null;
  turn.state.flight = IDLE;
}
