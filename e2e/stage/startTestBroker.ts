import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { createQueue } from './createQueue.js';

/** What a client wants to do, for the access list. */
export interface Access {
  username: string | null;
  topic: string;
  kind: 'write' | 'read';
}

interface BrokerOptions {
  /** 0 = any free port, which `restart` then keeps. */
  port?: number;
  /** CONNACK: 0 accepted, 2 to 5 refused (MQTT 3.1.1, 3.2.2.3). */
  signIn?: (client: { clientId: string; username: string | null; password: string | null }) => number;
  /** false = the publish is not delivered, the subscription refused; `cut` = the connection ends, as with some brokers. */
  mayAccess?: (access: Access) => boolean | 'cut';
}

/** A real MQTT broker over WebSocket on 127.0.0.1, that can be made to behave badly. */
export interface TestBroker {
  url: string;
  /** As a power cut: no goodbye to anybody, nothing listens. What it had in memory is gone. */
  kill(): Promise<void>;
  /** On the same port, empty. */
  restart(): Promise<void>;
  /** Cuts every connection, or one client's; the broker lives on. */
  cut(clientId?: string): void;
  /** Every connection gets this CONNACK from now on; 0 = as configured. */
  refuse(returnCode: number): void;
  /** Each packet from a client takes this long to arrive. */
  slow(delayMs: number): void;
  /** CONNECT packets seen since the beginning. */
  connects(): number;
  close(): Promise<void>;
}

const SUBPROTOCOL = 'mqtt';
const PATH = '/mqtt';

interface Running {
  http: Server;
  aedes: Aedes;
  connections: Set<Socket>;
  clients: Map<string, Client>;
}

/** @param returnCode asked at each CONNECT: what it is refused with; 0 = as the options say */
async function createAedes({ signIn, mayAccess }: BrokerOptions, returnCode: () => number): Promise<Aedes> {
  const aedes = await Aedes.createBroker();
  const names = new Map<string, string | null>();
  const may = (client: Client | null, topic: string, kind: Access['kind']): boolean | 'cut' =>
    mayAccess?.({ username: client ? (names.get(client.id) ?? null) : null, topic, kind }) ?? true;
  aedes.authenticate = (client, name, secret, done) => {
    const username = name ?? null;
    const password = secret ? secret.toString() : null;
    const code = returnCode() || (signIn?.({ clientId: client.id, username, password }) ?? 0);
    names.set(client.id, username);
    if (code === 0) done(null, true);
    else done(Object.assign(new Error('refused'), { returnCode: code as 4 }), false);
  };
  aedes.authorizePublish = (client, { topic }, done) => {
    // Without a client it is the broker itself, or a will after its client has gone.
    const isFree = (client as unknown) === null;
    const answer = isFree || may(client, topic, 'write');
    if (answer === 'cut') client!.conn.destroy();
    else done(answer ? null : new Error('not allowed'));
  };
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const answer = may(client, subscription.topic, 'read');
    if (answer === 'cut') client.conn.destroy();
    else done(null, answer ? subscription : null);
  };
  return aedes;
}

/** @param delayMs asked at each packet */
async function listen(aedes: Aedes, port: number, delayMs: () => number): Promise<Running> {
  const clients = new Map<string, Client>();
  aedes.on('client', (client) => clients.set(client.id, client));
  const http = createServer();
  const connections = new Set<Socket>();
  http.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  const wss = new WebSocketServer({ server: http, path: PATH, handleProtocols: () => SUBPROTOCOL });
  wss.on('connection', (socket, request) => {
    socket.on('error', () => socket.terminate());
    const stream = createWebSocketStream(socket);
    stream.on('error', () => stream.destroy()); // cut connections are what this broker is for
    aedes.handle(delayed(stream, delayMs), request);
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  return { http, aedes, connections, clients };
}

/** The stream as the broker sees it, late where `slow` says so. */
function delayed(stream: Duplex, delayMs: () => number): Duplex {
  const push = stream.push.bind(stream);
  const queue = createQueue();
  let waiting = 0;
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (delayMs() === 0 && waiting === 0) return push(chunk, encoding);
    waiting++;
    queue.add(delayMs(), () => {
      waiting--;
      if (!stream.destroyed) push(chunk, encoding);
    });
    return true;
  };
  return stream;
}

export async function startTestBroker(options: BrokerOptions = {}): Promise<TestBroker> {
  let returnCode = 0;
  let delayMs = 0;
  let connects = 0;
  let port = options.port ?? 0;
  let running: Running | null = null;

  async function run(): Promise<void> {
    const aedes = await createAedes(options, () => {
      connects++;
      return returnCode;
    });
    running = await listen(aedes, port, () => delayMs);
    port = (running.http.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const stopping = running;
    running = null;
    if (!stopping) return;
    cutAll(stopping);
    await new Promise<void>((resolve) => {
      stopping.http.close(() => resolve());
      stopping.http.closeAllConnections();
    });
    await new Promise<void>((resolve) => stopping.aedes.close(() => resolve()));
  }

  const cutAll = ({ connections }: Running): void =>
    connections.forEach((socket) => socket.resetAndDestroy());

  await run();
  return {
    url: `ws://127.0.0.1:${port}${PATH}`,
    kill: stop,
    restart: run,
    cut: (clientId) => {
      if (!running) return;
      if (clientId === undefined) cutAll(running);
      else running.clients.get(clientId)?.conn.destroy();
    },
    refuse: (code) => {
      returnCode = code;
    },
    slow: (ms) => {
      delayMs = ms;
    },
    connects: () => connects,
    close: stop,
  };
}

/** Makapix's access list: a player writes and reads its own topics only; the server reads and writes all. */
export function makapixAccess(serverName: string): (access: Access) => boolean {
  return ({ username, topic, kind }) => {
    if (username === serverName) return true;
    const own = `makapix/player/${username ?? ''}/`;
    if (!topic.startsWith(own)) return false;
    const rest = topic.slice(own.length);
    return kind === 'write'
      ? /^(status|view|capabilities|state|playback|command\/ack|request\/[^/]+)$/.test(rest)
      : rest === 'command' || rest === 'view/ack' || rest.startsWith('response/');
  };
}
