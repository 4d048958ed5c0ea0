import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestBroker } from '../../../e2e/stage/startTestBroker.js';
import { MOSQUITTO, freePort, startMosquitto, type Mosquitto } from '../../../e2e/stage/startMosquitto.js';
import { topicsOf } from '../../makapix/topicsOf.js';
import type { BridgeProblem } from '../text/bridgeProblem.js';
import { wordStore } from '../storage/wordStore.js';
import { ingestStore } from '../storage/ingestStore.js';
import { openTables } from '../storage/openTables.js';
import type { Database } from '../storage/sql.js';
import { aView } from '../../../e2e/stage/connectPlayer.js';
import { readBrokerUrl } from './readBrokerUrl.js';
import { work } from './work.js';
import { takesPlayer, type Division } from './division.js';
import type { WorkerEvent } from './workerLog.js';
import type { WorkerOptions } from './workerOptions.js';

if (MOSQUITTO === null)
  console.warn('SKIPPED: a worker against mosquitto, which is not installed (apt-get install mosquitto)');

const ALL: Division = { kind: 'parts', part: 1, of: 1 };
const SHARED: Division = { kind: 'shared' };
const part = (number: number): Division => ({ kind: 'parts', part: number, of: 2 });

/** A TV whose messages a worker takes. */
const tvOf = (division: Division): string =>
  Array.from({ length: 20 }, (_, i) => `tv${i}`).find((tv) => takesPlayer(division, tv))!;

let database: Database;
/** While it is set, the database fails with it. */
let fault: Error | undefined;
/** What each transaction waits for. */
let gate: Promise<void> | undefined;
const workers: { stop: () => void; ended: Promise<unknown> }[] = [];

beforeEach(async () => {
  fault = undefined;
  gate = undefined;
  const real = await openTables(':memory:', () => undefined);
  database = {
    ...real,
    async transaction(task) {
      await gate;
      if (fault) throw fault;
      return real.transaction(task);
    },
  };
  await real.query(
    `INSERT INTO posts (post_id, path, kind, title, bytes, modified_ms, fingerprint) VALUES (7, '', 'image', '', 0, 0, '')`,
  );
  for (let i = 0; i < 20; i++)
    await real.query(
      `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms) VALUES (?, ?, '', 'home', '', '', '', 0, 0)`,
      [`msx_tv${i}`, `tv${i}`],
    );
});
afterEach(async () => {
  gate = undefined;
  for (const { stop, ended } of workers.splice(0)) {
    stop();
    await ended;
  }
  await database.close();
});

function startWorker(
  url: string,
  options: Partial<Pick<WorkerOptions, 'division' | 'name' | 'inHand' | 'leave'>> = {},
) {
  const over = new AbortController();
  const said: [WorkerEvent, string][] = [];
  const ended: Promise<BridgeProblem | undefined> = work(
    {
      broker: readBrokerUrl(url),
      group: 'ingest',
      division: ALL,
      name: 'one',
      inHand: 500,
      sessionHours: 1,
      leave: false,
      ...options,
    },
    {
      store: ingestStore(database),
      words: wordStore(database),
      now: Date.now,
      stopped: over.signal,
      log: (_level, event, sentence) => said.push([event, sentence]),
    },
  );
  const worker = {
    stop: () => over.abort(),
    ended,
    said,
    saidOf: (event: WorkerEvent) => said.filter(([one]) => one === event).map(([, sentence]) => sentence),
    is: (event: WorkerEvent) =>
      vi.waitFor(() => expect(said.map(([one]) => one)).toContain(event), { timeout: 10_000 }),
  };
  workers.push(worker);
  return worker;
}

const recorded = async (): Promise<unknown[]> =>
  (await database.query('SELECT player_key FROM views ORDER BY player_key')).map((row) => row.player_key);

describe.skipIf(MOSQUITTO === null)('a worker', () => {
  let broker: Mosquitto;
  let url: string;
  let client: MqttClient;
  const acks: [string, unknown][] = [];
  beforeEach(async () => {
    acks.length = 0;
    broker = await startMosquitto({ server: 'secret', worker: 'secret' }, ['persistence true']);
    url = `mqtt://worker:secret@127.0.0.1:${broker.tcpPort}`;
    client = await connectServer();
    client.on('message', (topic, payload) => acks.push([topic, JSON.parse(payload.toString())]));
    await client.subscribeAsync('makapix/player/+/view/ack', { qos: 1 });
  });
  afterEach(async () => {
    client.end(true);
    await broker.close();
  });
  /** Whoever may publish for every TV. */
  const connectServer = () =>
    mqtt.connectAsync(`mqtt://server:secret@127.0.0.1:${broker.tcpPort}`, { reconnectPeriod: 0 });
  const send = (tv: string, fields: object = {}) =>
    client.publishAsync(topicsOf(tv).view, JSON.stringify(aView(tv, fields)), { qos: 1 });
  const isRecorded = (...tvs: string[]) =>
    vi.waitFor(async () => expect(await recorded()).toEqual(tvs), { timeout: 10_000 });

  it('records views and statuses, and answers whoever asks', async () => {
    const worker = startWorker(url);
    await worker.is('connected');
    await send('tv1', { request_ack: true });
    await send('tv2');
    await send('tv3', { request_ack: true, post_id: 8 });
    const online = { player_key: 'tv1', status: 'online', current_post_id: 7 };
    await client.publishAsync(topicsOf('tv1').status, JSON.stringify(online), { qos: 1 });
    await client.publishAsync(topicsOf('tv1').view, 'no JSON', { qos: 1 });
    await send('tv4', { post_id: 9 });
    await isRecorded('tv1', 'tv2');
    await vi.waitFor(
      async () => {
        expect(acks).toEqual([
          ['makapix/player/tv1/view/ack', { success: true }],
          ['makapix/player/tv3/view/ack', expect.objectContaining({ error_code: 'post_not_found' })],
        ]);
        expect(await database.query(`SELECT current_post_id FROM players WHERE player_key = 'tv1'`)).toEqual([
          { current_post_id: 7 },
        ]);
      },
      { timeout: 10_000 },
    );
    await worker.is('dropped');
    await worker.is('refused');
    worker.stop();
    expect(await worker.ended).toBeUndefined();
    expect(worker.saidOf('counts')).toEqual(['6 taken: 2 recorded, 2 refused, 1 statuses, 1 dropped']);
    expect(worker.saidOf('refused')).toEqual([
      "A view of post 9 by tv4, which asks for no answer, is refused: Post doesn't exist",
    ]);
  });

  it('does the same over WebSocket', async () => {
    await startWorker(broker.url.replace('ws://', 'ws://worker:secret@')).is('connected');
    await send('tv1', { request_ack: true });
    await vi.waitFor(() => expect(acks).toHaveLength(1), { timeout: 10_000 });
  });

  it('writes what comes together in one transaction, and has no more in hand than it says', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const transaction = vi.spyOn(database, 'transaction');
    const worker = startWorker(url, { inHand: 8 });
    await worker.is('connected');
    const tvs = Array.from({ length: 20 }, (_, i) => `tv${i}`);
    await Promise.all(tvs.map((tv) => send(tv)));
    open();
    await isRecorded(...tvs.sort());
    expect(transaction.mock.calls.length).toBeLessThan(10);
  });

  it('answers everybody when more waits than it takes in hand', async () => {
    const first = startWorker(url, { inHand: 5 });
    await first.is('connected');
    first.stop();
    await first.ended;
    const VIEWS = 300;
    await Promise.all(
      Array.from({ length: VIEWS }, (_, i) =>
        send(`tv${i % 20}`, { request_ack: true, timestamp: new Date(i * 10_000).toISOString() }),
      ),
    );
    startWorker(url, { inHand: 5 });
    await vi.waitFor(() => expect(acks).toHaveLength(VIEWS), { timeout: 10_000 });
  });

  it('acknowledges to the broker what is on disk, and nothing else', async () => {
    const first = startWorker(url);
    await first.is('connected');
    fault = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await send('tv1', { request_ack: true });
    await send('tv2', { request_ack: true });
    await first.is('database-away');
    first.stop();
    expect(await first.ended).toBeUndefined();
    expect(acks).toEqual([]);
    fault = undefined;
    const second = startWorker(url);
    await isRecorded('tv1', 'tv2');
    await vi.waitFor(() => expect(acks).toHaveLength(2), { timeout: 10_000 });
    second.stop();
    await second.ended;
    // Now they are acknowledged: nobody gets them again.
    const third = startWorker(url);
    await third.is('connected');
    await send('tv3');
    await isRecorded('tv1', 'tv2', 'tv3');
    third.stop();
    await third.ended;
    expect(third.saidOf('counts')).toEqual(['1 taken: 1 recorded']);
  });

  it('takes what waits when the database is back, and says both once', async () => {
    const worker = startWorker(url);
    await worker.is('connected');
    fault = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await send('tv1', { request_ack: true });
    await worker.is('database-away');
    await send('tv2', { request_ack: true });
    fault = undefined;
    await isRecorded('tv1', 'tv2');
    await worker.is('database-back');
    expect(worker.saidOf('database-away')).toEqual([
      'The database does not answer (connect ECONNREFUSED): trying again',
    ]);
    await vi.waitFor(() => expect(acks).toHaveLength(2), { timeout: 10_000 });
  });

  it('finishes what is in hand when it is stopped', async () => {
    const worker = startWorker(url);
    await worker.is('connected');
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const transaction = vi.spyOn(database, 'transaction');
    await send('tv1', { request_ack: true });
    await vi.waitFor(() => expect(transaction).toHaveBeenCalled(), { timeout: 10_000 });
    worker.stop();
    await send('tv2');
    open();
    expect(await worker.ended).toBeUndefined();
    expect(await recorded()).toEqual(['tv1']);
    await vi.waitFor(() => expect(acks).toHaveLength(1), { timeout: 10_000 });
    await startWorker(url).is('connected');
    await isRecorded('tv1', 'tv2');
  });

  it('has what came while it was away, though the broker was restarted meanwhile', async () => {
    const first = startWorker(url);
    await first.is('connected');
    first.stop();
    await first.ended;
    await send('tv0');
    client.end(true);
    await broker.stop();
    await broker.restart();
    client = await connectServer();
    for (let i = 1; i < 20; i++) await send(`tv${i}`);
    startWorker(url);
    await vi.waitFor(async () => expect(await recorded()).toHaveLength(20), { timeout: 10_000 });
  });

  it.each([
    ['takes the players of its part, and another one the rest', [part(1), part(2)]],
    ['shares with another one, where both share a subscription', [SHARED, SHARED]],
  ])('%s', async (_what, divisions) => {
    const [one, two] = [
      startWorker(url, { division: divisions[0]! }),
      startWorker(url, { division: divisions[1]!, name: 'two' }),
    ] as const;
    await Promise.all([one.is('connected'), two.is('connected')]);
    for (let i = 0; i < 20; i++) await send(`tv${i}`);
    await vi.waitFor(async () => expect(await recorded()).toHaveLength(20), { timeout: 10_000 });
    for (const worker of [one, two]) {
      worker.stop();
      await worker.ended;
      expect(worker.saidOf('counts')).toEqual([expect.stringMatching(/^\d+ taken: \d+ recorded$/)]);
    }
  });

  it.each([
    ['', SHARED, SHARED, 'msx-ingest-one'],
    [' when there are more parts', part(1), ALL, 'msx-ingest-1-of-2'],
  ])(
    'that leaves%s takes what waits for it, and nothing comes to it any more',
    async (_what, division, next, clientId) => {
      const one = startWorker(url, { division });
      await one.is('connected');
      one.stop();
      await one.ended;
      await send(tvOf(division));
      await startWorker(url, { division: next, name: 'two' }).is('connected');
      expect(await recorded()).toEqual([]);
      expect(await startWorker(url, { division, leave: true }).ended).toBeUndefined();
      await isRecorded(tvOf(division));
      const again = mqtt.connect(url, { clientId, protocolVersion: 5, clean: false });
      const isSessionThere = await new Promise((resolve) =>
        again.once('connect', ({ sessionPresent }) => resolve(sessionPresent)),
      );
      expect(isSessionThere).toBe(false);
      await again.endAsync();
    },
  );

  it('that leaves keeps what waits for it with the broker until the database has it', async () => {
    const one = startWorker(url);
    await one.is('connected');
    one.stop();
    await one.ended;
    await send(tvOf(ALL));
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const leaving = startWorker(url, { leave: true });
    await leaving.is('connected');
    await pause(3000); // longer than it takes to be quiet
    const instead = mqtt.connect(url, { clientId: 'msx-ingest-1-of-1', protocolVersion: 5, clean: false });
    const isSessionThere = await new Promise((resolve) =>
      instead.once('connect', ({ sessionPresent }) => resolve(sessionPresent)),
    );
    expect(isSessionThere).toBe(true);
    await instead.endAsync();
    open();
  });

  it('that leaves does not answer what another one has answered', async () => {
    const one = startWorker(url, { division: part(1) });
    await one.is('connected');
    one.stop();
    await one.ended;
    await startWorker(url).is('connected');
    await send(tvOf(part(1)), { request_ack: true });
    await vi.waitFor(() => expect(acks).toHaveLength(1), { timeout: 10_000 });
    const leaving = startWorker(url, { division: part(1), leave: true });
    await leaving.ended;
    expect(leaving.saidOf('counts')).toEqual(['1 taken: 1 duplicates']);
    expect(acks).toHaveLength(1);
  });

  it('waits for a broker that is away, and says so once', async () => {
    const worker = startWorker(url);
    await worker.is('connected');
    await broker.kill();
    await worker.is('broker-away');
    await broker.restart();
    await vi.waitFor(() => expect(worker.saidOf('connected')).toHaveLength(2), { timeout: 15_000 });
    expect(new Set(worker.saidOf('broker-away')).size).toBe(worker.saidOf('broker-away').length);
    client = await connectServer();
    await send('tv1');
    await isRecorded('tv1');
  });

  it('ends with a wrong password', async () => {
    const worker = startWorker(url.replace('secret', 'wrong'));
    expect(await worker.ended).toMatchObject({
      code: 'broker_sign_in',
      message: expect.stringMatching(/^mqtt:\/\/worker:…@\S+ does not let the worker in/) as string,
    });
  });

  it('tells that another one may have its name when the broker does not', async () => {
    const [first, second] = [startWorker(url), startWorker(url)];
    await vi.waitFor(
      () =>
        expect([...first.saidOf('broker-away'), ...second.saidOf('broker-away')].join()).toContain(
          'has closed the connection again and again (is there another worker for part 1/1?)',
        ),
      { timeout: 19_000 },
    );
  });

  it('ends when the database needs a person', async () => {
    const worker = startWorker(url);
    await worker.is('connected');
    fault = Object.assign(new Error('permission denied for table views'), { code: '42501' });
    await send('tv1');
    expect(await worker.ended).toMatchObject({
      code: 'database_unusable',
      message:
        'The database cannot be used (permission denied for table views): check user name, password, rights and tables.',
    });
    fault = undefined;
    await startWorker(url).is('connected');
    await isRecorded('tv1');
  });
});

describe('a worker whose broker is not the right one', () => {
  it('ends when that knows MQTT 3.1.1 only', async () => {
    const broker = await startTestBroker();
    expect(await startWorker(broker.url).ended).toMatchObject({
      code: 'broker_too_old',
      message: expect.stringContaining('does not know MQTT 5') as string,
    });
    await broker.close();
  });

  // MQTT 5, 3.2 and 3.9: CONNACK with and without the property 42 = 0, SUBACK with two reasons.
  const CONNACK = [0x20, 3, 0, 0, 0];
  const CONNACK_WITHOUT_SHARED = [0x20, 5, 0, 0, 2, 0x2a, 0];
  const CONNACK_WITHOUT_WILDCARDS = [0x20, 5, 0, 0, 2, 0x28, 0];
  // 3.14: session taken over.
  const DISCONNECT = [0xe0, 1, 0x8e];
  const suback = (id: readonly number[], reason: number): number[] => [0x90, 5, ...id, 0, reason, reason];

  /** A broker of few words: `connack`, then a SUBACK, then what else there is. */
  async function fewWords(division: Division, connack: number[], reason: number, ...rest: number[]) {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.write(Buffer.from(connack));
        socket.on('data', (bytes: Buffer) => {
          // SUBSCRIBE has its number behind the length, which has two bytes from 128 on.
          const at = bytes[1]! > 127 ? 3 : 2;
          const id = [bytes[at]!, bytes[at + 1]!];
          if (bytes[0] === 0x82) socket.end(Buffer.from([...suback(id, reason), ...rest]));
        });
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const problem = await startWorker(`mqtt://127.0.0.1:${port}`, { division }).ended;
    server.close();
    return problem;
  }

  it.each([
    ['says that it has no shared subscriptions', SHARED, CONNACK_WITHOUT_SHARED, 0, 'broker_too_old'],
    ['refuses shared subscriptions', SHARED, CONNACK, 0x9e, 'broker_too_old'],
    ['says that it has no wildcards', ALL, CONNACK_WITHOUT_WILDCARDS, 0, 'broker_refused'],
    ['forbids the subscription', ALL, CONNACK, 0x87, 'broker_refused'],
    ['grants QoS 0', ALL, CONNACK, 0, 'broker_refused'],
  ])('ends when that %s', async (_what, division, connack, reason, code) =>
    expect(await fewWords(division, connack, reason)).toMatchObject({ code }),
  );

  it('asks for no shared subscriptions unless it shares', async () =>
    expect(await fewWords(ALL, CONNACK_WITHOUT_SHARED, 1, ...DISCONNECT)).toMatchObject({
      code: 'name_in_use',
    }));

  it('ends when another one takes its place', async () => {
    expect(await fewWords(ALL, CONNACK, 1, ...DISCONNECT)).toMatchObject({ code: 'name_in_use' });
  });

  it('ends when there is a web server, but no broker at this path', async () => {
    const server = createHttpServer();
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await startWorker(`ws://127.0.0.1:${port}/wrong`).ended).toMatchObject({
      code: 'broker_refused',
      message: expect.stringContaining('check the path of its WebSocket listener') as string,
    });
    server.close();
  });

  it('tries again where the broker refuses for now', async () => {
    let refusals = 0;
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        refusals++;
        socket.write(Buffer.from([0x20, 3, 0, 0x88, 0])); // server unavailable (MQTT 5, 3.2.2.2)
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const worker = startWorker(`mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await vi.waitFor(() => expect(refusals).toBe(2), { timeout: 10_000 });
    worker.stop();
    expect(await worker.ended).toBeUndefined();
    expect(worker.saidOf('broker-away')).toEqual([
      expect.stringContaining('refuses the connection for now (0x88)'),
    ]);
    server.close();
  });

  it('says once, not each time, that it is cut off', async () => {
    let cuts = 0;
    const server = createServer((socket) => {
      cuts++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const worker = startWorker(`mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await vi.waitFor(() => expect(cuts).toBe(2), { timeout: 5000 });
    worker.stop();
    await worker.ended;
    expect(worker.saidOf('broker-away')).toHaveLength(1);
    server.close();
  });

  it('waits when nobody is there, and ends at once when it is stopped', async () => {
    const worker = startWorker(`mqtt://127.0.0.1:${await freePort()}`);
    await worker.is('broker-away');
    expect(worker.saidOf('broker-away')).toEqual([
      expect.stringMatching(/^mqtt:\/\/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\): trying again$/),
    ]);
    worker.stop();
    expect(await worker.ended).toBeUndefined();
  });
});
