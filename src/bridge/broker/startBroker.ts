import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import type { Ingest, Ingested } from '../ingest/createIngest.js';
import { attemptLimit } from '../limits/attemptLimit.js';
import { limitPackets } from '../limits/limitPackets.js';
import type { Networks } from '../players/address.js';
import type { Registry } from '../players/createRegistry.js';
import type { PlayerStore } from '../players/playerStore.js';
import { listenProblem } from '../text/listenProblem.js';
import { acceptPlain, type PlainMqtt } from './acceptPlain.js';
import { acceptWebSockets } from './acceptWebSockets.js';
import { admitPlayers } from './admitPlayers.js';
import { createClients } from './createClients.js';
import { grantSubscriptions } from './grantSubscriptions.js';
import type { Refusal } from './refusal.js';
import type { AuthMode } from './signIn.js';
import { takeMessages } from './takeMessages.js';

/** A connection that does not introduce itself within this is cut. */
const CONNECT_TIMEOUT_MS = 10_000;

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
  /** Whether it takes connections, at every port that it has. */
  isAccepting(): boolean;
  /** Ends every connection. Resolves when nothing of the broker is left. */
  close(): Promise<void>;
}

/**
 * An MQTT broker for WebSocket clients at `/mqtt` of an HTTP server, and for plain MQTT where a port is given.
 * A player writes and reads its own topics only; everything else ends its connection, which is what MQTT
 * 3.1.1 has for a refused PUBLISH (3.3.5), or is answered with a refused subscription (3.9.3).
 * @throws a BridgeProblem when the MQTT port cannot be opened; then nothing is left of what had started
 */
export async function startBroker(server: Server, options: BrokerOptions): Promise<Broker> {
  const { ingest, onIngested, onRefusal, trusted, mqttPort, host } = options;
  const aedes = await Aedes.createBroker({ connectTimeout: CONNECT_TIMEOUT_MS });
  const clients = createClients(onRefusal);
  let closing = false;
  admitPlayers(aedes, clients, options);
  takeMessages(aedes, clients, { ingest, onIngested, isClosing: () => closing });
  grantSubscriptions(aedes, clients);

  const broken = (client: Client, error: Error): void => {
    // What was refused has been told; a connection that simply ends is no news.
    if (/^(?:a packet of more|something that is not MQTT|Invalid|Unknown)/.test(error.message))
      clients.refused(client, { code: 'packet-refused', reason: `it sent ${error.message}` });
  };
  aedes.on('clientError', broken);
  aedes.on('connectionError', broken);

  /** Hands a connection to the broker, behind the limit of its packets. */
  function connect(stream: Duplex, address: string): void {
    limitPackets(stream);
    clients.accepted(stream, address);
    aedes.handle(stream);
  }

  const attempts = attemptLimit(options.attemptsPerMinute, options.monotonicMs);
  const mayConnect = (address: string): boolean => {
    if (attempts.allows(address)) return true;
    onRefusal({
      code: 'too-many-attempts',
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

  if (mqttPort !== undefined)
    try {
      plain = await acceptPlain(mqttPort, host, accept);
    } catch (error) {
      await close();
      throw listenProblem(error, mqttPort, host, '--mqtt-port');
    }
  return {
    mqttPort: plain?.port,
    isAccepting: () => !closing && !aedes.closed && server.listening && plain?.isListening() !== false,
    close,
  };
}
