// The cluster of docs/broker.md: three nodes with the lines that stand there, but for names, ports and the folder of the
// certificates, and the users that its commands make.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { openTables } from '../../src/bridge/storage/openTables.js';
import { connectAmqp } from '../../src/bridge/worker/connectAmqp.js';
import { openLine } from '../../src/bridge/worker/openLine.js';
import { queuesOf } from '../../src/bridge/worker/queues.js';
import { readAmqpUrls } from '../../src/bridge/worker/readAmqpUrls.js';
import { timestampOf } from '../../src/makapix/timestamp.js';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { openSocket } from '../../src/mqtt/openSocket.js';
import { certificateChainIn } from '../stage/certificateChainIn.js';
import { aView } from '../stage/connectPlayer.js';
import { PROGRAM_OF_TESTS, spawnBridge, type SpawnedProgram } from '../stage/program.js';
import { fillIn, readRabbitPage } from '../stage/rabbitPage.js';
import { freePort } from '../stage/startMosquitto.js';
import { rabbitTestsMissing, startRabbit, type RabbitCluster } from '../stage/startRabbit.js';

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: the cluster of docs/broker.md: ${missing}`);

const TV = '550e8400-e29b-41d4-a716-446655440000';
const POST_ID = 7;
/** As docs/broker.md makes it, percent-encoded. */
const WORKER = 'worker:a%20long%20one';
const WITHIN = { timeout: 60_000 };
const START_WITHIN_MS = 240_000;

describe.skipIf(missing !== undefined)('the cluster of docs/broker.md', { timeout: 120_000 }, () => {
  let folder: string;
  /** A file: who knows it trusts the nodes. */
  let authority: string;
  let rabbit: RabbitCluster;
  /** Of each node, of AMQP with TLS. */
  const tlsPorts: number[] = [];
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rabbit-tls-'));
    authority = await certificateChainIn(folder);
    for (let i = 0; i < 3; i++) tlsPorts.push(await freePort());
    const { conf, plugins, users } = await readRabbitPage();
    rabbit = await startRabbit({
      ...{ nodes: 3, users: {}, plugins },
      configure: ({ index, names, amqpPort, webPort }) =>
        fillIn(conf, {
          ...Object.fromEntries(['one', 'two', 'three'].map((host, i) => [`rabbit@${host}`, names[i]!])),
          '/etc/rabbitmq/certs': folder,
          '127.0.0.1:5672': `127.0.0.1:${amqpPort}`,
          '= 5671': `= ${tlsPorts[index]}`,
          '= 15676': `= ${webPort}`,
        }),
    });
    await rabbit.shell(fillIn(users, { '"$(openssl rand -hex 16)"': 'secret' }));
  }, START_WITHIN_MS);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    vi.unstubAllGlobals();
  });
  afterAll(async () => {
    await rabbit.close();
    await rm(folder, { recursive: true });
  });

  /** @returns the URL of a node for TVs */
  const urlOf = (node: number, protocol = 'wss', host = 'localhost') =>
    `${protocol}://${host}:${rabbit.nodes[node]!.webPort}/ws`;

  /** The page's half of a connection, in an engine with this TLS. */
  async function connectTv(url: string, tls: ClientOptions = {}) {
    const spoken: (string | null)[] = [];
    class Socket extends WebSocket {
      constructor(to: string, protocol: string) {
        super(to, protocol, tls);
        this.once('upgrade', ({ socket }) =>
          spoken.push(socket instanceof TLSSocket ? socket.getProtocol() : null),
        );
      }
    }
    vi.stubGlobal('WebSocket', Socket);
    const got: [topic: string, payload: string][] = [];
    const result = await openSocket({
      ...{ url, clientId: TV, username: TV, password: 'secret', keepAliveS: 60, listenAgainMs: 180_000 },
      ...{ connectTimeoutMs: 20_000, pubackTimeoutMs: 20_000 },
      will: { topic: topicsOf(TV).status, payload: '{}' },
      message: (topic, payload) => got.push([topic, payload]),
      lost: ({ message }) => got.push(['lost', message]),
    });
    if ('failure' in result) return result;
    ends.push(() => result.connection.close());
    return { ...result, got, spoken };
  }
  const known = async (): Promise<ClientOptions> => ({ ca: await readFile(authority) });

  /** A TV that is let in. */
  async function inTv(node: number, tls: ClientOptions = {}) {
    const tv = await connectTv(urlOf(node), { ...(await known()), ...tls });
    if ('failure' in tv) throw new Error(tv.failure.message);
    return tv;
  }

  const startWorker = (env: NodeJS.ProcessEnv, host = 'localhost'): SpawnedProgram => {
    const broker = tlsPorts.map((port) => `amqps://${WORKER}@${host}:${port}`).join();
    const worker = spawnBridge(
      ['ingest', '--broker', broker, '--database', join(folder, 'views.db'), '--log', 'json'],
      { program: [PROGRAM_OF_TESTS], env, sign: '"event":"connected"' },
    );
    ends.push(() => worker.end('SIGKILL'));
    return worker;
  };

  it('listens for TVs and workers with TLS, and without it to this machine alone', async () => {
    const { amqpPort, webPort } = rabbit.nodes[0]!;
    const listeners = (await rabbit.shell('sudo rabbitmq-diagnostics listeners')).trim().split('\n');
    const clients = listeners.filter((line) => !line.includes('protocol: clustering')); // of the nodes alone
    expect(clients.map((line) => line.replace(/, purpose.*/, '')).sort()).toEqual([
      `Interface: 127.0.0.1, port: ${amqpPort}, protocol: amqp`,
      ...[
        `Interface: [::], port: ${tlsPorts[0]}, protocol: amqp/ssl`,
        `Interface: [::], port: ${webPort}, protocol: https/web-mqtt`,
      ].sort(),
    ]);
    expect(await connectTv(urlOf(0, 'ws'))).toMatchObject({ failure: { code: 'unreachable' } });
    const plain = (host: string, port: number) =>
      connectAmqp(readAmqpUrls(`amqp://${WORKER}@${host}:${port}`), 'plain', 0);
    expect(await plain('127.0.0.1', tlsPorts[0]!)).toHaveProperty('fault');
    const refused = { fault: { sentence: expect.stringContaining('ECONNREFUSED') as string } };
    expect(await plain('127.0.0.2', amqpPort)).toMatchObject(refused);
  });

  it('lets no TV in that does not know the authority, or meets another name', async () => {
    const unreachable = { failure: { code: 'unreachable' } };
    expect(await connectTv(urlOf(0))).toMatchObject(unreachable);
    expect(await connectTv(urlOf(0, 'wss', '127.0.0.1'), await known())).toMatchObject(unreachable);
  });

  it('stops a worker that does not know the authority, or meets another name, and says what to do', async () => {
    const workers = [
      startWorker({ NODE_EXTRA_CA_CERTS: undefined }),
      startWorker({ NODE_EXTRA_CA_CERTS: authority }, '127.0.0.1'),
    ];
    for (const { exitCode, printed } of workers) {
      expect(await exitCode).toBe(1);
      expect(printed.out).toMatch(
        /"code":"broker_tls".* use the name .* its authority in NODE_EXTRA_CA_CERTS/,
      );
    }
  });

  it('has a view go to a worker and its ack come back, each by TLS at a node of its own', async () => {
    const database = await openTables(join(folder, 'views.db'), () => undefined);
    ends.push(() => database.close());
    await database.query(
      `INSERT INTO posts (post_id, path, kind, title, bytes, modified_ms, fingerprint) VALUES (?, '', 'image', '', 0, 0, '')`,
      [POST_ID],
    );
    await database.query(
      `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms) VALUES ('msx_tv', ?, '', 'home', '', '', '', 0, 0)`,
      [TV],
    );
    const worker = startWorker({ NODE_EXTRA_CA_CERTS: authority });
    await worker.started;
    const members = (await rabbit.shell('sudo rabbitmqctl list_queues name members')).trim().split('\n');
    for (const queue of queuesOf('ingest').queues) {
      const line = members.find((one) => one.startsWith(`${queue}\t`)) ?? '';
      expect(rabbit.nodes.filter(({ name }) => !line.includes(name))).toEqual([]);
    }

    const { connection, got, spoken } = await inTv(2);
    expect(spoken).toEqual(['TLSv1.3']);
    const topics = topicsOf(TV);
    expect(await connection.subscribe(topics.viewAck)).toBeNull();
    const view = aView(TV, { post_id: POST_ID, timestamp: timestampOf(Date.now()), request_ack: true });
    expect(await connection.publish(topics.view, JSON.stringify(view))).toBeNull();
    await vi.waitFor(() => expect(got).toHaveLength(1), WITHIN);
    expect(got[0]![0]).toBe(topics.viewAck);
    expect(JSON.parse(got[0]![1])).toMatchObject({ success: true });
    expect(await database.query('SELECT player_key, post_id FROM views')).toEqual([
      { player_key: TV, post_id: POST_ID },
    ]);
    expect(await worker.end('SIGTERM')).toBe(0);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'brings a command to a TV that speaks %s at best',
    async (version) => {
      const { connection, got, spoken } = await inTv(1, { maxVersion: version });
      expect(spoken).toEqual([version]);
      const topic = `${topicsOf(TV).player}command`;
      expect(await connection.subscribe(topic)).toBeNull();
      // From the machine of a node, by the plain listener that it has for itself.
      const line = openLine(readAmqpUrls(`amqp://${WORKER}@127.0.0.1:${rabbit.nodes[0]!.amqpPort}`), {
        ...{ name: 'bridge', takesRequests: false },
        ...{ onMessage: () => undefined, onFault: () => undefined },
      });
      ends.push(() => line.close());
      await vi.waitFor(() => expect(line.isConnected()).toBe(true), WITHIN);
      await line.publish(topic, 'do');
      await vi.waitFor(() => expect(got).toEqual([[topic, 'do']]), WITHIN);
    },
  );

  // The last one: what it takes away, the others need.
  it('has commands that tell of a virtual host that is down, and mend it', async () => {
    const check = 'sudo rabbitmq-diagnostics check_virtual_hosts';
    await rabbit.shell(check);
    await rabbit.shell(`sudo rabbitmqctl eval 'rabbit_vhost_sup_sup:stop_and_delete_vhost(<<"/">>).'`);
    await expect(rabbit.shell(check)).rejects.toThrow(/virtual hosts .* are down/);
    expect(await connectTv(urlOf(0), await known())).toMatchObject({ failure: { code: 'unreachable' } });
    await rabbit.shell('sudo rabbitmqctl restart_vhost');
    await rabbit.shell(check);
    await inTv(0);
  });
});
