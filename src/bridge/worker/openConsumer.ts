import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { reasonOf } from '../text/reasonOf.js';
import { declareFault, lostFault } from './amqpFault.js';
import type { BrokerFault } from './brokerFault.js';
import { connectAmqp } from './connectAmqp.js';
import { decideLetGo } from './decideLetGo.js';
import { bindAnew, declareQueues } from './declareQueues.js';
import { endConnection } from './endConnection.js';
import { inTime } from './inTime.js';
import { openPlayerPublisher, type PlayerPublisher } from './openPlayerPublisher.js';
import { openPublisher, type Publisher } from './openPublisher.js';
import type { Reply, Subscription } from './openSubscription.js';
import { TOPIC_EXCHANGE, isProbe, probeKey, queuesOf, topicOf, type QueueNames } from './queues.js';
import type { AmqpCluster, AmqpNode } from './readAmqpUrls.js';
import { takeQueue, type TakenQueue } from './takeQueue.js';
import type { Ending } from './watchConnection.js';
import { watchRoutes } from './watchRoutes.js';

interface ConsumerOptions {
  cluster: AmqpCluster;
  /** Which of its nodes is tried first. */
  first: number;
  /** The workers that divide the messages. */
  group: string;
  /** Of this worker. */
  name: string;
  /** So many messages are in hand at most. */
  inHand: number;
  /** Resolves when what became of the message is on disk. */
  onMessage: (topic: string, payload: string) => Promise<Reply>;
  /** Everything is declared, and messages come. */
  onOpen: (node: AmqpNode) => void;
  /** An answer to a player, or what is put aside, could not be published yet. */
  onPublishRefused: (reason: string) => void;
  /** RabbitMQ did not hand to the workers what players said, and does again. @param areLost it was dropped */
  onRoutesMended: (areLost: boolean) => void;
  /** Whether it does could not be found out. */
  onRoutesUnknown: (reason: string) => void;
  /** A message that cannot be taken lies in the queue for such. */
  onPutAside: (topic: string, why: string, queue: string) => void;
}

/** How often a worker looks whether it has its share, and no more. */
const LOOK_MS = 2000;
/** A message that has come back so often ends whoever takes it. */
const MOST_DELIVERIES = 50;

/**
 * Connects to one node of a RabbitMQ cluster, and takes the players' messages until the connection ends. A message is
 * acknowledged when what became of it is on disk and its answer is with the broker; what is in hand when the
 * connection ends comes again, to whoever is next in line.
 */
export function openConsumer(options: ConsumerOptions): Subscription {
  const stopping = new AbortController();
  const ended = connectAmqp(options.cluster, options.name, options.first).then(
    async (made): Promise<Ending> => {
      if ('fault' in made) return { kind: 'lost', fault: made.fault };
      return hold(made.model, made.node, options, stopping.signal);
    },
  );
  return {
    ended,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** A connection, until it is lost: then `lost.reason` is why. */
interface Held {
  model: ChannelModel;
  names: QueueNames;
  lost: AbortSignal;
  onLost: (error: unknown) => void;
}

/** From a connection to its end. */
async function hold(
  model: ChannelModel,
  node: AmqpNode,
  options: ConsumerOptions,
  stopping: AbortSignal,
): Promise<Ending> {
  const losing = new AbortController(); // the first reason is kept
  let faultOf = declareFault;
  const onLost = (error: unknown): void => losing.abort(faultOf(error, node.shown));
  model.on('error', onLost);
  model.on('close', onLost);
  const held: Held = { model, names: queuesOf(options.group), lost: losing.signal, onLost };
  let players: PlayerPublisher | undefined;
  try {
    const { cluster, name } = options;
    players = await inTime(openPlayerPublisher(model, { cluster, node, name, onLost }));
    const taken = await inTime(begin(held, players, options));
    faultOf = lostFault;
    options.onOpen(node);
    const over = AbortSignal.any([held.lost, stopping]);
    void keepRoutes(held, options, over);
    await keepShare(held, taken, over);
    if (!held.lost.aborted) await Promise.all(taken.map((one) => one.end()));
  } catch (error) {
    onLost(error);
  }
  const ending: Ending = held.lost.aborted
    ? { kind: 'lost', fault: held.lost.reason as BrokerFault }
    : { kind: 'stopped' };
  const closing = players?.close();
  if (ending.kind === 'stopped') await closing;
  await endConnection(model);
  return ending;
}

/** @returns the worker's place at each queue */
async function begin(held: Held, players: PlayerPublisher, options: ConsumerOptions): Promise<TakenQueue[]> {
  const { model, names, onLost } = held;
  const channel = await model.createChannel();
  channel.on('error', onLost);
  await declareQueues(channel, names);
  const onMessage = takeMessages(held, { players, aside: await openPublisher(model, onLost) }, options);
  const prefetch = Math.ceil(options.inHand / names.queues.length);
  const taken: TakenQueue[] = [];
  for (const queue of names.queues)
    taken.push(
      await takeQueue(model, { queue, prefetch, onMessage, onLost, nowMs: () => performance.now() }),
    );
  // Only who takes messages counts as a worker.
  await channel.consume(names.workers, () => undefined, { noAck: true });
  return taken;
}

/** @returns what is done with a message, and whether it is done with: see takeQueue */
function takeMessages(
  { names, lost }: Held,
  { players, aside }: { players: PlayerPublisher; aside: Publisher },
  { onMessage, onPublishRefused, onPutAside }: ConsumerOptions,
): (message: ConsumeMessage) => Promise<boolean> {
  /** Publishes until the broker has it. @returns false where the connection is gone */
  async function insist(publish: () => Promise<void>): Promise<boolean> {
    for (let attempt = 0; !lost.aborted; attempt++) {
      try {
        await publish();
        return true;
      } catch (error) {
        if (isGone(lost)) break;
        onPublishRefused(reasonOf(error));
        await pause(backoffMs(attempt, Math.random()), lost);
      }
    }
    return false;
  }

  async function putAside({ fields, content }: ConsumeMessage, why: string): Promise<boolean> {
    const headers = { 'x-topic': topicOf(fields.routingKey), 'x-why': why };
    const isThere = await insist(() => aside.publish(names.dead, content, headers));
    if (isThere) onPutAside(topicOf(fields.routingKey), why, names.dead);
    return isThere;
  }

  return async (message) => {
    if (isProbe(message.fields.routingKey)) return true;
    const deliveries = Number(message.properties.headers?.['x-delivery-count'] ?? 0);
    if (deliveries >= MOST_DELIVERIES) return putAside(message, `it has come back ${deliveries} times`);
    const reply = await onMessage(topicOf(message.fields.routingKey), message.content.toString());
    if (reply === 'keep' || lost.aborted) return false;
    const { ack, problem } = reply;
    if (ack && !(await insist(() => players.publish(ack.topic, Buffer.from(ack.payload))))) return false;
    return problem === undefined || putAside(message, problem);
  };
}

/** Asked anew after waiting, which the compiler does not know. */
const isGone = ({ aborted }: AbortSignal): boolean => aborted;

/** Sees to it that what players say comes to the queues. Never rejected. */
const keepRoutes = (
  { model, names }: Held,
  { onRoutesMended, onRoutesUnknown }: ConsumerOptions,
  over: AbortSignal,
): Promise<void> =>
  watchRoutes(
    model,
    {
      probes: [
        { exchange: names.exchange, routingKey: probeKey('view') },
        { exchange: TOPIC_EXCHANGE, routingKey: probeKey('view') },
        { exchange: TOPIC_EXCHANGE, routingKey: probeKey('status') },
      ],
      everyMs: LOOK_MS,
      mend: (channel, cut) => bindAnew(channel, names, cut),
      onMended: onRoutesMended,
      onUnknown: onRoutesUnknown,
    },
    over,
  );

/** Gives up what is more than the worker's share, until it is over. */
async function keepShare(
  { model, names, onLost }: Held,
  taken: readonly TakenQueue[],
  over: AbortSignal,
): Promise<void> {
  const channel = await model.createChannel();
  channel.on('error', onLost);
  for (;;) {
    await pause(LOOK_MS, over);
    if (over.aborted) return;
    const { consumerCount } = await channel.checkQueue(names.workers);
    const places = taken.map((one) => ({ queue: one.queue, lastAtMs: one.lastAtMs() }));
    const tooMany = new Set(decideLetGo(places, consumerCount, performance.now()));
    await Promise.all(taken.filter(({ queue }) => tooMany.has(queue)).map((one) => one.letGo()));
  }
}
