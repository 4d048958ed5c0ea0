import { randomUUID } from 'node:crypto';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { declareUnrouted } from './declareQueues.js';
import { UNROUTED } from './queues.js';

/** A channel on which what a node routes nowhere comes back, if it is published with `settings`. */
interface Returning {
  channel: ConfirmChannel;
  settings: { mandatory: true; headers: Record<string, string> };
  /** With the alternate exchange of docs/broker.md it comes here, else as the channel's event `return`. */
  queue: string;
}

const HEADER = 'msx-back-to';

/** @throws what the broker answers */
export async function openReturning(model: ChannelModel): Promise<Returning> {
  const channel = await model.createConfirmChannel();
  channel.on('error', () => undefined); // whoever asks is answered with it
  const queue = `msx.back.${randomUUID()}`;
  await declareUnrouted(channel);
  await channel.assertQueue(queue, { exclusive: true });
  await channel.bindQueue(queue, UNROUTED, '', { 'x-match': 'all', [HEADER]: queue });
  return { channel, queue, settings: { mandatory: true, headers: { [HEADER]: queue } } };
}
