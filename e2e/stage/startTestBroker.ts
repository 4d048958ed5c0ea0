import { setTimeout as pause } from 'node:timers/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import { createWebSocketStream, WebSocketServer, type WebSocket } from 'ws';

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
  /** false = the publish is not delivered, the subscription refused. */
  mayAccess?: (access: Access) => boolean;
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

export async function startTestBroker(options: BrokerOptions = {}): Promise<TestBroker> {
  let returnCode = 0;
  let delayMs = 0;
  let connects = 0;
  let port = options.port ?? 0;
  let running: Running | null = null;

  interface Running {
    http: Server;
    aedes: Aedes;
    sockets: Set<WebSocket>;
    raw: Set<Socket>;
    clients: Map<string, Client>;
  }

  async function run(): Promise<void> {
    const aedes = await Aedes.createBroker();
    aedes.authenticate = (client, username, password, done) => {
      connects++;
      const code =
        returnCode ||
        (options.signIn?.({
          clientId: client.id,
          username: username ?? null,
          password: password ? password.toString() : null,
        }) ??
          0);
      names.set(client.id, username ?? null);
      if (code === 0) done(null, true);
      else done(Object.assign(new Error('refused'), { returnCode: code as 4 }), false);
    };
    const names = new Map<string, string | null>();
    aedes.authorizePublish = (client, packet, done) => {
      const username = client ? (names.get(client.id) ?? null) : null;
      // Without a client it is the broker itself, or a will after its client has gone.
      const may =
        (client as unknown) === null ||
        (options.mayAccess?.({ username, topic: packet.topic, kind: 'write' }) ?? true);
      done(may ? null : new Error('not allowed'));
    };
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const username = names.get(client.id) ?? null;
      const may = options.mayAccess?.({ username, topic: subscription.topic, kind: 'read' }) ?? true;
      done(null, may ? subscription : null);
    };
    const clients = new Map<string, Client>();
    aedes.on('client', (client) => clients.set(client.id, client));
    const http = createServer();
    const raw = new Set<Socket>();
    http.on('connection', (socket) => {
      raw.add(socket);
      socket.on('close', () => raw.delete(socket));
    });
    const wss = new WebSocketServer({ server: http, path: PATH, handleProtocols: () => SUBPROTOCOL });
    const sockets = new Set<WebSocket>();
    wss.on('connection', (socket, request) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.terminate());
      const stream = createWebSocketStream(socket);
      stream.on('error', () => stream.destroy()); // cut connections are what this broker is for
      aedes.handle(delayed(stream), request);
    });
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, '127.0.0.1', resolve);
    });
    port = (http.address() as AddressInfo).port;
    running = { http, aedes, sockets, raw, clients };
  }

  /** The stream as the broker sees it, late where `slow` says so. */
  function delayed(stream: ReturnType<typeof createWebSocketStream>): typeof stream {
    const push = stream.push.bind(stream);
    let last: Promise<void> = Promise.resolve();
    let waiting = 0;
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (delayMs === 0 && waiting === 0) return push(chunk, encoding);
      waiting++;
      const wait = delayMs;
      last = last
        .then(() => pause(wait, undefined, { ref: false }))
        .then(() => {
          waiting--;
          if (!stream.destroyed) push(chunk, encoding);
        });
      return true;
    };
    return stream;
  }

  async function stop(): Promise<void> {
    const stopping = running;
    running = null;
    if (!stopping) return;
    stopping.raw.forEach((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => {
      stopping.http.close(() => resolve());
      stopping.http.closeAllConnections();
    });
    await new Promise<void>((resolve) => stopping.aedes.close(() => resolve()));
  }

  await run();
  return {
    url: `ws://127.0.0.1:${port}${PATH}`,
    kill: stop,
    restart: run,
    cut: (clientId) => {
      if (clientId === undefined) running?.raw.forEach((socket) => socket.resetAndDestroy());
      else running?.clients.get(clientId)?.conn.destroy();
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
      ? /^(status|view|capabilities|state|command\/ack|request\/[^/]+)$/.test(rest)
      : rest === 'command' || rest === 'view/ack' || rest.startsWith('response/');
  };
}
