import type { ChannelModel } from 'amqplib';
import { inTime } from './inTime.js';
import { TOPIC_EXCHANGE } from './queues.js';

/** A routing key of what a player hears. */
const HEARD = /^makapix\.player\.([^.]+)\.(?:command|view\.ack|(response)\..+)$/;

/** RabbitMQ's name for what the page has subscribed to with QoS 0: its client id is its player key. */
const queueOf = (playerKey: string): string => `mqtt-subscription-${playerKey}qos0`;

/** What the MQTT plugin has made of the subscription that a message is for. */
function bindingOf(routingKey: string): { queue: string; pattern: string } | undefined {
  const [, playerKey, response] = HEARD.exec(routingKey) ?? [];
  if (playerKey === undefined) return undefined;
  const pattern = response === undefined ? routingKey : `makapix.player.${playerKey}.${response}.*`;
  return { queue: queueOf(playerKey), pattern };
}

/**
 * Has messages come to a TV again where the broker lists that they do, and does not follow it: see bindAnew.
 * @returns false where this node knows of no connection of the TV. Never rejected.
 */
export async function bindPlayerAnew(model: ChannelModel, routingKey: string): Promise<boolean> {
  const binding = bindingOf(routingKey);
  if (!binding) return false;
  const { queue, pattern } = binding;
  try {
    const channel = await inTime(model.createChannel());
    channel.on('error', () => undefined); // it is ended where there is no such queue, which is the answer
    await inTime(channel.checkQueue(queue));
    await inTime(channel.unbindQueue(queue, TOPIC_EXCHANGE, pattern));
    await inTime(channel.bindQueue(queue, TOPIC_EXCHANGE, pattern));
    await channel.close();
    return true;
  } catch {
    return false; // its TV is away, or connects anew by itself
  }
}
