import type { Channel } from 'amqplib';
import { TOPIC_EXCHANGE, UNROUTED, routingKeyOf, type QueueNames } from './queues.js';

/** What was put aside is for people: who floods must not fill the disk. The oldest go first. */
const MOST_DEAD = 10_000;

/** Of a queue at the exchange that spreads: all have the same. */
const WEIGHT = '1';
/** Every message has all of no headers. */
const EVERYTHING = { 'x-match': 'all' };

/** What of players goes to workers. In routing keys, `*` is what `+` is in topics. */
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
    await channel.bindQueue(queue, names.exchange, WEIGHT);
  }
  await declareUnrouted(channel);
  await channel.bindExchange(names.exchange, UNROUTED, '', EVERYTHING);
  for (const binding of BINDINGS) await channel.bindExchange(names.exchange, TOPIC_EXCHANGE, binding);
}

/** Where what the topic exchange routes nowhere is told apart by its headers. */
export async function declareUnrouted(channel: Channel): Promise<void> {
  await channel.assertExchange(UNROUTED, 'headers', { durable: true });
}

/**
 * Has messages come to the queues again where the broker lists what leads there, and follows none of it. To bind
 * once more what is listed changes nothing; to take it back and bind it does.
 * @param cut the exchanges that lead nowhere
 */
export async function bindAnew(channel: Channel, names: QueueNames, cut: ReadonlySet<string>): Promise<void> {
  if (cut.has(names.exchange)) {
    for (const queue of names.queues) {
      await channel.unbindQueue(queue, names.exchange, WEIGHT);
      await channel.bindQueue(queue, names.exchange, WEIGHT);
    }
    return; // the others may lead to it
  }
  for (const binding of BINDINGS) {
    await channel.unbindExchange(names.exchange, TOPIC_EXCHANGE, binding);
    await channel.bindExchange(names.exchange, TOPIC_EXCHANGE, binding);
  }
}
