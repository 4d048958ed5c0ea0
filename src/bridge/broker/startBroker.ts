import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import { ackFor, type Ingest, type Ingested } from '../ingest/createIngest.js';
import { listenProblem } from '../text/listenProblem.js';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';
import type { Networks } from '../players/address.js';
import type { Registry } from '../players/createRegistry.js';
import type { PlayerStore } from '../players/playerStore.js';
import { acceptPlain, type PlainMqtt } from './acceptPlain.js';
import { acceptWebSockets } from './acceptWebSockets.js';
import { mayPublish, maySubscribe } from './mayPublish.js';
import { attemptLimit } from '../limits/attemptLimit.js';
import { messageRate } from '../limits/messageRate.js';
import { limitPackets } from '../limits/limitPackets.js';
import { signIn, type AuthMode } from './signIn.js';

/** A connection that does not introduce itself within this is cut. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A player subscribes to three topics; whoever wants more than this is after the broker's memory. */
const MOST_FILTERS = 32;

/** What was refused, for the log; by the broker, but for a registration. */
export interface Refusal {
  /** Closed list. */
  code:
    | 'too_many_attempts'
    | 'too_many_registrations'
    | 'sign_in_refused'
    | 'publish_refused'
    | 'subscribe_refused'
    | 'too_many_filters'
    | 'too_many_messages'
    | 'packet_refused';
  address: string;
  playerKey: string | undefined;
  /** A sentence's end: why. */
  reason: string;
}

interface BrokerOptions {
  registry: Registry;
  store: PlayerStore;
  ingest: Ingest;
  auth: AuthMode;
  trusted: Networks;
  attemptsPerMinute: number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** A port for plain MQTT on the same address; undefined = none. */
  mqttPort: number | undefined;
  host: string;
  /** Gets each message of a player once what became of it is on disk. */
  onIngested: (ingested: Ingested) => void;
  onRefusal: (refusal: Refusal) => void;
  onFault: (sentence: string) => void;
}

/** A running broker. */
interface Broker {
  /** The port of plain MQTT; undefined without one. */
  mqttPort: number | undefined;
  /** Ends every connection. Resolves when nothing of the broker is left. */
  close(): Promise<void>;
}

/** A client that has signed in. */
interface Session {
  playerId: string;
  playerKey: string;
  address: string;
  isWithinRate: () => boolean;
  /** What it is subscribed to. */
  filters: Set<string>;
  isToldOfFilters: boolean;
  release: () => void;
}

/**
 * An MQTT broker for WebSocket clients at `/mqtt` of an HTTP server, and for plain MQTT where a port is given.
 * A player writes and reads its own topics only; everything else ends its connection, which is what MQTT
 * 3.1.1 has for a refused PUBLISH (3.3.5), or is answered with a refused subscription (3.9.3).
 * @throws a BridgeProblem when the MQTT port cannot be opened; then nothing is left of what had started
 */
export async function startBroker(server: Server, options: BrokerOptions): Promise<Broker> {
  const { registry, ingest, trusted, onFault, onRefusal } = options;
  const aedes = await Aedes.createBroker({ connectTimeout: CONNECT_TIMEOUT_MS });
  const attempts = attemptLimit(options.attemptsPerMinute, options.monotonicMs);
  const sessions = new WeakMap<Client, Session>();
  /** What a client said in its CONNECT, until it has signed in. */
  const introductions = new WeakMap<Client, { clientId: string; willTopic: string | undefined }>();
  const addresses = new WeakMap<object, string>();
  const live = new Map<string, Set<Client>>();
  let closing = false;

  const addressOfClient = (client: Client): string => addresses.get(client.conn) ?? 'unknown';
  const refused = (code: Refusal['code'], client: Client, reason: string): void =>
    onRefusal({
      code,
      address: addressOfClient(client),
      playerKey: sessions.get(client)?.playerKey,
      reason,
    });

  aedes.preConnect = (client, packet, done) => {
    packet.clean = true; // a session that is kept would gather acks for a TV that may never come back
    if (packet.will?.qos === 2) packet.will.qos = 1; // it comes from the broker itself, once
    introductions.set(client, { clientId: packet.clientId, willTopic: packet.will?.topic });
    done(null, true);
  };

  aedes.authenticate = (client, username, password, done) => {
    const introduction = introductions.get(client);
    const address = addressOfClient(client);
    signIn(
      {
        clientId: introduction?.clientId ?? '',
        willTopic: introduction?.willTopic,
        username,
        password: password?.toString(),
        address,
      },
      options.auth,
      registry,
      options.store,
    ).then(
      (result) => {
        if ('returnCode' in result) {
          refused('sign_in_refused', client, result.reason);
          done(Object.assign(new Error(result.reason), { returnCode: result.returnCode }), false);
          return;
        }
        const { player, playerKey } = result;
        const release = registry.use(player.playerId, () => client.close());
        sessions.set(client, {
          playerId: player.playerId,
          playerKey,
          address,
          isWithinRate: messageRate(options.monotonicMs),
          filters: new Set(),
          isToldOfFilters: false,
          release,
        });
        const clients = live.get(playerKey) ?? new Set();
        live.set(playerKey, clients.add(client));
        done(null, true);
      },
      (error: unknown) => {
        onFault(`A player could not sign in: ${String(error)}`);
        done(Object.assign(new Error('unavailable'), { returnCode: 3 as const }), false);
      },
    );
  };

  aedes.on('clientDisconnect', (client) => {
    const session = sessions.get(client);
    if (!session) return;
    session.release();
    const clients = live.get(session.playerKey);
    clients?.delete(client);
    if (clients?.size === 0) live.delete(session.playerKey);
  });

  aedes.authorizePublish = (client, packet, done) => {
    const session = client && sessions.get(client);
    if (!session) {
      done(new Error('nobody has signed in'));
      return;
    }
    packet.retain = false; // nothing of the protocol is retained
    // Who is cut off since it floods is offline all the same.
    if (!isWill(client) && !session.isWithinRate()) {
      refused('too_many_messages', client, 'it publishes faster than any player');
      done(new Error('too many messages'));
    } else if (!mayPublish(session.playerKey, packet.topic) || packet.qos === 2) {
      refused('publish_refused', client, `it published to ${packet.topic} with QoS ${packet.qos}`);
      done(new Error('not allowed'));
    } else receive(client, session, packet.topic, packet.payload.toString(), done);
  };

  const isWill = (client: Client): boolean => !client.connected || client.closed;

  function receive(
    client: Client,
    session: Session,
    topic: string,
    payload: string,
    done: (error?: Error | null) => void,
  ): void {
    const message = readPlayerMessage(topic, payload);
    const isStale =
      isWill(client) && [...(live.get(session.playerKey) ?? [])].some((other) => other !== client);
    if (!message || closing || isStale) {
      done(null);
      return;
    }
    // The broker's own acknowledgment (PUBACK) goes out after `done`: what it acknowledges is on disk.
    void ingest.ingest(message).then((ingested) => {
      const ack = ackFor(ingested);
      const isLost = ingested.taken.kind === 'refused' && ingested.taken.code === 'processing_error';
      options.onIngested(ingested);
      if (isLost && !ack) {
        done(new Error('the view could not be written')); // without PUBACK the player sends it again
        return;
      }
      done(null);
      if (ack)
        setImmediate(() =>
          aedes.publish(
            { cmd: 'publish', ...ack, qos: 1, retain: false, dup: false },
            () => undefined, // nobody subscribed: the player is gone and will send the view again
          ),
        );
    });
  }

  aedes.authorizeSubscribe = (client, subscription, done) => {
    const session = sessions.get(client);
    const { topic } = subscription;
    const may = session !== undefined && maySubscribe(session.playerKey, topic);
    const fits = !may || session.filters.has(topic) || session.filters.size < MOST_FILTERS;
    if (!may) refused('subscribe_refused', client, `it subscribed to ${topic}`);
    else if (fits) session.filters.add(topic);
    else if (!session.isToldOfFilters) {
      session.isToldOfFilters = true; // once a connection: there may be thousands
      refused('too_many_filters', client, `it subscribed to more than ${MOST_FILTERS} topics`);
    }
    done(null, may && fits ? subscription : null);
  };

  aedes.on('unsubscribe', (topics, client) => {
    for (const topic of topics) sessions.get(client)?.filters.delete(topic);
  });

  const broken = (client: Client, error: Error): void => {
    // What was refused has been told; a connection that simply ends is no news.
    if (/^(?:a packet of more|something that is not MQTT|Invalid|Unknown)/.test(error.message))
      refused('packet_refused', client, `it sent ${error.message}`);
  };
  aedes.on('clientError', broken);
  aedes.on('connectionError', broken);

  /** Hands a connection to the broker, behind the limit of its packets. */
  function connect(stream: Duplex, address: string): void {
    limitPackets(stream);
    addresses.set(stream, address);
    aedes.handle(stream);
  }

  const mayConnect = (address: string): boolean => {
    if (attempts.take(address)) return true;
    onRefusal({
      code: 'too_many_attempts',
      address,
      playerKey: undefined,
      reason: `it tried to connect more than ${options.attemptsPerMinute} times in a minute`,
    });
    return false;
  };
  const accept = { trusted, mayConnect, connect };
  const closeWebSockets = acceptWebSockets(server, accept);
  let plain: PlainMqtt | undefined;
  async function close(): Promise<void> {
    closing = true; // the wills of the connections that end now are no news
    await Promise.all([closeWebSockets(), plain?.close()]);
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await ingest.idle();
  }

  const { mqttPort, host } = options;
  if (mqttPort !== undefined)
    try {
      plain = await acceptPlain(mqttPort, host, accept);
    } catch (error) {
      await close();
      throw listenProblem(error, mqttPort, host, '--mqtt-port');
    }
  return { mqttPort: plain?.port, close };
}
