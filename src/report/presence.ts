import type { ReportTiming } from './settings.js';

export type PresenceRules = Pick<
  ReportTiming,
  'heartbeatMinMs' | 'heartbeatMaxMs' | 'statusIntervalMs' | 'nothingGraceMs'
>;

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

export const NOT_PRESENT: PresenceState = {
  connected: false,
  postId: null,
  changedAtMs: -Infinity,
  toldPostId: undefined,
  toldAtMs: -Infinity,
  heartbeatAtMs: Infinity,
};

/**
 * When an `online` status is due, and with which post (player-status.md, When to Send). Always the newest:
 * what changes twice within a second is told once.
 *
 * @param random 0 ≤ random < 1, for the next heartbeat.
 * @returns the state, and whether `online` with `state.postId` goes out now.
 */
export function decidePresence(
  before: PresenceState,
  event: PresenceEvent,
  atMs: number,
  random: number,
  rules: PresenceRules,
): [PresenceState, { publish: boolean }] {
  const state = apply(before, event, atMs);
  const dueMs = nextStatusAtMs(state, rules);
  if (dueMs === null || dueMs > atMs) return [state, { publish: false }];
  const heartbeatMs = rules.heartbeatMinMs + random * (rules.heartbeatMaxMs - rules.heartbeatMinMs);
  return [
    { ...state, toldPostId: state.postId, toldAtMs: atMs, heartbeatAtMs: atMs + heartbeatMs },
    { publish: true },
  ];
}

/** When the next status is due, on the monotonic clock; null = not while disconnected. */
export function nextStatusAtMs(state: PresenceState, rules: PresenceRules): number | null {
  if (!state.connected) return null;
  const earliestMs = state.toldAtMs + rules.statusIntervalMs;
  if (state.toldPostId === undefined) return earliestMs;
  if (state.postId === state.toldPostId) return Math.max(earliestMs, state.heartbeatAtMs);
  // Between two pictures nothing is on screen: not worth telling.
  return state.postId === null ? Math.max(earliestMs, state.changedAtMs + rules.nothingGraceMs) : earliestMs;
}

function apply(state: PresenceState, event: PresenceEvent, atMs: number): PresenceState {
  switch (event.type) {
    case 'connected':
      return { ...state, connected: true, toldPostId: undefined };
    case 'disconnected':
      return { ...state, connected: false };
    case 'current':
      return { ...state, postId: event.postId, changedAtMs: atMs };
    case 'tick':
      return state;
  }
}
