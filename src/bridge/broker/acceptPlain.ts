import { createServer, type AddressInfo, type Socket } from 'node:net';
import { isTrusted, normalAddress } from '../players/address.js';
import type { Accept } from './acceptWebSockets.js';

/** A port that accepts plain MQTT. */
export interface PlainMqtt {
  port: number;
  isListening(): boolean;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** @throws what opening the port throws */
export async function acceptPlain(
  port: number,
  host: string,
  { trusted, mayConnect, connect }: Accept,
): Promise<PlainMqtt> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const address = normalAddress(socket.remoteAddress ?? '') ?? 'unknown';
    socket.on('error', () => socket.destroy());
    if (!isTrusted(socket.remoteAddress, trusted) && !mayConnect(address)) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    connect(socket, address, null);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    isListening: () => server.listening,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
