import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import type { Wire } from '../commands/createCommands.js';
import type { PlayerWord } from '../commands/readPlayerWord.js';
import type { Ingest, Ingested } from '../ingest/createIngest.js';
import { attemptLimit } from '../limits/attemptLimit.js';
import { limitPackets } from '../limits/limitPackets.js';
import { normalAddress, type Networks } from '../players/address.js';
import type { Registry } from '../players/createRegistry.js';
import type { PlayerStore } from '../players/playerStore.js';
import type { Requests } from '../requests/createRequests.js';
import { listenProblem } from '../text/listenProblem.js';
import { acceptPlain, type PlainMqtt } from './acceptPlain.js';
import { acceptWebSockets } from './acceptWebSockets.js';
import { admitPlayers } from './admitPlayers.js';
import { createClients } from './createClients.js';
import { createWire } from './createWire.js';
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
  requests: Requests;
  /** Takes what a player says of its health; false = it is nothing of the kind. */
  takeHealth: (playerKey: string, payload: string) => boolean;
  auth: AuthMode;
  trusted: Networks;
  attemptsPerMinute: number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** A port for plain MQTT on the same address; undefined = none. */
  mqttPort: number | undefined;
  host: string;
  /** The origin that a request was sent to, as `http://192.168.1.20:8080`; null = that cannot be told. */
  originOf: (request: IncomingMessage) => string | null;
  /** Gets each message of a player once what became of it is on disk. */
  onIngested: (ingested: Ingested) => void;
  /** Gets what players say about commands and about themselves. */
  onWord: (word: PlayerWord) => void;
  onRefusal: (refusal: Refusal) => void;
  onFault: (sentence: string) => void;
}

/** A running broker. */
interface Broker {
  /** The port of plain MQTT; undefined without one. */
  mqttPort: number | undefined;
  /** The way of commands to the players. */
  wire: Wire;
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
  const { ingest, requests, takeHealth, onIngested, onWord, onRefusal, trusted, mqttPort, host, originOf } =
    options;
  const aedes = await Aedes.createBroker({ connectTimeout: CONNECT_TIMEOUT_MS });
  const clients = createClients(onRefusal);
  let closing = false;
  admitPlayers(aedes, clients, options);
  takeMessages(aedes, clients, {
    ingest,
    requests,
    takeHealth,
    ownOrigin: ({ conn }) => ownOrigin(server, conn),
    onIngested,
    onWord,
    isClosing: () => closing,
  });
  grantSubscriptions(aedes, clients);

  const broken = (client: Client, error: Error): void => {
    // What was refused has been told; a connection that simply ends is no news.
    if (/^(?:a packet of more|something that is not MQTT|Invalid|Unknown)/.test(error.message))
      clients.refused(client, { code: 'packet-refused', reason: `it sent ${error.message}` });
  };
  aedes.on('clientError', broken);
  aedes.on('connectionError', broken);

  /** Hands a connection to the broker, behind the limit of its packets. */
  function connect(stream: Duplex, address: string, origin: string | null): void {
    limitPackets(stream);
    clients.accepted(stream, address, origin);
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
  const accept = { trusted, mayConnect, connect, originOf };
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
    wire: createWire(clients),
    close,
  };
}

/** Of the bridge, for a client that has come by plain MQTT: the address that it has come to, and the port of HTTP. */
function ownOrigin(server: Server, connection: object): string {
  const { localAddress } = connection as Partial<Socket>;
  const address = normalAddress(localAddress ?? '') ?? '127.0.0.1';
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? `:${bound.port}` : ''; // HTTP is opened after MQTT
  return `http://${address.includes(':') ? `[${address}]` : address}${port}`;
}
