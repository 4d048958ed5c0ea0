import { ackText } from '../makapix/ack.js';
import { topicsOf } from '../makapix/topics.js';
import type { PlayerMessage } from './playerMessage.js';

/** The answer to a view event: where it goes and what it says. */
export interface ViewAck {
  topic: string;
  payload: string;
}

/**
 * The acknowledgment that a view asks for (player-status.md, "Acknowledgment"). This bridge keeps no views
 * and knows no players: it takes every valid view whose payload names the topic's player.
 */
export function viewAck(message: PlayerMessage): ViewAck | undefined {
  if (message.kind !== 'view' || !message.view.request_ack) return undefined;
  return {
    topic: topicsOf(message.playerKey).viewAck,
    payload:
      message.view.player_key === message.playerKey
        ? ackText()
        : ackText('player_key_mismatch', 'The payload names another player than the topic'),
  };
}
