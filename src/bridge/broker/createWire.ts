import type { Wire } from '../commands/createCommands.js';
import { commandTopics } from '../commands/commandText.js';
import type { Clients } from './createClients.js';
import { publishToPlayer } from './publishToPlayer.js';

/** The way of commands to the players that are connected. */
export const createWire = (clients: Clients): Wire => ({
  hearingOf(playerKey) {
    const connections = clients.of(playerKey);
    const { command } = commandTopics(playerKey);
    if (connections.some(({ session }) => session.filters.has(command))) return 'listens';
    return connections.length > 0 ? 'deaf' : 'away';
  },
  originOf: (playerKey) =>
    clients
      .of(playerKey)
      .map(({ client }) => clients.originOf(client))
      .find((origin) => origin !== null) ?? null,
  publish: (playerKey, topic, payload) => publishToPlayer(clients, playerKey, topic, payload),
});
