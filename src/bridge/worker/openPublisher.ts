import type { ChannelModel } from 'amqplib';

/** Puts messages into queues, and waits until the broker has them. */
export interface Publisher {
  /**
   * @param headers for people
   * @throws what is wrong, when the broker has refused it or the connection is lost
   */
  publish(queue: string, content: Buffer, headers: Record<string, string>): Promise<void>;
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
    publish: (queue, content, headers) =>
      new Promise<void>((resolve, reject) => {
        channel.sendToQueue(queue, content, { persistent: true, headers }, (error: Error | null) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}
