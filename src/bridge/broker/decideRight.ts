import type { BrokerQuestion } from './brokerQuestion.js';
import { decidePublish } from './decidePublish.js';
import { decideSubscribe } from './decideSubscribe.js';
import type { Refusal } from './refusal.js';

/** Where RabbitMQ's MQTT plugin publishes to; its routing keys have a dot where topics have a slash. */
const TOPIC_EXCHANGE = 'amq.topic';

/** The queue of a client's subscriptions, one for each QoS. */
const SUBSCRIPTIONS = /^mqtt-subscription-(.+)qos[01]$/;

/** Whether a client ID is one of this player's: see signIn. */
export const isOwnClientId = (playerKey: string, clientId: string): boolean =>
  clientId === playerKey || clientId.endsWith(`-${playerKey}`);

/**
 * Whether RabbitMQ lets a player do something, by the rules of the bridge's own broker: it writes and reads its own
 * topics, and for that it needs the exchange of topics and the queue of its own subscriptions.
 * @param playerKey of a known player
 * @returns why it is refused; null = it may
 * @example decideRight(key, { about: 'topic', …, permission: 'write', routingKey: `makapix.player.${key}.view` }) // null
 */
export function decideRight(
  playerKey: string,
  question: Exclude<BrokerQuestion, { about: 'user' }>,
): Pick<Refusal, 'code' | 'reason'> | null {
  switch (question.about) {
    case 'vhost':
      return null;
    case 'resource': {
      const { resource, name, permission } = question;
      const isTopics = resource === 'exchange' && name === TOPIC_EXCHANGE && permission !== 'configure';
      const clientId = resource === 'queue' ? SUBSCRIPTIONS.exec(name)?.[1] : undefined;
      if (isTopics || (clientId !== undefined && isOwnClientId(playerKey, clientId))) return null;
      return { code: 'subscribe-refused', reason: `it wanted to ${permission} the ${resource} ${name}` };
    }
    case 'topic': {
      const topic = question.routingKey.replaceAll('.', '/');
      if (question.name !== TOPIC_EXCHANGE)
        return { code: 'publish-refused', reason: `it used the exchange ${question.name}` };
      return question.permission === 'write'
        ? decidePublish(playerKey, { topic, qos: 1, isTooMany: false })
        : decideSubscribe(playerKey, new Map(), topic.replaceAll('*', '+'));
    }
  }
}
