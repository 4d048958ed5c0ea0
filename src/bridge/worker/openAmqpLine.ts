import { once } from 'node:events';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { reasonOf } from '../text/reasonOf.js';
import { HEARD, type BrokerLine, type LineOptions } from './brokerLine.js';
import { connectAmqp } from './connectAmqp.js';
import { endConnection } from './endConnection.js';
import { inTime } from './inTime.js';
import { openPlayerPublisher, type PlayerPublisher } from './openPlayerPublisher.js';
import { TOPIC_EXCHANGE, isProbe, probeKey, routingKeyOf, topicOf } from './queues.js';
import type { AmqpCluster, AmqpNode } from './readAmqpUrls.js';
import { watchRoutes } from './watchRoutes.js';

/** The bridges take from it in turn. */
const REQUESTS = 'msx.bridges.requests';
/**
 * A queue of a bridge, and the one of all bridges, go when nobody takes from them for a while; what nobody has taken
 * after 10 s, nobody waits for any more.
 *
 * They have a copy on each node. RabbitMQ 3.10.8 forgets others where two nodes do not reach each other for a while:
 * one of them deletes them with their bindings, and the other, to which the bridge is connected, does not. Then the
 * bridge goes on, and is deaf to what is published at a node. To declare and bind them again changes nothing, as its
 * own node knows them; new ones in their place may find the exchange in disorder.
 */
const QUEUE = {
  durable: true,
  expires: 60_000,
  messageTtl: 10_000,
  arguments: { 'x-queue-type': 'quorum' },
};
/** What has come and is not read yet, at most: the bridge reads at once. */
const PREFETCH = 500;
/** How often a bridge looks whether what players say comes to it. */
const LOOK_MS = 5000;

/** A queue to hear. */
interface Heard {
  queue: string;
  /** Routing keys that come to it. */
  keys: readonly string[];
  /** One that comes to no other. */
  probe: string;
  /** What comes, for people. */
  what: string;
}

/** A connection to a node. */
interface Connected {
  to: ChannelModel;
  shown: string;
  lost: AbortSignal;
  /** It is of no use any more. */
  leave: () => void;
}

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
  let publisher: PlayerPublisher | undefined;

  /** @throws what the broker answers: then the connection is as good as before */
  async function hear({ to, shown, lost, leave }: Connected, heard: Heard): Promise<void> {
    const { queue, keys, probe, what } = heard;
    let isHeard = false;
    const channel = await to.createChannel();
    channel.on('error', () => {
      if (isHeard) leave();
    });
    await channel.prefetch(PREFETCH);
    await channel.assertQueue(queue, QUEUE);
    for (const key of keys) await channel.bindQueue(queue, TOPIC_EXCHANGE, key);
    const take = (message: ConsumeMessage | null): void => {
      if (!message)
        leave(); // the queue is gone: it is made again with the next connection
      else if (!isProbe(message.fields.routingKey))
        onMessage(topicOf(message.fields.routingKey), message.content);
    };
    await channel.consume(queue, take, { noAck: true });
    isHeard = true;
    const watched = {
      ...{ probes: [{ exchange: TOPIC_EXCHANGE, routingKey: probe }], everyMs: LOOK_MS },
      async mend(by: Channel) {
        for (const key of keys) {
          await by.unbindQueue(queue, TOPIC_EXCHANGE, key);
          await by.bindQueue(queue, TOPIC_EXCHANGE, key);
        }
      },
      onMended: () => onFault(`${shown} had forgotten that ${what} comes to the bridge, and is told again.`),
      onUnknown: (why: string) => onFault(`Whether ${what} comes to the bridge is not known: ${why}`),
    };
    void watchRoutes(to, watched, AbortSignal.any([lost, over.signal]));
  }

  /** Commands do not wait for it: what players ask goes to any of the bridges. */
  async function keepRequests(connected: Connected): Promise<void> {
    const { shown, lost } = connected;
    const probe = probeKey('request.probe');
    const keys = [routingKeyOf('makapix/player/*/request/*')];
    for (let attempt = 0; !isOver() && !lost.aborted; attempt++) {
      try {
        await inTime(hear(connected, { queue: REQUESTS, keys, probe, what: 'what players ask' }));
        return;
      } catch (error) {
        if (attempt === 0) onFault(`${shown} gives the bridge no requests of players: ${reasonOf(error)}`);
        await pause(backoffMs(attempt, Math.random()), AbortSignal.any([lost, over.signal]));
      }
    }
  }

  /** Resolves when the connection is lost; @throws what the broker answers, or that it does not */
  async function stay(to: ChannelModel, node: AmqpNode): Promise<void> {
    const { shown } = node;
    const lost = endOf(to); // from now on: a broker may end it in the same breath as it answers
    to.on('error', () => undefined); // `close` follows
    const leave = (): void => void endConnection(to); // a new connection tells what it is
    const connected = { to, shown, lost, leave };
    const probe = probeKey(name);
    const keys = [...HEARD.map((what) => routingKeyOf(`makapix/player/*/${what}`)), probe];
    await inTime(hear(connected, { queue: `msx.${name}`, keys, probe, what: 'what players say' }));
    publisher = await inTime(openPlayerPublisher(to, { cluster, node, name, onLost: leave }));
    if (takesRequests) await keepRequests(connected);
    if (!lost.aborted) await once(lost, 'abort');
  }

  /** From a connection to its end. @returns whether it was good */
  async function hold(to: ChannelModel, node: AmqpNode): Promise<boolean> {
    const { shown } = node;
    model = to;
    try {
      if (!isOver()) await stay(to, node);
      if (!isOver()) onFault(`The connection to ${shown} broke: trying again.`);
    } catch (error) {
      if (!isOver()) onFault(`${shown} does not let the bridge hear players: ${reasonOf(error)}`);
    }
    const good = publisher;
    publisher = undefined;
    const closing = good?.close();
    if (isOver()) await closing;
    await endConnection(to);
    return good !== undefined;
  }

  async function run(): Promise<void> {
    let first = Math.floor(Math.random() * cluster.nodes.length); // so that bridges do not all go to one node
    for (let attempt = 0; !isOver(); attempt++) {
      const connected = await connectAmqp(cluster, name, first++);
      if ('fault' in connected) {
        if (attempt === 0) onFault(`${connected.fault.sentence}.`);
      } else {
        if (await hold(connected.model, connected.node)) attempt = 0;
      }
      if (!isOver()) await pause(backoffMs(attempt, Math.random()), over.signal);
    }
  }

  const running = run();
  return {
    isConnected: () => publisher !== undefined,
    async publish(topic, payload) {
      if (!publisher) throw new Error('the bridge has no connection to the broker');
      await publisher.publish(topic, Buffer.from(payload));
    },
    async close() {
      over.abort();
      if (model) await endConnection(model);
      await running;
    },
  };
}

/** Says when the connection is over. */
function endOf(model: ChannelModel): AbortSignal {
  const ended = new AbortController();
  model.once('close', () => ended.abort());
  return ended.signal;
}
