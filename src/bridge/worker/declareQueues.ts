import type { Channel } from 'amqplib';
import { TOPIC_EXCHANGE, routingKeyOf, type QueueNames } from './queues.js';

/** What was put aside is for people: who floods must not fill the disk. The oldest go first. */
const MOST_DEAD = 10_000;

/** In routing keys, `*` is what `+` is in topics. */
const BINDINGS = ['view', 'status', 'command/ack', 'capabilities', 'state', 'playback', 'health'].map(
  (what) => routingKeyOf(`makapix/player/*/${what}`),
);

/**
 * Declares the queues of a group, and has the players' messages come to them. Each has a copy on most nodes before
 * the broker confirms a message to a TV (quorum queues), and one consumer at a time. What is there already stays as
 * it is; the last thing said is where messages come from, so that none comes before there is a place for it.
 * @throws what the broker answers
 */
export async function declareQueues(channel: Channel, names: QueueNames): Promise<void> {
  const quorum = (queue: string, more: Record<string, unknown> = {}) =>
    channel.assertQueue(queue, {
      durable: true,
      arguments: { 'x-queue-type': 'quorum', 'x-queue-leader-locator': 'balanced', ...more },
    });
  await quorum(names.workers);
  await quorum(names.dead, { 'x-max-length': MOST_DEAD });
  await channel.assertExchange(names.exchange, 'x-consistent-hash', { durable: true });
  for (const queue of names.queues) {
    await quorum(queue, { 'x-single-active-consumer': true });
    await channel.bindQueue(queue, names.exchange, '1'); // the weight: all have the same
  }
  for (const binding of BINDINGS) await channel.bindExchange(names.exchange, TOPIC_EXCHANGE, binding);
}
