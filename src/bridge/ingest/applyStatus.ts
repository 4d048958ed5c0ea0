import type { ReceivedStatus } from '../../makapix/status.js';
import type { PlayerState } from '../players/player.js';

/** A player's record after a status (player-status.md, Server Actions); what is not said stays. */
export function applyStatus(state: PlayerState, status: ReceivedStatus, nowMs: number): PlayerState {
  const currentPostId = status.currentPostId === undefined ? state.currentPostId : status.currentPostId;
  const isSame = currentPostId === state.currentPostId;
  return {
    connectionStatus: status.status,
    lastSeenAtMs: nowMs,
    currentPostId,
    currentSinceMs: isSame ? state.currentSinceMs : currentPostId === null ? null : nowMs,
    firmwareVersion: status.firmwareVersion ?? state.firmwareVersion,
  };
}
