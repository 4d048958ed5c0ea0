import type { PlayerMessage } from './playerMessage.js';

/** The answer to a view event: where it goes and what it says. */
export interface ViewAck {
  topic: string;
  payload: { success: true } | { success: false; error: string; error_code: 'player_key_mismatch' };
}

/**
 * The acknowledgment that a view asks for (player-status.md, "Acknowledgment"). This bridge keeps no views
 * and knows no players: it takes every view whose payload names the topic's player.
 */
export function viewAck(message: PlayerMessage): ViewAck | undefined {
  if (message.kind !== 'view' || message.fields.request_ack !== true) return undefined;
  return {
    topic: `makapix/player/${message.playerKey}/view/ack`,
    payload:
      message.fields.player_key === message.playerKey
        ? { success: true }
        : {
            success: false,
            error: 'The payload names another player than the topic',
            error_code: 'player_key_mismatch',
          },
  };
}
