import { WebSocket } from 'ws';
import { playerKeyOf } from '../../../src/makapix/playerKeyOf.js';
import { statusPayload } from '../../../src/makapix/status.js';
import { topicsOf } from '../../../src/makapix/topicsOf.js';
import type { Connection } from '../../../src/mqtt/connection.js';
import { openSocket } from '../../../src/mqtt/openSocket.js';
import { DEFAULT_TIMING } from '../../../src/report/reportTiming.js';

/** Connections that are made at the same time. */
const AT_ONCE = 50;
/** The bridge lets ten in a minute from one address; loopback has many on Linux. */
const TVS_PER_ADDRESS = 10;
const ADDRESSES_PER_NET = 250;
const KEEP_ALIVE_S = 60;
const TIMEOUT_MS = 20_000;

/** A TV's connection, without the rest of a TV. */
export interface ConnectedTv {
  playerKey: string;
  connection: Connection;
  /** Gets what comes on view/ack. */
  onAck: (payload: string) => void;
  /** Gets what comes on command, once it is subscribed to that. */
  onCommand: (payload: string) => void;
}

/** What the connection finds in a browser; each comes from the next address of loopback. */
export function useManyAddresses(): void {
  let opened = 0;
  class Socket extends WebSocket {
    constructor(url: string, protocol: string) {
      const address = Math.floor(opened++ / TVS_PER_ADDRESS);
      const net = Math.floor(address / ADDRESSES_PER_NET);
      super(url, protocol, {
        localAddress: `127.0.${net}.${2 + (address % ADDRESSES_PER_NET)}`,
        rejectUnauthorized: false, // the test broker's certificate is nobody's
      });
    }
  }
  Object.assign(globalThis, { WebSocket: Socket });
}

export const statusText = (
  playerKey: string,
  status: 'online' | 'offline',
  currentPostId: number | null,
): string => JSON.stringify(statusPayload({ playerKey, status, currentPostId, firmwareVersion: '1.0.0' }));

/** TVs that have said `online` and wait for acks: what a TV does that shows one picture. */
export async function connectTvs(url: string, count: number): Promise<ConnectedTv[]> {
  const tvs: ConnectedTv[] = [];
  let next = 0;
  const connectSome = async (): Promise<void> => {
    while (next < count) tvs.push(await connectTv(url, playerKeyOf(`tv${next++}`)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, connectSome));
  return tvs;
}

async function connectTv(url: string, playerKey: string): Promise<ConnectedTv> {
  const topics = topicsOf(playerKey);
  let isWanted = true;
  const result = await openSocket({
    url,
    clientId: playerKey,
    username: playerKey,
    keepAliveS: KEEP_ALIVE_S,
    listenAgainMs: DEFAULT_TIMING.listenAgainMs,
    connectTimeoutMs: TIMEOUT_MS,
    pubackTimeoutMs: TIMEOUT_MS,
    will: { topic: topics.status, payload: statusText(playerKey, 'offline', null) },
    message: (topic, payload) => (topic === topics.viewAck ? tv.onAck(payload) : tv.onCommand(payload)),
    lost: ({ message }) => {
      if (isWanted) throw new Error(message);
    },
  });
  if ('failure' in result) throw new Error(result.failure.message);
  const { connection } = result;
  const tv: ConnectedTv = {
    playerKey,
    connection: {
      ...connection,
      close: () => {
        isWanted = false;
        connection.close();
      },
    },
    onAck: () => undefined,
    onCommand: () => undefined,
  };
  await connection.subscribe(topics.viewAck);
  await connection.publish(topics.status, statusText(playerKey, 'online', null));
  return tv;
}
