import type { ChannelModel } from 'amqplib';

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
  return {
    publish: (exchange, routingKey, content, headers = {}) =>
      new Promise<void>((resolve, reject) => {
        // Persistent: the MQTT plugin makes QoS 1 of it.
        const settings = { persistent: true, headers };
        channel.publish(exchange, routingKey, content, settings, (error: Error | null) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}
