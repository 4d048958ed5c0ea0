import type { ChannelModel, ConfirmChannel, Message } from 'amqplib';
import { bindPlayerAnew } from './bindPlayerAnew.js';
import { connectAmqp } from './connectAmqp.js';
import { endConnection } from './endConnection.js';
import { inTime } from './inTime.js';
import { openReturning } from './openReturning.js';
import { TOPIC_EXCHANGE, routingKeyOf } from './queues.js';
import type { AmqpCluster, AmqpNode } from './readAmqpUrls.js';

/** Publishes to players, and waits until the broker has what was published. */
export interface PlayerPublisher {
  /**
   * At QoS 1, not retained.
   * @throws what is wrong, when the broker has refused it or the connection is lost
   */
  publish(topic: string, payload: Buffer): Promise<void>;
  /** Ends the connections to other nodes, if there are any: one that is just being made first has to be there. */
  close(): Promise<void>;
}

interface PlayerPublisherOptions {
  cluster: AmqpCluster;
  /** To which the connection is. */
  node: AmqpNode;
  /** As the broker shows it to people. */
  name: string;
  /** The broker has ended the channel. */
  onLost: (error: unknown) => void;
}

/** How many nodes a message was published at before. */
const TRIED = 'msx-tried';
/** How often it is looked whether messages can come back. */
const LOOK_MS = 5000;
/** A node that cannot be reached is not asked for so long. */
const AWAY_MS = 30_000;

/**
 * What a node routes nowhere goes by the next one of the cluster: a node of RabbitMQ 3.10.8 that did not reach another
 * one for a while forgets the queues of the TVs there, and never learns of them again, while the TV's own node knows
 * its queue. What no node routes is for a TV that is away, or whose subscription all of them list and none follows:
 * then it is bound anew, and published once more.
 * @param model the connection to `node`, which ends with whoever has made it
 * @throws what the broker answers
 */
export async function openPlayerPublisher(
  model: ChannelModel,
  { cluster, node, name, onLost }: PlayerPublisherOptions,
): Promise<PlayerPublisher> {
  const others = cluster.nodes.filter((one) => one !== node);
  const ways = new Map<AmqpNode, Promise<Way | undefined>>();
  let isClosed = false;

  async function passOn({ fields, content, properties }: Message): Promise<void> {
    const before = Number(properties.headers?.[TRIED]);
    const { routingKey } = fields;
    for (let tried = before; tried < others.length; tried++) {
      const way = await wayBy(others[tried]!);
      if (await way?.publish(routingKey, content, tried + 1).then(isSo, isNot)) return;
    }
    if (before > others.length) return; // it was bound anew before
    for (const node of [null, ...others]) {
      const way = node ? await wayBy(node) : main;
      if (!way || !(await bindPlayerAnew(way.model, routingKey))) continue;
      if (await way.publish(routingKey, content, others.length + 1).then(isSo, isNot)) return;
    }
  }

  const onBack = (message: Message): void => void passOn(message);

  /** @returns undefined where the node cannot be reached for now */
  function wayBy(other: AmqpNode): Promise<Way | undefined> {
    const known = ways.get(other);
    if (known) return known;
    if (isClosed) return Promise.resolve(undefined);
    const forget = (): void => void ways.delete(other);
    const made = connectWay(other, forget);
    ways.set(other, made);
    void made.then((way) => way ?? setTimeout(forget, AWAY_MS).unref());
    return made;
  }

  async function connectWay(other: AmqpNode, onEnd: () => void): Promise<Way | undefined> {
    const made = await connectAmqp({ nodes: [other], shown: other.shown }, name, 0);
    if ('fault' in made) return undefined;
    const { model: its } = made;
    its.on('error', () => undefined); // `close` follows
    try {
      const way = await inTime(openWay(its, onBack));
      its.once('close', onEnd);
      way.channel.once('close', () => void endConnection(its));
      return way;
    } catch {
      await endConnection(its); // it is as good as away
      return undefined;
    }
  }

  const main = await openWay(model, onBack);
  main.channel.on('error', onLost);
  return {
    publish: (topic, payload) => main.publish(routingKeyOf(topic), payload, 0),
    async close() {
      isClosed = true;
      for (const made of ways.values()) {
        const way = await made;
        if (way) await endConnection(way.model);
      }
    },
  };
}

/** By one node. */
interface Way {
  model: ChannelModel;
  channel: ConfirmChannel;
  /** @param tried at how many others it was published before */
  publish: (routingKey: string, content: Buffer, tried: number) => Promise<void>;
}

async function openWay(model: ChannelModel, onBack: (message: Message) => void): Promise<Way> {
  const { channel, queue, settings } = await openReturning(model);
  channel.on('return', onBack);
  await channel.consume(queue, (message) => message && onBack(message), { noAck: true });
  // Where the node has forgotten the queue, it ends the channel: then there is another one.
  const looking = setInterval(() => void channel.checkQueue(queue).catch(() => undefined), LOOK_MS);
  channel.once('close', () => clearInterval(looking));
  return {
    ...{ model, channel },
    publish: (routingKey, content, tried) =>
      new Promise<void>((resolve, reject) => {
        const headers = { ...settings.headers, [TRIED]: tried };
        // Persistent: the MQTT plugin makes QoS 1 of it.
        const more = { ...settings, headers, persistent: true };
        channel.publish(TOPIC_EXCHANGE, routingKey, content, more, (error: Error | null) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

const isSo = (): boolean => true;
const isNot = (): boolean => false;
