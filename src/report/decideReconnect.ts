import type { ConnectionFailure } from '../mqtt/connection.js';
import type { ReportTiming } from './reportTiming.js';

type ReconnectRules = Pick<
  ReportTiming,
  | 'reconnectMinMs'
  | 'reconnectMaxMs'
  | 'stableAfterMs'
  | 'maxAttempts'
  | 'attemptsWindowMs'
  | 'refusedRetryMs'
  | 'firstAgainMs'
  | 'renewWithinMs'
> & {
  /** How many brokers there are to choose from. */
  brokers: number;
};

export interface ReconnectState {
  /** A connection is wanted: this page reports, and the TV is not suspended. */
  wanted: boolean;
  phase: 'idle' | 'connecting' | 'connected' | 'impossible';
  /** Which of the brokers it is at, or tries next. */
  at: number;
  /** When the first broker is tried again; Infinity at the first. */
  firstAtMs: number;
  /** When this connection is made anew; Infinity: it stays. */
  renewAtMs: number;
  /** How many brokers in a row cannot be used at all. */
  impossible: number;
  /** Failures in a row; a connection that did not last counts as one. */
  failures: number;
  /** Since when it is connected, or is not. */
  sinceMs: number;
  /** The next attempt, while `idle` and wanted. */
  nextAtMs: number;
  /** When the last ones were made, the oldest first. */
  attempts: number[];
}

/** `insecure`: the page came over https, and the broker's URL is ws:. */
export type FailureCode = ConnectionFailure['code'] | 'insecure';

export type ReconnectEvent =
  | { type: 'want' | 'drop' }
  /** The network, or the TV, is back: do not wait. */
  | { type: 'hurry' }
  /** What an earlier page on this page's monotonic clock attempted. */
  | { type: 'remember'; attempts: number[] }
  | { type: 'opened' }
  /** The connection is to be made anew, at random within a while: other TVs have the same reason at the same time. */
  | { type: 'renew' }
  /** It proves to be good. */
  | { type: 'keep' }
  /** There is none, or there is none any more. */
  | { type: 'ended'; code: FailureCode }
  | { type: 'tick' };

/** `leave`: the TV goes from this broker to another; nobody is to wait for it here. */
type ReconnectEffect = 'open' | 'close' | 'leave';

/** @param attempts of an earlier page, on this page's monotonic clock: a reload does not start a new minute. */
export const newReconnect = (attempts: number[]): ReconnectState => ({
  wanted: false,
  phase: 'idle',
  at: 0,
  firstAtMs: Infinity,
  renewAtMs: Infinity,
  impossible: 0,
  failures: 0,
  sinceMs: 0,
  nextAtMs: 0,
  attempts,
});

/** When `tick` is due, on the monotonic clock; Infinity = only an event can change anything. */
export const nextAttemptAtMs = ({ wanted, phase, nextAtMs, firstAtMs, renewAtMs }: ReconnectState): number =>
  !wanted
    ? Infinity
    : phase === 'idle'
      ? nextAtMs
      : phase === 'connected'
        ? Math.min(firstAtMs, renewAtMs)
        : Infinity;

/**
 * When to connect: at random in the upper half of a bound that doubles, so that a thousand TVs do not come back at
 * once when their broker does, and none knocks again and again in the first seconds; never more often than `maxAttempts` in `attemptsWindowMs`, since
 * servers shut out an address that does. A broker that does not answer, that refuses for another reason than the
 * credentials, or that does not keep a connection leaves the next attempt to the one after it in the list.
 *
 * @param random 0 ≤ random < 1
 */
export function decideReconnect(
  before: ReconnectState,
  event: ReconnectEvent,
  atMs: number,
  random: number,
  rules: ReconnectRules,
): [ReconnectState, ReconnectEffect[]] {
  const state = { ...before };
  const isStable = state.phase === 'connected' && atMs - state.sinceMs >= rules.stableAfterMs;
  switch (event.type) {
    case 'want':
      state.wanted = true;
      state.nextAtMs = atMs;
      break;
    case 'hurry':
      state.nextAtMs = atMs;
      break;
    case 'drop':
      state.wanted = false;
      if (state.phase !== 'connected') break;
      state.phase = 'idle';
      state.sinceMs = atMs;
      return [state, ['close']];
    case 'renew':
      state.renewAtMs = atMs + random * rules.renewWithinMs;
      break;
    case 'keep':
      state.renewAtMs = Infinity;
      break;
    case 'remember':
      if (!state.attempts.length) state.attempts = event.attempts.filter((time) => time <= atMs);
      break;
    case 'opened':
      state.phase = 'connected';
      state.sinceMs = atMs;
      state.renewAtMs = Infinity;
      return [state, []];
    case 'ended': {
      const { code } = event;
      if (isStable) state.failures = 0;
      if (state.phase === 'connected') state.sinceMs = atMs;
      state.impossible = code === 'unusable' || code === 'insecure' ? state.impossible + 1 : 0;
      state.phase = state.impossible >= rules.brokers ? 'impossible' : 'idle';
      if (!isStable && code !== 'credentials' && code !== 'closed') {
        state.at = (state.at + 1) % rules.brokers;
        if (!state.at) state.firstAtMs = Infinity;
        else if (state.at === 1) state.firstAtMs = atMs + rules.firstAgainMs * (1 + random / 10);
      }
      state.nextAtMs =
        atMs +
        (code === 'credentials'
          ? rules.refusedRetryMs
          : ((1 + random) / 2) *
            Math.min(rules.reconnectMaxMs, rules.reconnectMinMs * Math.pow(2, state.failures)));
      state.failures++;
    }
  }
  if (nextAttemptAtMs(state) > atMs) return [state, []];

  const isForFirst = state.firstAtMs <= atMs;
  if (isForFirst) {
    state.at = 0;
    state.firstAtMs = Infinity;
  }
  if (state.phase === 'connected') {
    if (isStable) state.failures = 0;
    state.phase = 'idle';
    state.sinceMs = state.nextAtMs = atMs;
    return [state, [isForFirst ? 'leave' : 'close']];
  }
  const recent = state.attempts.filter((time) => time > atMs - rules.attemptsWindowMs);
  const oldest = recent[recent.length - rules.maxAttempts];
  if (oldest !== undefined) state.nextAtMs = oldest + rules.attemptsWindowMs;
  if (state.nextAtMs > atMs) return [state, []];
  state.phase = 'connecting';
  state.attempts = recent.concat(atMs);
  return [state, ['open']];
}
