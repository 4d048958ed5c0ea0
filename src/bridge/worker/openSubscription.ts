import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { LARGEST_PACKET_BYTES } from '../limits/limitPackets.js';
import type { Ack } from '../ingest/createIngest.js';
import {
  connectFault,
  noSharedSubscriptions,
  noWildcards,
  socketFault,
  subscribeFault,
  type BrokerFault,
} from './brokerFault.js';
import type { BrokerUrl } from './readBrokerUrl.js';
import type { Division } from './division.js';
import { inOrder } from './inOrder.js';
import { reasonOf } from '../text/reasonOf.js';

/** What becomes of a message: `keep` leaves it with the broker, which sends it again later. */
export type Reply = 'keep' | { ack?: Ack };

interface SubscriptionOptions {
  broker: BrokerUrl;
  clientId: string;
  /** How several workers divide the messages. */
  division: Division;
  /** The workers that share the messages, where they share a subscription. */
  group: string;
  /** So many messages are in hand at most (MQTT 5, 3.1.2.11.3). */
  receiveMaximum: number;
  /** How long the broker keeps what waits while the worker is away (MQTT 5, 3.1.2.11.2). */
  sessionExpirySeconds: number;
  /** Takes what waits and ends the session, instead of subscribing. */
  leave: boolean;
  /** Resolves when what became of the message is on disk. */
  onMessage: (topic: string, payload: string) => Promise<Reply>;
  /** The broker has granted everything. */
  onOpen: () => void;
  /** An answer to a player could not be published. */
  onAckRefused: (reason: string) => void;
}

/** `left` = nothing waits any more and the session is over. */
export type Ending = { kind: 'stopped' } | { kind: 'left' } | { kind: 'lost'; fault: BrokerFault };

/** One connection to the broker, from CONNECT to its end. */
export interface Subscription {
  ended: Promise<Ending>;
  /** Takes nothing new, finishes what is in hand, says goodbye. The session stays. */
  stop(): Promise<void>;
}

const KEEP_ALIVE_SECONDS = 30;
const ANSWER_TIMEOUT_MS = 10_000;
/** A goodbye to a broker that does not answer takes no longer. */
const GOODBYE_MS = 2000;
/** When nothing comes for so long, nothing waits. */
const QUIET_MS = 2000;
/** As many acks are under way as the broker lets, and no more than this. */
const ACKS_UNDER_WAY = 500;

const FILTERS = ['makapix/player/+/view', 'makapix/player/+/status'];

/**
 * The topics of all players. A subscription of the worker's own is kept over a restart by every broker that
 * keeps sessions; mosquitto 2.0.11 forgets a shared one (MQTT 5, 4.8.2) until the worker is back, and what comes
 * meanwhile is confirmed to the TV and dropped.
 */
const filtersOf = (division: Division, group: string): string[] =>
  division.kind === 'shared' ? FILTERS.map((filter) => `$share/${group}/${filter}`) : FILTERS;

/**
 * Connects, and takes the players' messages until the connection ends.
 *
 * MQTT.js hands messages over one at a time and acknowledges each before the next. A transaction for each
 * message would be the end of that, so the acknowledgment is taken out of its hands: a handler that returns
 * an error makes it send no PUBACK, and ours go out in order, once what they acknowledge is on disk. They go
 * to the very connection that brought the message: on a later one its number means another message.
 */
export function openSubscription(options: SubscriptionOptions): Subscription {
  const { broker } = options;
  const { shown } = broker;
  const client = connect(options);
  let isStopping = false;
  let closed = false;
  const isClosed = (): boolean => closed;
  let inHand = 0;
  /** Of those in hand: what became of them is not on disk yet. */
  let taking = 0;
  let fault: BrokerFault | undefined;
  let wanted: Ending | undefined;
  let onIdle = (): void => undefined;
  let readOn: (() => void) | undefined;
  let quietTimer: NodeJS.Timeout | undefined;
  let end: (ending: Ending) => void;
  const ended = new Promise<Ending>((resolve) => (end = resolve));

  const acknowledge = pubacks(client);
  const inTurn = inOrder<number>((messageId) => acknowledge(messageId));
  const publishAck = ackPublisher(client, options.onAckRefused);

  client.handleMessage = (packet, next) => {
    const goOn = (): void => next(LATER); // no PUBACK now, and on to the next packet
    if (isStopping || closed) {
      goOn();
      return;
    }
    clearTimeout(quietTimer);
    inHand++;
    taking++;
    // Mosquitto 2.0.11 sends more than it was told to, out of what has waited: then the socket is not read on.
    // Only for what the database has to do: what waits for the broker to confirm an answer waits for the socket.
    if (taking > options.receiveMaximum) readOn = goOn;
    else goOn();
    // What was published at QoS 0 has no number and wants no PUBACK.
    const done = packet.messageId === undefined ? () => undefined : inTurn(packet.messageId);
    void options
      .onMessage(packet.topic, packet.payload.toString())
      .finally(() => {
        taking--;
        if (taking <= options.receiveMaximum) goOnReading();
      })
      .then(async (reply) => {
        if (reply === 'keep') return;
        if (reply.ack) await publishAck(reply.ack);
        if (!closed) done();
      })
      .finally(() => {
        inHand--;
        if (inHand === 0) onIdle();
        if (options.leave && inHand === 0) waitForQuiet();
      });
  };

  function goOnReading(): void {
    const held = readOn;
    readOn = undefined;
    held?.();
  }

  const idle = (): Promise<void> =>
    inHand === 0 ? Promise.resolve() : new Promise((resolve) => (onIdle = resolve));

  function goodbye(as: Ending, properties?: { sessionExpiryInterval: number }): void {
    wanted = as;
    const force = setTimeout(() => client.stream.destroy(), GOODBYE_MS);
    client.once('close', () => clearTimeout(force));
    if (client.connected) setImmediate(() => client.end(false, properties ? { properties } : {}));
    else client.end(true);
  }

  function waitForQuiet(): void {
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => {
      isStopping = true;
      goodbye({ kind: 'left' }, { sessionExpiryInterval: 0 });
    }, QUIET_MS);
  }

  const fail = (why: BrokerFault): void => {
    fault ??= why;
    client.end(true);
  };

  const onError = (error: Error): void => {
    fault ??= socketFault(error, shown);
  };
  client.on('error', onError);
  client.stream.on('error', onError); // MQTT.js passes on only those that have a code
  client.on('disconnect', ({ reasonCode = 0 }) => {
    fault ??= connectFault(reasonCode, shown);
  });
  client.on('close', () => {
    closed = true;
    clearTimeout(quietTimer);
    onIdle();
    end(wanted ?? { kind: 'lost', fault: fault ?? { sentence: `${shown} has closed the connection` } });
  });
  client.on('connect', ({ properties }) => {
    if (properties?.wildcardSubscriptionAvailable === false) {
      fail(noWildcards(shown));
      return;
    }
    if (options.division.kind === 'shared' && properties?.sharedSubscriptionAvailable === false) {
      fail(noSharedSubscriptions(shown));
      return;
    }
    const filters = filtersOf(options.division, options.group);
    const patience = setTimeout(() => fail({ sentence: `${shown} does not answer` }), ANSWER_TIMEOUT_MS);
    if (options.leave)
      client.unsubscribe(filters, () => {
        clearTimeout(patience);
        options.onOpen();
        waitForQuiet();
      });
    else
      // `rh`: what is retained is old, and a shared subscription does not get it either (MQTT 5, 3.8.3.1).
      client.subscribe(filters, { qos: 1, rh: 2 }, (_error, _grants, packet) => {
        clearTimeout(patience);
        const answers = packet?.granted.map(Number) ?? [];
        const refused = filters
          .map((filter, i) => subscribeFault(answers[i] ?? UNSPECIFIED, filter, shown))
          .find((problem) => problem !== undefined);
        if (refused) fail(refused);
        else options.onOpen();
      });
  });

  return {
    ended,
    async stop() {
      if (isStopping || closed) return;
      isStopping = true;
      await idle();
      if (!isClosed()) goodbye({ kind: 'stopped' });
      await ended;
    },
  };
}

const LATER = new Error('acknowledged when it is on disk');

/** MQTT 5, 2.4: unspecified error. */
const UNSPECIFIED = 0x80;

function connect({
  broker,
  clientId,
  receiveMaximum,
  sessionExpirySeconds,
}: SubscriptionOptions): MqttClient {
  const { protocol, host, port, path, username, password } = broker;
  const settings: IClientOptions = {
    protocol,
    host,
    hostname: host,
    port,
    path,
    clientId,
    protocolVersion: 5,
    clean: false,
    keepalive: KEEP_ALIVE_SECONDS,
    connectTimeout: ANSWER_TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    properties: {
      sessionExpiryInterval: sessionExpirySeconds,
      receiveMaximum,
      maximumPacketSize: LARGEST_PACKET_BYTES,
    },
  };
  if (username !== undefined) settings.username = username;
  if (password !== undefined) settings.password = password;
  return mqtt.connect(settings);
}

/** Gathers the PUBACKs of a moment, which is mostly a batch, into one write. */
function pubacks(client: MqttClient): (messageId: number) => void {
  let waiting: Buffer[] = [];
  return (messageId) => {
    if (waiting.length === 0)
      setImmediate(() => {
        const bytes = Buffer.concat(waiting);
        waiting = [];
        if (client.connected) client.stream.write(bytes);
      });
    // MQTT 5, 3.4: without a reason code it is success.
    waiting.push(Buffer.from([0x40, 2, messageId >> 8, messageId & 0xff]));
  };
}

/** Publishes acks, as many at a time as the broker lets (MQTT 5, 3.2.2.3.3). */
function ackPublisher(client: MqttClient, onRefused: (reason: string) => void): (ack: Ack) => Promise<void> {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async ({ topic, payload }) => {
    const most = Math.min(client.serverProperties?.receiveMaximum ?? ACKS_UNDER_WAY, ACKS_UNDER_WAY);
    while (underWay >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    underWay++;
    try {
      await client.publishAsync(topic, payload, { qos: 1 });
    } catch (error) {
      // The player gets none, and sends its view again: a duplicate then.
      onRefused(reasonOf(error));
    } finally {
      underWay--;
      waiting.shift()?.();
    }
  };
}
