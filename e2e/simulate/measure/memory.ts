import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSocket } from 'ws';
import { statusPayload } from '../../../src/makapix/status.js';
import { playerKeyOf } from '../../../src/makapix/playerKey.js';
import { topicsOf } from '../../../src/makapix/topics.js';
import type { Connection } from '../../../src/mqtt/connection.js';
import { openSocket } from '../../../src/mqtt/socket.js';
import { createFinding, type Fact } from '../finding.js';
import { connectionLimit } from '../open-files.js';
import { startWatchedBroker } from '../watched-broker.js';
import { residentKb } from './process-cost.js';

const TVS = 5000;
const BRIDGE_TVS = 2000;
/** Connections that are made at the same time. */
const AT_ONCE = 50;
/** The bridge lets ten in a minute from one address; loopback has many on Linux. */
const TVS_PER_ADDRESS = 10;
const ADDRESSES_PER_NET = 250;
/** Until what was only needed to connect is given back. */
const REST_MS = 5000;
const KEEP_ALIVE_S = 60;
const TIMEOUT_MS = 20_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Each of the sockets that the reporter's connection opens comes from the next address of loopback. */
function useManyAddresses(): void {
  let opened = 0;
  class Socket extends WebSocket {
    constructor(url: string, protocol: string) {
      const address = Math.floor(opened++ / TVS_PER_ADDRESS);
      const net = Math.floor(address / ADDRESSES_PER_NET);
      super(url, protocol, { localAddress: `127.0.${net}.${2 + (address % ADDRESSES_PER_NET)}` });
    }
  }
  Object.assign(globalThis, { WebSocket: Socket });
}

/** TVs that have said `online` and wait for acks: what a TV does that shows one picture. */
async function connectTvs(url: string, count: number): Promise<Connection[]> {
  const connections: Connection[] = [];
  let next = 0;
  const connectSome = async (): Promise<void> => {
    while (next < count) {
      const playerKey = playerKeyOf(`tv${next++}`);
      const topics = topicsOf(playerKey);
      const status = (online: boolean): string =>
        JSON.stringify(
          statusPayload({
            playerKey,
            status: online ? 'online' : 'offline',
            currentPostId: null,
            firmwareVersion: '1.0.0',
          }),
        );
      const result = await openSocket({
        url,
        clientId: playerKey,
        username: playerKey,
        keepAliveS: KEEP_ALIVE_S,
        connectTimeoutMs: TIMEOUT_MS,
        pubackTimeoutMs: TIMEOUT_MS,
        will: { topic: topics.status, payload: status(false) },
        message: () => undefined,
        lost: (failure) => {
          throw new Error(failure.message);
        },
      });
      if ('failure' in result) throw new Error(result.failure.message);
      await result.connection.subscribe(topics.viewAck);
      await result.connection.publish(topics.status, status(true));
      connections.push(result.connection);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, connectSome));
  return connections;
}

/** What a connected TV that does nothing costs in memory: mosquitto, and the bridge. */
export async function memory(): Promise<Fact[]> {
  useManyAddresses();
  const most = await connectionLimit();
  const { fact, finding } = createFinding('memory', 'idle connections');

  const broker = await startWatchedBroker(() => undefined);
  const pid = broker.pid();
  if (pid === null) console.log(`SKIPPED: memory of mosquitto: ${broker.name}`);
  else {
    const beforeKb = residentKb(pid);
    fact('mosquitto alone', beforeKb / 1024, 'MB');
    const count = Math.min(TVS, most);
    const connections = await connectTvs(broker.url, count);
    await sleep(REST_MS);
    fact(`mosquitto, for each of ${count} TVs over WebSocket`, (residentKb(pid) - beforeKb) / count, 'KB');
    for (const connection of connections) connection.close();
  }
  await broker.close();

  const program = resolve('dist/bridge/cli.js');
  if (!existsSync(program)) {
    console.log('SKIPPED: memory of the bridge: run "npm run build" first');
    return finding.facts;
  }
  const data = await mkdtemp(join(tmpdir(), 'measure-memory-'));
  const args = ['--port', '0', '--host', '127.0.0.1', '--data', data];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  while (!out.includes('Ctrl-C')) await once(child.stdout, 'data');
  const port = Number(/localhost:(\d+)/.exec(out)?.[1]);
  const count = Math.min(BRIDGE_TVS, most);
  try {
    await sleep(REST_MS);
    const aloneKb = residentKb(child.pid!);
    fact('the bridge alone', aloneKb / 1024, 'MB');
    for (let i = 0; i < count; i++)
      await (await fetch(`http://127.0.0.1:${port}/gallery/menu.json?device_id=tv${i}`)).text();
    await sleep(REST_MS);
    const registeredKb = residentKb(child.pid!);
    fact(`the bridge, with ${count} TVs registered`, registeredKb / 1024, 'MB');
    const connections = await connectTvs(`ws://127.0.0.1:${port}/mqtt`, count);
    await sleep(REST_MS);
    fact(
      `the bridge (aedes), for each of ${count} connected TVs`,
      (residentKb(child.pid!) - registeredKb) / count,
      'KB',
    );
    for (const connection of connections) connection.close();
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(data, { recursive: true });
  }
  return finding.facts;
}
