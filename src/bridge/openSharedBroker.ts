import { randomUUID } from 'node:crypto';
import type { Commands } from './commands/createCommands.js';
import { readPlayerWord } from './commands/readPlayerWord.js';
import type { SharedRegistry } from './players/createSharedRegistry.js';
import type { Asked, Requests } from './requests/createRequests.js';
import { readRequestTopic, responseTopicOf } from './requests/requestTopic.js';
import { reasonOf } from './text/reasonOf.js';
import type { BrokerLine } from './worker/brokerLine.js';
import { openLine } from './worker/openLine.js';
import type { SharedBroker } from './worker/sharedBroker.js';

interface Parts {
  registry: Pick<SharedRegistry, 'findByKey' | 'isOnline' | 'meet'>;
  commands: Pick<Commands, 'connect' | 'take'>;
  requests: Requests;
  takeHealth: (playerKey: string, payload: string) => boolean;
  onFault: (sentence: string) => void;
}

const HEALTH = /^makapix\/player\/([^/]+)\/health$/;

/**
 * Connects a bridge to the broker: commands go out on it, and every bridge hears every TV's answers and what TVs say of
 * themselves, so that whichever was asked has the answer. Who is connected is known from what workers have written.
 */
export function openSharedBroker(
  { broker, publicUrl }: SharedBroker,
  { registry, commands, requests, takeHealth, onFault }: Parts,
): BrokerLine {
  const name = `bridge-${randomUUID()}`;
  const answer = async (asked: Asked): Promise<void> => {
    const { playerKey, requestId } = asked;
    await registry.meet({ playerKey });
    await line.publish(responseTopicOf(playerKey, requestId), await requests.answer(asked));
  };
  const line = openLine(broker, {
    name,
    takesRequests: publicUrl !== undefined,
    onMessage(topic, payload) {
      const asked = readRequestTopic(topic);
      if (asked && publicUrl !== undefined) {
        answer({ ...asked, payload: payload.toString(), origin: publicUrl }).catch((error: unknown) =>
          onFault(`A request of a TV could not be answered: ${reasonOf(error)}`),
        );
        return;
      }
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
