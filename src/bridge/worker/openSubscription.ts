import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { LARGEST_PACKET_BYTES } from '../limits/limitPackets.js';
import type { Ack } from '../ingest/createIngest.js';
import { reasonOf } from '../text/reasonOf.js';
import { ANSWER_TIMEOUT_MS, askForMessages } from './askForMessages.js';
import { createInHand } from './createInHand.js';
import type { Division } from './division.js';
import { inOrder } from './inOrder.js';
import type { BrokerUrl } from './readBrokerUrl.js';
import { watchConnection, type Ending } from './watchConnection.js';

/**
 * What becomes of a message: `keep` leaves it with the broker, which sends it again later; `problem` is why it cannot be
 * taken, now or later.
 */
export type Reply = 'keep' | { ack?: Ack; problem?: string };

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

/** One connection to the broker, from CONNECT to its end. */
export interface Subscription {
  ended: Promise<Ending>;
  /** Takes nothing new, finishes what is in hand, says goodbye. The session stays. */
  stop(): Promise<void>;
}

const KEEP_ALIVE_SECONDS = 30;
/** When nothing comes for so long, nothing waits. */
const QUIET_MS = 2000;
/** As many acks are under way as the broker lets, and no more than this. */
const ACKS_UNDER_WAY = 500;

/**
 * Connects, and takes the players' messages until the connection ends.
 *
 * MQTT.js hands messages over one at a time and acknowledges each before the next. A transaction for each
 * message would be the end of that, so the acknowledgment is taken out of its hands: a handler that returns
 * an error makes it send no PUBACK, and ours go out in order, once what they acknowledge is on disk. They go
 * to the very connection that brought the message: on a later one its number means another message.
 */
export function openSubscription(options: SubscriptionOptions): Subscription {
  const { broker, division, group, leave, onOpen } = options;
  const client = connect(options);
  const connection = watchConnection(client, broker.shown);
  const inHand = createInHand(options.receiveMaximum);
  const acknowledge = pubacks(client);
  const inTurn = inOrder<number>((messageId) => acknowledge(messageId));
  const publishAck = ackPublisher(client, options.onAckRefused);
  let isStopping = false;
  let quietTimer: NodeJS.Timeout | undefined;

  function waitForQuiet(): void {
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => {
      isStopping = true;
      connection.goodbye({ kind: 'left' }, { sessionExpiryInterval: 0 });
    }, QUIET_MS);
  }

  client.handleMessage = (packet, next) => {
    const goOn = (): void => next(LATER); // no PUBACK now, and on to the next packet
    if (isStopping || connection.isClosed()) {
      goOn();
      return;
    }
    clearTimeout(quietTimer);
    inHand.take(goOn);
    // What was published at QoS 0 has no number and wants no PUBACK.
    const done = packet.messageId === undefined ? () => undefined : inTurn(packet.messageId);
    void options
      .onMessage(packet.topic, packet.payload.toString())
      .finally(() => inHand.written())
      .then(async (reply) => {
        if (reply === 'keep') return;
        if (reply.ack) await publishAck(reply.ack);
        if (!connection.isClosed()) done();
      })
      .finally(() => {
        inHand.done();
        if (leave && inHand.isEmpty()) waitForQuiet();
      });
  };
  client.on('connect', ({ properties }) =>
    askForMessages(client, properties, { division, group, leave, shown: broker.shown }, (fault) => {
      if (fault) {
        connection.fail(fault);
        return;
      }
      onOpen();
      if (leave && inHand.isEmpty()) waitForQuiet();
    }),
  );
  client.on('close', () => {
    clearTimeout(quietTimer);
    inHand.giveUp();
  });

  return {
    ended: connection.ended,
    async stop() {
      if (isStopping || connection.isClosed()) return;
      isStopping = true;
      await inHand.idle();
      if (!connection.isClosed()) connection.goodbye({ kind: 'stopped' });
      await connection.ended;
    },
  };
}

const LATER = new Error('acknowledged when it is on disk');

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
