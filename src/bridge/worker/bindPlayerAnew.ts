import type { Channel, ChannelModel } from 'amqplib';
import { inTime } from './inTime.js';
import { TOPIC_EXCHANGE } from './queues.js';

/** A routing key of what a player hears. */
const HEARD = /^makapix\.player\.([^.]+)\.(?:command|view\.ack|(response)\..+)$/;

/** RabbitMQ's name for what the page has subscribed to with QoS 0: its client id is its player key. */
const queueOf = (playerKey: string): string => `mqtt-subscription-${playerKey}qos0`;

interface Binding {
  queue: string;
  pattern: string;
}

/** What the MQTT plugin has made of the subscription that a message is for. */
function bindingOf(routingKey: string): Binding | undefined {
  const [, playerKey, response] = HEARD.exec(routingKey) ?? [];
  if (playerKey === undefined) return undefined;
  const pattern = response === undefined ? routingKey : `makapix.player.${playerKey}.${response}.*`;
  return { queue: queueOf(playerKey), pattern };
}

/** Of each connection, by pattern: a second one at the same time would take back what the first has just bound. */
const underWay = new WeakMap<ChannelModel, Map<string, Promise<boolean>>>();

/**
 * Has messages come to a TV again where the broker lists that they do, and does not follow it: see bindAnew.
 * @returns false where this node knows of no connection of the TV. Never rejected.
 */
export function bindPlayerAnew(model: ChannelModel, routingKey: string): Promise<boolean> {
  const binding = bindingOf(routingKey);
  if (!binding) return Promise.resolve(false);
  const all = underWay.get(model) ?? new Map<string, Promise<boolean>>();
  underWay.set(model, all);
  const { pattern } = binding;
  const made = all.get(pattern) ?? bind(model, binding).finally(() => all.delete(pattern));
  all.set(pattern, made);
  return made;
}

async function bind(model: ChannelModel, { queue, pattern }: Binding): Promise<boolean> {
  let channel: Channel | undefined;
  try {
    channel = await inTime(model.createChannel());
    channel.on('error', () => undefined); // it is ended where there is no such queue, which is the answer
    await inTime(channel.checkQueue(queue));
    await inTime(channel.unbindQueue(queue, TOPIC_EXCHANGE, pattern));
    await inTime(channel.bindQueue(queue, TOPIC_EXCHANGE, pattern));
    return true;
  } catch {
    return false; // its TV is away, or connects anew by itself
  } finally {
    void close(channel);
  }
}

/** Also where the broker has been too slow to answer on it. Never rejected. */
async function close(channel: Channel | undefined): Promise<void> {
  try {
    await channel?.close();
  } catch {
    return; // the broker has closed it
  }
}
