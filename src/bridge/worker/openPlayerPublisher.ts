import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { reasonOf } from '../text/reasonOf.js';
import { lostFault } from './amqpFault.js';
import type { BrokerFault } from './brokerFault.js';
import { connectAmqp } from './connectAmqp.js';
import { endConnection } from './endConnection.js';
import { keepSubscribed } from './keepSubscribed.js';
import { openPublisher, type Publisher } from './openPublisher.js';
import { TOPIC_EXCHANGE, routingKeyOf } from './queues.js';
import type { AmqpCluster } from './readAmqpUrls.js';
import type { Subscription } from './openSubscription.js';
import type { Ending } from './watchConnection.js';

/** Publishes to players over a RabbitMQ cluster, by one connection that is made again when it is lost. */
export interface PlayerPublisher {
  isConnected(): boolean;
  /**
   * Publishes on a topic of a player, and waits until the broker has it. Where the connection is lost before that, it
   * is published once more by the next one: a player may get it twice, and tells by the ID of the command.
   * @returns whether anybody takes it: else the player is away, or has not subscribed
   * @throws a BridgeProblem `broker_unreachable` when no node has confirmed it in time, or when this was closed
   */
  publish(topic: string, payload: string): Promise<boolean>;
  /** Resolves after `close`, or with what does not pass by waiting. Never rejected. */
  ended: Promise<BridgeProblem | undefined>;
  /** Resolves when the connection is. */
  close(): Promise<void>;
}

interface PublisherOptions {
  cluster: AmqpCluster;
  /** Of whoever publishes: the broker shows it to people. */
  name: string;
  /** So long a message waits for a node that takes it; default 10 s. */
  withinMs?: number;
  /** Gets, once, why there is no connection; without its full stop. */
  onAway: (reason: string) => void;
  /** @param shown the node's address, for people */
  onConnected: (shown: string) => void;
}

/** As long as whoever has sent a command waits for its answer. */
const WITHIN_MS = 10_000;

/** The user needs the right to write `amq.topic`, and to the topics of players in it. */
export function openPlayerPublisher(options: PublisherOptions): PlayerPublisher {
  const { cluster, name, withinMs = WITHIN_MS, onAway, onConnected } = options;
  const closing = new AbortController();
  let publisher: Publisher | null = null;
  const waiting: (() => void)[] = [];
  let first = Math.floor(Math.random() * cluster.nodes.length); // so that bridges do not all go to one node

  /** One connection, from its beginning to its end. */
  async function hold(onOpen: () => void, stopping: AbortSignal): Promise<Ending> {
    const made = await connectAmqp(cluster, name, first++);
    if ('fault' in made) return { kind: 'lost', fault: made.fault };
    const { model, node } = made;
    const losing = new AbortController(); // the first reason is kept
    const onLost = (error: unknown): void => losing.abort(lostFault(error, node.shown));
    model.on('error', onLost);
    model.on('close', onLost);
    try {
      publisher = await openPublisher(model, onLost);
      onOpen();
      onConnected(node.shown);
      waiting.splice(0).forEach((goOn) => goOn());
      await aborted(AbortSignal.any([losing.signal, stopping]));
    } catch (error) {
      onLost(error);
    }
    publisher = null;
    await endConnection(model);
    return losing.signal.aborted && !stopping.aborted
      ? { kind: 'lost', fault: losing.signal.reason as BrokerFault }
      : { kind: 'stopped' };
  }

  const ended = keepSubscribed(
    (onOpen): Subscription => {
      const stopping = new AbortController();
      const ending = hold(onOpen, stopping.signal);
      return {
        ended: ending,
        async stop() {
          stopping.abort();
          await ending;
        },
      };
    },
    { place: null, onAway, ending: closing.signal },
  ).finally(() => closing.abort());

  /** @returns null when there is none in time */
  async function connected(over: AbortSignal): Promise<Publisher | null> {
    if (!publisher) {
      const made = new Promise<void>((goOn) => waiting.push(goOn));
      await Promise.race([made, aborted(over)]);
    }
    return publisher;
  }

  return {
    isConnected: () => publisher !== null,
    async publish(topic, payload) {
      const over = AbortSignal.any([AbortSignal.timeout(withinMs), closing.signal]);
      let reason = `${cluster.shown} is not connected`;
      while (!over.aborted) {
        const by = await connected(over);
        if (!by) continue;
        try {
          const sending = by.publishNow(TOPIC_EXCHANGE, routingKeyOf(topic), Buffer.from(payload));
          const isTaken = await Promise.race([sending, aborted(over)]);
          if (isTaken !== undefined) return isTaken;
          sending.catch(() => undefined); // nobody waits for it any more
          reason = `${cluster.shown} does not confirm it`;
        } catch (error) {
          reason = reasonOf(error);
          await pause(backoffMs(0, Math.random()), over);
        }
      }
      throw bridgeProblem('broker_unreachable', `The message could not be published: ${reason}.`);
    },
    ended,
    async close() {
      closing.abort();
      await ended;
    },
  };
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
