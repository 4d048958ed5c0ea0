import type { Command } from './commandTypes.js';

/** Where commands to a player go, and where its answers come from (facts of the protocol, Broker). */
export const commandTopics = (playerKey: string): { command: string; ack: string } => ({
  command: `makapix/player/${playerKey}/command`,
  ack: `makapix/player/${playerKey}/command/ack`,
});

/** The text of a command, as a server sends it. @param sentAtMs ms since 1970 */
export const commandText = (commandId: string, { type, payload }: Command, sentAtMs: number): string =>
  JSON.stringify({
    command_id: commandId,
    command_type: type,
    payload,
    timestamp: new Date(sentAtMs).toISOString(),
  });
