// The bridge under load, each figure beside a baseline in the same run: the HTTP library with a handler that
// answers a constant, the broker alone. All rates are of this machine, client and server on the same cores.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createConnection, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import mqtt from 'mqtt';
import { Aedes } from 'aedes';
import { playerKeyOf } from '../../../src/makapix/playerKeyOf.js';
import { topicsOf } from '../../../src/makapix/topicsOf.js';
import { aView } from '../../stage/connectPlayer.js';
import { BUILT_PROGRAM, FREE_PORTS, spawnBridge } from '../../stage/program.js';
import type { Figure } from '../figure.js';

const FILES = 10_000;
const MEASURE_MS = 3000;
const CONNECTIONS = 8;
const RANGE_BYTES = 64 * 1024;
const PLAYERS = 300;
const MICROSECONDS = 1e6;
/** What the bare library takes for the same, twice. */
const GOAL: Figure['goal'] = { of: 'ratio', atMost: 2 };
/** The broker lets ten in a minute from one address; loopback has many on Linux. */
const PLAYERS_PER_ADDRESS = 10;

/** Requests per second, with as many requests at a time as there are connections. */
async function httpRate(port: number, path: string, headers: Record<string, string> = {}): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const until = performance.now() + MEASURE_MS;
  let count = 0;
  const one = (): Promise<void> =>
    new Promise((done, fail) => {
      request({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
        if ((response.statusCode ?? 0) >= 400) fail(new Error(`${path}: ${response.statusCode}`));
        response.resume().on('end', done);
      })
        .on('error', fail)
        .end();
    });
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        await one();
        count++;
      }
    }),
  );
  agent.destroy();
  return count / (MEASURE_MS / 1000);
}

const textOf = (port: number, path: string, address = '127.0.0.1'): Promise<string> =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'x-forwarded-for': address } }).then((response) =>
    response.text(),
  );

/** A view of each player at once, acknowledged by the broker: views per second. */
async function viewRate(
  connect: (i: number) => Promise<mqtt.MqttClient>,
  postId: number,
): Promise<{ rate: number; clients: mqtt.MqttClient[] }> {
  const clients = await Promise.all(Array.from({ length: PLAYERS }, (_, i) => connect(i)));
  const beganAt = performance.now();
  await Promise.all(
    clients.map((client, i) => {
      const key = playerKeyOf(`tv${i}`);
      return client.publishAsync(topicsOf(key).view, JSON.stringify(aView(key, { post_id: postId })), {
        qos: 1,
      });
    }),
  );
  return { rate: PLAYERS / ((performance.now() - beganAt) / 1000), clients };
}

const connectTo =
  (port: number) =>
  async (i: number): Promise<mqtt.MqttClient> => {
    const key = playerKeyOf(`tv${i}`);
    const localAddress = `127.0.0.${1 + Math.floor(i / PLAYERS_PER_ADDRESS)}`;
    const client = new mqtt.MqttClient(() => createConnection({ host: '127.0.0.1', port, localAddress }), {
      clientId: key,
      username: key,
      reconnectPeriod: 0,
    });
    await new Promise<void>((done, fail) => {
      client.once('connect', () => done()).once('error', fail);
    });
    return client;
  };

/** The bridge as its own process, with 10,000 files. */
async function startProgram(folder: string) {
  const media = join(folder, 'media');
  await mkdir(join(media, 'big'), { recursive: true });
  for (let i = 0; i < FILES; i++) await writeFile(join(media, 'big', `${i}.jpg`), `picture ${i}`);
  await writeFile(join(media, 'film.mp4'), Buffer.alloc(20 * 1024 * 1024, 1));
  const options = ['--mqtt-port', '0', '--media', media, '--data', join(folder, 'data')];
  const program = spawnBridge([...FREE_PORTS, ...options, '--trust-proxy', '127.0.0.1']);
  const beganAt = performance.now();
  await program.started;
  const port = program.port();
  for (;;) {
    const { albums } = JSON.parse(await textOf(port, '/api/albums')) as { albums: { files: number }[] };
    if ((albums[0]?.files ?? 0) > FILES) break;
    await pause(100);
  }
  return { program, port, mqttPort: program.mqttPort(), scanMs: performance.now() - beganAt };
}

/**
 * 7. The time for a request for a menu, for an album of 10,000, for a range of a file, and for a view until it
 * is on disk, as the inverse of how many are answered in a second.
 * @throws when the program is not built, or does not answer
 */
export async function bridge(): Promise<Figure[]> {
  if (!existsSync(BUILT_PROGRAM))
    throw new Error(`${BUILT_PROGRAM} is not there: run "npm run build" first.`);
  const folder = await mkdtemp(join(tmpdir(), 'bench-bridge-'));
  const bare = Fastify();
  bare.get('/constant', () => ({ menu: [] }));
  let page = '';
  bare.get('/page', (_request, reply) => reply.type('application/json; charset=utf-8').send(page));
  bare.get('/range', (_request, reply) => reply.send(Buffer.alloc(RANGE_BYTES)));
  await bare.listen({ port: 0, host: '127.0.0.1' });
  const barePort = (bare.server.address() as AddressInfo).port;
  const broker = await Aedes.createBroker();
  const brokerServer: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy()); // the clients below end without saying goodbye
    broker.handle(socket);
  });
  await once(brokerServer.listen(0, '127.0.0.1'), 'listening');
  const started = await startProgram(folder);
  const { program, port, mqttPort, scanMs } = started;
  const figures: Figure[] = [];
  /** Rates become times: that is what the table compares. */
  const add = (
    what: string,
    rate: number,
    baseline: string,
    baselineRate: number,
    goal: Figure['goal'] = null,
  ): void => {
    figures.push({
      benchmark: '7 bridge',
      engine: 'node',
      what,
      value: MICROSECONDS / rate,
      unit: 'µs',
      baseline,
      baselineValue: MICROSECONDS / baselineRate,
      goal,
    });
    console.log(`bridge: ${what}: ${Math.round(rate)}/s (${baseline}: ${Math.round(baselineRate)}/s)`);
  };
  console.log(`bridge: ${FILES} files looked through in ${(scanMs / 1000).toFixed(1)} s`);
  try {
    const constant = await httpRate(barePort, '/constant');
    const menus = await httpRate(port, '/msx/menu.json?device_id=tv0');
    add('a menu', menus, 'Fastify, a constant', constant, GOAL);
    const albums = JSON.parse(await textOf(port, '/msx/albums.json?device_id=tv0')) as {
      items: { title: string; action: string }[];
    };
    const album = /\/msx\/.*/.exec(albums.items.find(({ title }) => title === 'big')!.action)![0];
    const pages = await httpRate(port, album);
    add('a page of an album of 10,000', pages, 'Fastify, a constant', constant);
    page = await textOf(port, album);
    add('the same page', pages, 'Fastify, the same text', await httpRate(barePort, '/page'), GOAL);
    const ranged = '/msx/video/msx_tv0?uri=film.mp4&device_id=tv0';
    const range = { range: `bytes=1000000-${1_000_000 + RANGE_BYTES - 1}` };
    add(
      '64 KB of a file',
      await httpRate(port, ranged, range),
      'Fastify, 64 KB from memory',
      await httpRate(barePort, '/range'),
    );
    // One address may register a hundred TVs in a minute.
    for (let i = 0; i < PLAYERS; i++)
      await textOf(port, `/msx/menu.json?device_id=tv${i}`, `10.0.0.${Math.floor(i / PLAYERS_PER_ADDRESS)}`);
    const bareViews = await viewRate(connectTo((brokerServer.address() as AddressInfo).port), 1);
    const views = await viewRate(connectTo(mqttPort), 1);
    add('a view, on disk', views.rate, 'aedes alone', bareViews.rate, GOAL);
    const { total } = JSON.parse(await textOf(port, '/api/stats')) as { total: number };
    if (total !== PLAYERS) throw new Error(`${total} views were recorded, not ${PLAYERS}`);
    for (const client of [...bareViews.clients, ...views.clients]) client.end(true);
  } finally {
    await program.end('SIGTERM');
    broker.close();
    brokerServer.close();
    await bare.close();
    await rm(folder, { recursive: true });
  }
  return figures;
}
