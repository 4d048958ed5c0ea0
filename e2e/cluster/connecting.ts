import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { openSocket } from '../../src/mqtt/openSocket.js';
import { familyCpuMs, familyResidentKb } from '../bench/bridge/processCost.js';
import { statusText } from '../bench/bridge/tvs.js';
import { certificateIn } from '../stage/certificateIn.js';
import { formatColumns } from '../stage/formatColumns.js';
import { MOSQUITTO, freePort, startMosquitto } from '../stage/startMosquitto.js';
import { startRabbit } from '../stage/startRabbit.js';
import { MAY_ALL, PASSWORD } from '../stage/rabbitUsers.js';
import { keyOf } from './clusterStage.js';

const TVS = 500;
/** Before, the node has done nothing of the kind yet. */
const WARM_UP = 50;
const AT_ONCE = 10;
const TIMEOUT_MS = 20_000;
/** What a node puts off is done by then. */
const SETTLED_MS = 5000;

/** A TV that waits for acks and has said what it shows. @returns how long that took, in ms */
async function connectTv(url: string, tv: number, ends: (() => void)[]): Promise<number> {
  const topics = topicsOf(keyOf(tv));
  const beganAt = performance.now();
  const result = await openSocket({
    ...{
      url,
      clientId: keyOf(tv),
      username: 'tv',
      password: PASSWORD,
      keepAliveS: 60,
      listenAgainMs: 180_000,
    },
    ...{ connectTimeoutMs: TIMEOUT_MS, pubackTimeoutMs: TIMEOUT_MS },
    will: { topic: topics.status, payload: statusText(keyOf(tv), 'offline', null) },
    message: () => undefined,
    lost: ({ message }) => {
      throw new Error(message);
    },
  });
  if ('failure' in result) throw new Error(`${url}, TV ${tv}: ${result.failure.message}`);
  const { connection } = result;
  ends.push(() => connection.close());
  await connection.subscribe(topics.viewAck);
  await connection.publish(topics.status, statusText(keyOf(tv), 'online', null));
  return performance.now() - beganAt;
}

async function connectTvs(url: string, from: number, to: number, ends: (() => void)[]): Promise<number[]> {
  const took: number[] = [];
  let next = from;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < to) took.push(await connectTv(url, next++, ends));
    }),
  );
  return took.sort((a, b) => a - b);
}

interface Broker {
  url: string;
  pid: number;
  close: () => Promise<void>;
}

async function rabbit(protocol: 'ws' | 'wss', folder: string): Promise<Broker> {
  const files = certificateIn(folder);
  if (!files) throw new Error('openssl is not installed');
  const tlsPort = await freePort();
  const cluster = await startRabbit({
    nodes: 1,
    users: { tv: MAY_ALL },
    settings: [
      `web_mqtt.ssl.port = ${tlsPort}`,
      `web_mqtt.ssl.certfile = ${files.certificate}`,
      `web_mqtt.ssl.keyfile = ${files.key}`,
    ],
  });
  const node = cluster.nodes[0]!;
  const port = protocol === 'ws' ? node.webPort : tlsPort;
  return {
    url: `${protocol}://${node.host}:${port}/ws`,
    pid: node.pid(),
    close: () => cluster.close(),
  };
}

async function mosquitto(protocol: 'ws' | 'wss'): Promise<Broker> {
  const broker = await startMosquitto(null, [], { hasTls: true });
  if (broker.tlsUrl === null) throw new Error('openssl is not installed');
  return {
    url: protocol === 'ws' ? broker.url : broker.tlsUrl,
    pid: broker.pid(),
    close: () => broker.close(),
  };
}

/** @returns figures of a line */
async function measure({ url, pid, close }: Broker): Promise<string[]> {
  const ends: (() => void)[] = [];
  try {
    await connectTvs(url, 0, WARM_UP, ends);
    await pause(SETTLED_MS);
    const before = { cpu: familyCpuMs(pid), kb: familyResidentKb(pid) };
    const took = await connectTvs(url, WARM_UP, WARM_UP + TVS, ends);
    const cpu = familyCpuMs(pid) - before.cpu;
    await pause(SETTLED_MS);
    const kb = familyResidentKb(pid) - before.kb;
    return [
      ...[kb / TVS, cpu / TVS].map((figure) => figure.toFixed(2)),
      ...[took[Math.floor(TVS / 2)]!, took[Math.floor(TVS * 0.99)]!].map((figure) => figure.toFixed(1)),
    ];
  } finally {
    ends.forEach((end) => end());
    await close();
  }
}

/** What a TV costs a broker to connect, and while it says nothing, plain and with TLS. */
export async function connecting(print: (line: string) => void): Promise<void> {
  class Socket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { rejectUnauthorized: false }); // the certificate is nobody's
    }
  }
  Object.assign(globalThis, { WebSocket: Socket });
  const folder = await mkdtemp(join(tmpdir(), 'rabbit-tls-'));
  print(`${TVS} TVs, ${AT_ONCE} at a time; from the socket to the confirmed status`);
  try {
    const lines = [['broker', '', 'memory KB', 'processor ms', 'half after ms', '99 % after ms']];
    for (const [name, start] of [
      ['RabbitMQ, one node', rabbit],
      ...(MOSQUITTO === null ? [] : [['mosquitto', mosquitto] as const]),
    ] as const)
      for (const protocol of ['ws', 'wss'] as const)
        lines.push([name, protocol, ...(await measure(await start(protocol, folder)))]);
    print(formatColumns(lines, (column) => column > 1));
  } finally {
    await rm(folder, { recursive: true });
  }
}
