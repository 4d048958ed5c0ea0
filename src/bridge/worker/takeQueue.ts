import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';

interface Taking {
  queue: string;
  /** Messages of this queue in hand, at most. */
  prefetch: number;
  /** @returns whether the message is done with; else it stays with the broker. Never rejected. */
  onMessage: (message: ConsumeMessage) => Promise<boolean>;
  /** The broker has ended it. */
  onLost: (error: unknown) => void;
  /** A clock that nobody sets. */
  nowMs: () => number;
}

/** A worker's place at a queue: the broker gives the messages to the first in line. */
export interface TakenQueue {
  queue: string;
  /** When the last message came; null = none came since it went to the end of the line. */
  lastAtMs(): number | null;
  /** Finishes what is in hand, and goes to the end of the line. */
  letGo(): Promise<void>;
  /** Finishes what is in hand, and leaves the line. */
  end(): Promise<void>;
}

/**
 * Takes messages from a queue, one after the other, many at a time.
 *
 * The place is given up by closing the channel, and not by cancelling the consumer: what the broker has sent ahead
 * goes back in one piece, before the next in line gets anything, so that the order stays.
 * @throws what the broker answers
 */
export async function takeQueue(model: ChannelModel, taking: Taking): Promise<TakenQueue> {
  let place = await standInLine(model, taking);
  return {
    queue: taking.queue,
    lastAtMs: () => place.lastAtMs(),
    async letGo() {
      await place.leave();
      place = await standInLine(model, taking);
    },
    end: () => place.leave(),
  };
}

async function standInLine(
  model: ChannelModel,
  { queue, prefetch, onMessage, onLost, nowMs }: Taking,
): Promise<{ lastAtMs: () => number | null; leave: () => Promise<void> }> {
  const channel: Channel = await model.createChannel();
  let isOpen = true;
  let isLeaving = false;
  let inHand = 0;
  let lastAtMs: number | null = null;
  let onIdle = (): void => undefined;
  channel.on('error', onLost);
  channel.on('close', () => {
    isOpen = false;
    onIdle();
  });

  async function take(message: ConsumeMessage): Promise<void> {
    inHand++;
    try {
      const isDone = await onMessage(message);
      if (isDone && isOpen) channel.ack(message);
    } catch (error) {
      onLost(error); // the channel is closed, and says so in a moment
    }
    inHand--;
    if (inHand === 0) onIdle();
  }

  await channel.prefetch(prefetch);
  await channel.consume(queue, (message) => {
    if (!message) {
      onLost(new Error(`the subscription to ${queue} was ended`));
      return;
    }
    if (isLeaving) return; // it goes back with the channel
    lastAtMs = nowMs();
    void take(message);
  });
  return {
    lastAtMs: () => lastAtMs,
    async leave() {
      isLeaving = true;
      if (inHand > 0 && isOpen) await new Promise<void>((resolve) => (onIdle = resolve));
      if (isOpen) await channel.close();
    },
  };
}
