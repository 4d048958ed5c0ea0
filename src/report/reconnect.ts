import type { ConnectionFailure } from '../mqtt/connection.js';
import type { ReportTiming } from './settings.js';

export type ReconnectRules = Pick<
  ReportTiming,
  | 'reconnectMinMs'
  | 'reconnectMaxMs'
  | 'stableAfterMs'
  | 'maxAttempts'
  | 'attemptsWindowMs'
  | 'refusedRetryMs'
>;

export interface ReconnectState {
  /** A connection is wanted: this page reports, and the TV is not suspended. */
  wanted: boolean;
  phase: 'idle' | 'connecting' | 'connected' | 'impossible';
  /** Failures in a row; a connection that did not last counts as one. */
  failures: number;
  connectedAtMs: number;
  /** The next attempt, while `idle` and wanted. */
  nextAtMs: number;
  /** When the last ones were made, the oldest first. */
  attempts: number[];
}

export type ReconnectEvent =
  | { type: 'want' | 'drop' }
  /** The network, or the TV, is back: do not wait. */
  | { type: 'hurry' }
  | { type: 'opened' }
  | { type: 'failed' | 'lost'; failure: ConnectionFailure }
  | { type: 'tick' };

export type ReconnectEffect = 'open' | 'close';

/** @param attempts of an earlier page, on this page's monotonic clock: a reload does not start a new minute. */
export function newReconnect(attempts: number[]): ReconnectState {
  return { wanted: false, phase: 'idle', failures: 0, connectedAtMs: 0, nextAtMs: 0, attempts };
}

/**
 * When to connect: at random up to a bound that doubles ("full jitter"), so that a thousand TVs do not come
 * back at once when their broker does; never more often than `maxAttempts` in `attemptsWindowMs`, since
 * servers shut out an address that does.
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
  const state = apply(before, event, atMs, random, rules);
  if (!state.wanted && before.wanted && before.phase === 'connected')
    return [{ ...state, phase: 'idle' }, ['close']];
  if (!state.wanted || state.phase !== 'idle') return [state, []];

  const recent = state.attempts.filter((time) => time > atMs - rules.attemptsWindowMs);
  const oldest = recent[recent.length - rules.maxAttempts];
  const allowedAtMs = oldest === undefined ? -Infinity : oldest + rules.attemptsWindowMs;
  const nextAtMs = Math.max(state.nextAtMs, allowedAtMs);
  if (nextAtMs > atMs) return [{ ...state, nextAtMs, attempts: recent }, []];
  const attempts = recent.concat(atMs);
  return [{ ...state, phase: 'connecting', nextAtMs, attempts }, ['open']];
}

function apply(
  state: ReconnectState,
  event: ReconnectEvent,
  atMs: number,
  random: number,
  rules: ReconnectRules,
): ReconnectState {
  switch (event.type) {
    case 'want':
    case 'hurry':
      return { ...state, wanted: event.type === 'want' || state.wanted, nextAtMs: atMs };
    case 'drop':
      return { ...state, wanted: false };
    case 'opened':
      return { ...state, phase: 'connected', connectedAtMs: atMs };
    case 'failed':
    case 'lost': {
      const { code } = event.failure;
      if (code === 'unusable') return { ...state, phase: 'impossible' };
      const lasted = event.type === 'lost' && atMs - state.connectedAtMs >= rules.stableAfterMs;
      const failures = lasted ? 0 : state.failures + 1;
      const doublings = lasted ? 0 : state.failures;
      const boundMs = Math.min(rules.reconnectMaxMs, rules.reconnectMinMs * Math.pow(2, doublings));
      const waitMs = code === 'credentials' ? rules.refusedRetryMs : random * boundMs;
      return { ...state, phase: 'idle', failures, nextAtMs: atMs + waitMs };
    }
    case 'tick':
      return state;
  }
}
