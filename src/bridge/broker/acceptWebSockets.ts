import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, createWebSocketStream } from 'ws';
import { LARGEST_PACKET_BYTES } from '../limits/limitPackets.js';
import type { Networks } from '../players/address.js';
import { addressOf } from '../players/askerOf.js';

const PATH = '/mqtt';
const SUBPROTOCOL = 'mqtt'; // MQTT 3.1.1, 6.0: the client must offer it, the server must choose it

/** Whose connections are accepted, and who takes them. */
export interface Accept {
  trusted: Networks;
  /** Whether an address may connect once more. */
  mayConnect: (address: string) => boolean;
  /** @param origin where the client has found the bridge, as `http://192.168.1.20:8080`; null = it did not say */
  connect: (stream: Duplex, address: string, origin: string | null) => void;
  /** The origin that a request was sent to. */
  originOf: (request: IncomingMessage) => string | null;
}

/**
 * Accepts MQTT over WebSocket at `/mqtt` of an HTTP server.
 * @returns ends every connection
 */
export function acceptWebSockets(
  server: Server,
  { trusted, mayConnect, connect, originOf }: Accept,
): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_PACKET_BYTES,
    handleProtocols: () => SUBPROTOCOL,
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy()); // a peer that is gone before the handshake concerns nobody
    const [path] = (request.url ?? '').split('?');
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const address = addressOf(request, trusted);
    if (path !== PATH) refuse(socket, '404 Not Found', `The broker is at ${PATH}.`);
    else if (!offered.includes(SUBPROTOCOL))
      refuse(socket, '400 Bad Request', `The WebSocket subprotocol "${SUBPROTOCOL}" is missing.`);
    else if (!mayConnect(address))
      refuse(socket, '429 Too Many Requests', 'Too many connections in a minute: try again in a minute.');
    else
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate()); // too large a frame, or no WebSocket any more
        connect(createWebSocketStream(webSocket), address, originOf(request));
      });
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    for (const socket of sockets.clients) socket.terminate();
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
  };
}

function refuse(socket: Duplex, status: string, sentence: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`,
  );
}
