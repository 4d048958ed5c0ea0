import type { ReportTiming } from './reportTiming.js';

type PresenceRules = Pick<ReportTiming, 'statusIntervalMs' | 'statusAgainMs' | 'nothingGraceMs'> & {
  heartbeatMs: number;
};

/** TVs that start at one moment, after a power cut, must not beat at one moment. */
export const HEARTBEAT_SPREAD = 0.2;

export interface PresenceState {
  connected: boolean;
  /** What is on screen, and since when. */
  postId: number | null;
  changedAtMs: number;
  /** What this connection was told; undefined = nothing yet. */
  toldPostId: number | null | undefined;
  toldAtMs: number;
  heartbeatAtMs: number;
}

export type PresenceEvent =
  { type: 'connected' | 'disconnected' | 'tick' } | { type: 'current'; postId: number | null };

/** `online` with `state.postId` goes out now. */
type PresenceEffect = 'publish';

export const NOT_PRESENT: PresenceState = {
  connected: false,
  postId: null,
  changedAtMs: -Infinity,
  toldPostId: undefined,
  toldAtMs: -Infinity,
  heartbeatAtMs: Infinity,
};

/** When the next status is due, on the monotonic clock; Infinity = not while disconnected. */
export function nextStatusAtMs(
  { connected, postId, changedAtMs, toldPostId, toldAtMs, heartbeatAtMs }: PresenceState,
  rules: Pick<PresenceRules, 'statusIntervalMs' | 'nothingGraceMs'>,
): number {
  if (!connected) return Infinity;
  return Math.max(
    toldAtMs + rules.statusIntervalMs,
    toldPostId === undefined
      ? -Infinity
      : postId === toldPostId
        ? heartbeatAtMs
        : postId === null
          ? changedAtMs + rules.nothingGraceMs // between two pictures nothing is on screen: not worth telling
          : -Infinity,
  );
}

/**
 * When an `online` status is due, and with which post (player-status.md, When to Send). Always the newest:
 * what changes twice within a second is told once. The first one of a connection is said again soon: a cluster of
 * RabbitMQ publishes the will of a TV's earlier connection, which it ends when the new one comes, before or after it.
 *
 * @param random 0 ≤ random < 1, for the next heartbeat.
 */
export function decidePresence(
  before: PresenceState,
  event: PresenceEvent,
  atMs: number,
  random: number,
  rules: PresenceRules,
): [PresenceState, PresenceEffect[]] {
  const state = { ...before };
  if (event.type === 'current') {
    state.postId = event.postId;
    state.changedAtMs = atMs;
  } else if (event.type !== 'tick') {
    state.connected = event.type === 'connected';
    state.toldPostId = undefined;
  }
  if (nextStatusAtMs(state, rules) > atMs) return [state, []];
  const againMs = state.toldPostId === undefined ? rules.statusAgainMs : rules.heartbeatMs;
  state.toldPostId = state.postId;
  state.toldAtMs = atMs;
  state.heartbeatAtMs = atMs + againMs * (1 + HEARTBEAT_SPREAD * (2 * random - 1));
  return [state, ['publish']];
}
