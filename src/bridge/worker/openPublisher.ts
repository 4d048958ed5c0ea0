import type { ChannelModel, Message } from 'amqplib';

/** Publishes, and waits until the broker has what was published. */
export interface Publisher {
  /**
   * @param headers for people
   * @throws what is wrong, when the broker has refused it or the connection is lost
   */
  publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    headers?: Record<string, string>,
  ): Promise<void>;
  /**
   * The same, for what is of no use to somebody who comes later.
   * @returns whether there is a queue that takes it
   */
  publishNow(exchange: string, routingKey: string, content: Buffer): Promise<boolean>;
}

/**
 * @param onLost the broker has ended it
 * @throws what the broker answers
 */
export async function openPublisher(
  model: ChannelModel,
  onLost: (error: unknown) => void,
): Promise<Publisher> {
  const channel = await model.createConfirmChannel();
  channel.on('error', onLost);
  /** What nobody takes comes back before it is confirmed (AMQP 0-9-1, `basic.return`). */
  const returned = new Set<string>();
  channel.on('return', ({ properties }: Message) => returned.add(String(properties.messageId)));
  let numbers = 0;

  const publish = (...[exchange, routingKey, content, options]: Parameters<typeof channel.publish>) =>
    new Promise<void>((resolve, reject) => {
      // Persistent: the MQTT plugin makes QoS 1 of it.
      const settings = { persistent: true, ...options };
      channel.publish(exchange, routingKey, content, settings, (error: Error | null) => {
        if (error) reject(error);
        else resolve();
      });
    });
  return {
    publish: (exchange, routingKey, content, headers = {}) =>
      publish(exchange, routingKey, content, { headers }),
    async publishNow(exchange, routingKey, content) {
      const messageId = String(numbers++);
      await publish(exchange, routingKey, content, { mandatory: true, messageId });
      return !returned.delete(messageId);
    },
  };
}
