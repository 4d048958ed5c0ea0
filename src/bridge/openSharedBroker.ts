import { randomUUID } from 'node:crypto';
import type { Commands } from './commands/createCommands.js';
import { readPlayerWord } from './commands/readPlayerWord.js';
import type { SharedRegistry } from './players/createSharedRegistry.js';
import type { BrokerLine } from './worker/brokerLine.js';
import { openLine } from './worker/openLine.js';
import type { AmqpCluster } from './worker/readAmqpUrls.js';
import type { BrokerUrl } from './worker/readBrokerUrl.js';

/** A broker beside the bridges, from which workers take views and statuses. */
export interface SharedBroker {
  /** How the bridge connects to it. */
  broker: BrokerUrl | AmqpCluster;
  /** How TVs do: `wss://broker.example/mqtt`. */
  urlForTvs: string;
}

interface Parts {
  registry: Pick<SharedRegistry, 'findByKey' | 'isOnline'>;
  commands: Pick<Commands, 'connect' | 'take'>;
  takeHealth: (playerKey: string, payload: string) => boolean;
  onFault: (sentence: string) => void;
}

const HEALTH = /^makapix\/player\/([^/]+)\/health$/;

/**
 * Connects a bridge to the broker: commands go out on it, and every bridge hears every TV's answers and what TVs say of
 * themselves, so that whichever was asked has the answer. Who is connected is known from what workers have written.
 */
export function openSharedBroker(
  { broker }: SharedBroker,
  { registry, commands, takeHealth, onFault }: Parts,
): BrokerLine {
  const name = `bridge-${randomUUID()}`;
  const line = openLine(broker, {
    name,
    onMessage(topic, payload) {
      const [, playerKey] = HEALTH.exec(topic) ?? [];
      const word = readPlayerWord(topic, payload);
      if (playerKey !== undefined) takeHealth(playerKey, payload.toString());
      else if (word) commands.take(word);
    },
    onFault,
  });
  commands.connect({
    hearingOf: (playerKey) =>
      registry.findByKey(playerKey)?.connectionStatus === 'online' ? 'listens' : 'away',
    originOf: () => null,
    async publish(playerKey, topic, payload) {
      if (!(await registry.isOnline(playerKey))) return 0;
      await line.publish(topic, payload);
      return 1;
    },
  });
  return line;
}
