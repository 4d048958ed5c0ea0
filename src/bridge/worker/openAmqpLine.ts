import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { reasonOf } from '../text/reasonOf.js';
import { HEARD, type BrokerLine, type LineOptions } from './brokerLine.js';
import { connectAmqp } from './connectAmqp.js';
import { endConnection } from './endConnection.js';
import { inTime } from './inTime.js';
import { openPublisher, type Publisher } from './openPublisher.js';
import { TOPIC_EXCHANGE, routingKeyOf, topicOf } from './queues.js';
import type { AmqpCluster, AmqpNode } from './readAmqpUrls.js';

/** What has come and is not read yet, at most: the bridge reads at once. */
const PREFETCH = 500;

/** The bridges take from it in turn. It is gone when none of them is there for a while. */
const REQUESTS = 'msx.bridges.requests';
/**
 * It goes with its node, and the others forget it: so the bridges make it again at another one, at once. Copies on
 * other nodes (a quorum queue) are not worth it: a TV that has got no answer for 10 s has asked again.
 */
const REQUESTS_LIVE = { durable: false, expires: 60_000, messageTtl: 10_000 };

/**
 * @returns at once; the connection is made by and by, and to the next node where one is lost. What is published
 * meanwhile is refused: it is up to whoever has sent a command whether it is sent again.
 */
export function openAmqpLine(
  cluster: AmqpCluster,
  { name, takesRequests, onMessage, onFault }: LineOptions,
): BrokerLine {
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  let model: ChannelModel | undefined;
  let publisher: Publisher | undefined;

  async function take(channel: Channel, queue: string, leave: () => void): Promise<void> {
    const hear = (message: ConsumeMessage | null): void => {
      if (message) onMessage(topicOf(message.fields.routingKey), message.content);
      else leave(); // the queue is gone: it is made again with the next connection
    };
    await channel.consume(queue, hear, { noAck: true });
  }

  /** @param leave the connection is of no use any more */
  async function hearPlayers(to: ChannelModel, leave: () => void): Promise<Publisher> {
    const opened = await openPublisher(to, leave);
    const channel = await openChannel(to, leave);
    // Of this connection alone, and gone with it.
    const own = await channel.assertQueue(`msx.${name}`, {
      exclusive: true,
      autoDelete: true,
      durable: false,
    });
    for (const what of HEARD)
      await channel.bindQueue(own.queue, TOPIC_EXCHANGE, routingKeyOf(`makapix/player/*/${what}`));
    await take(channel, own.queue, leave);
    return opened;
  }

  /** @throws what the broker answers: then the connection is as good as before */
  async function hearRequests(to: ChannelModel, leave: () => void): Promise<void> {
    let isHeard = false;
    const channel = await openChannel(to, () => {
      if (isHeard) leave();
    });
    const { queue } = await channel.assertQueue(REQUESTS, REQUESTS_LIVE);
    await channel.bindQueue(queue, TOPIC_EXCHANGE, routingKeyOf('makapix/player/*/request/*'));
    await take(channel, queue, leave);
    isHeard = true;
  }

  /** Commands do not wait for it: what players ask goes to any of the bridges. */
  async function keepRequests(to: ChannelModel, { shown }: AmqpNode, leave: () => void): Promise<void> {
    const lost = new AbortController();
    to.once('close', () => lost.abort());
    for (let attempt = 0; !isOver() && !lost.signal.aborted; attempt++) {
      try {
        await inTime(hearRequests(to, leave));
        return;
      } catch (error) {
        if (attempt === 0) onFault(`${shown} gives the bridge no requests of players: ${reasonOf(error)}`);
        await pause(backoffMs(attempt, Math.random()), AbortSignal.any([lost.signal, over.signal]));
      }
    }
  }

  /** Resolves when the connection is lost; @throws what the broker answers, or that it does not */
  async function stay(to: ChannelModel, node: AmqpNode): Promise<void> {
    const lost = new Promise<void>((resolve) => to.once('close', () => resolve()));
    to.on('error', () => undefined); // `close` follows
    const leave = (): void => void endConnection(to); // a new connection tells what it is
    publisher = await inTime(hearPlayers(to, leave));
    if (takesRequests) await keepRequests(to, node, leave);
    await lost;
  }

  /** From a connection to its end. */
  async function hold(to: ChannelModel, node: AmqpNode): Promise<void> {
    const { shown } = node;
    model = to;
    try {
      if (!isOver()) await stay(to, node);
      if (!isOver()) onFault(`The connection to ${shown} broke: trying again.`);
    } catch (error) {
      if (!isOver()) onFault(`${shown} does not let the bridge hear players: ${reasonOf(error)}`);
    }
    await endConnection(to);
  }

  async function run(): Promise<void> {
    let first = Math.floor(Math.random() * cluster.nodes.length); // so that bridges do not all go to one node
    for (let attempt = 0; !isOver(); attempt++) {
      const connected = await connectAmqp(cluster, name, first++);
      if ('fault' in connected) {
        if (attempt === 0) onFault(`${connected.fault.sentence}.`);
      } else {
        await hold(connected.model, connected.node);
        if (publisher) attempt = 0;
        publisher = undefined;
      }
      if (!isOver()) await pause(backoffMs(attempt, Math.random()), over.signal);
    }
  }

  const running = run();
  return {
    isConnected: () => publisher !== undefined,
    async publish(topic, payload) {
      if (!publisher) throw new Error('the bridge has no connection to the broker');
      await publisher.publish(TOPIC_EXCHANGE, routingKeyOf(topic), Buffer.from(payload));
    },
    async close() {
      over.abort();
      if (model) await endConnection(model);
      await running;
    },
  };
}

async function openChannel(to: ChannelModel, onError: () => void): Promise<Channel> {
  const channel = await to.createChannel();
  channel.on('error', onError);
  await channel.prefetch(PREFETCH);
  return channel;
}
