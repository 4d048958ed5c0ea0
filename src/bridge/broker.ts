import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Aedes } from 'aedes';
import { WebSocketServer, createWebSocketStream } from 'ws';
import { readPlayerMessage, type PlayerMessage } from './playerMessage.js';
import { viewAck } from './viewAck.js';

/** The largest MQTT frame that is read, in bytes; a player's messages have some hundred. */
const LARGEST_FRAME_BYTES = 256 * 1024;

const PATH = '/mqtt';
const SUBPROTOCOL = 'mqtt'; // MQTT 3.1.1, 6.0: the client must offer it, the server must choose it

/** A running broker. */
export interface Broker {
  /** Ends every connection. Resolves when nothing of the broker is left. */
  close(): Promise<void>;
}

/**
 * An MQTT broker for WebSocket clients at `/mqtt` of an HTTP server.
 * @param onMessage gets each status and view event that a player publishes, its will included
 */
export async function startBroker(
  server: Server,
  onMessage: (message: PlayerMessage) => void,
): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME_BYTES,
    handleProtocols: () => SUBPROTOCOL,
  });

  sockets.on('connection', (socket, request) => {
    aedes.handle(createWebSocketStream(socket), request);
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy()); // a peer that is gone before the handshake concerns nobody
    const [path] = (request.url ?? '').split('?');
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (path !== PATH) refuse(socket, '404 Not Found', `The broker is at ${PATH}.`);
    else if (!offered.includes(SUBPROTOCOL))
      refuse(socket, '400 Bad Request', `The WebSocket subprotocol "${SUBPROTOCOL}" is missing.`);
    else
      sockets.handleUpgrade(request, socket, head, (webSocket) =>
        sockets.emit('connection', webSocket, request),
      );
  };
  server.on('upgrade', upgrade);

  let closing = false;
  aedes.on('publish', ({ topic, payload }) => {
    const message = closing ? undefined : readPlayerMessage(topic, payload.toString());
    if (!message) return;
    onMessage(message);
    const ack = viewAck(message);
    if (ack)
      aedes.publish(
        {
          cmd: 'publish',
          topic: ack.topic,
          payload: ack.payload,
          qos: 1,
          retain: false,
          dup: false,
        },
        () => undefined, // nobody subscribed: the player is gone and will send the view again
      );
  });

  return {
    async close() {
      closing = true; // the wills of the connections that end now are no news
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
}

function refuse(socket: Duplex, status: string, sentence: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`,
  );
}
