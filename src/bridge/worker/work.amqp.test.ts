import { setTimeout as pause } from 'node:timers/promises';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aView } from '../../../e2e/stage/connectPlayer.js';
import { freePort } from '../../../e2e/stage/startMosquitto.js';
import { readRabbitPage } from '../../../e2e/stage/rabbitPage.js';
import { MAY_ALL } from '../../../e2e/stage/rabbitUsers.js';
import { rabbitTestsMissing, startRabbit, type RabbitCluster } from '../../../e2e/stage/startRabbit.js';
import { timestampOf } from '../../makapix/timestamp.js';
import { topicsOf } from '../../makapix/topicsOf.js';
import { commandStore } from '../storage/commandStore.js';
import { ingestStore } from '../storage/ingestStore.js';
import { openTables } from '../storage/openTables.js';
import type { Database } from '../storage/sql.js';
import { wordStore } from '../storage/wordStore.js';
import type { BridgeProblem } from '../text/bridgeProblem.js';
import { queuesOf } from './queues.js';
import { readAmqpUrls } from './readAmqpUrls.js';
import { work } from './work.js';
import type { WorkerEvent } from './workerLog.js';

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: a worker against RabbitMQ: ${missing}`);

const HEALTH = {
  ...{ waiting: 0, unanswered: 0, dropped: 0, oldest_at: null, storage: 'indexeddb', clock_offset_ms: 5 },
  ...{ clock_source: 'server', msx_version: '0.1.163', tvx_version: null, engine: null, started_at: null },
};
const TVS = 20;
const WITHIN = { timeout: 20_000 };
const START_MS = 120_000;

let rabbit: RabbitCluster;
let database: Database;
/** While it is set, the database fails with it. */
let fault: Error | undefined;
let client: MqttClient;
let model: ChannelModel;
let channel: Channel;
const acks: [string, unknown][] = [];
const workers: { stop: () => void; ended: Promise<unknown> }[] = [];
/** Each test has queues of its own. */
let group = '';
let groups = 0;

describe.skipIf(missing !== undefined)('a worker at RabbitMQ', () => {
  beforeAll(async () => {
    rabbit = await startRabbit({
      nodes: 1,
      users: { worker: MAY_ALL, server: MAY_ALL, nobody: { ...MAY_ALL, configure: '^$' } },
    });
  }, START_MS);
  afterAll(() => rabbit.close());

  beforeEach(async () => {
    group = `test${++groups}`;
    fault = undefined;
    acks.length = 0;
    const real = await openTables(':memory:', () => undefined);
    database = {
      ...real,
      async transaction(task) {
        if (fault) throw fault;
        return real.transaction(task);
      },
    };
    await real.query(
      `INSERT INTO posts (post_id, path, kind, title, bytes, modified_ms, fingerprint) VALUES (7, '', 'image', '', 0, 0, '')`,
    );
    for (let i = 0; i < TVS; i++)
      await real.query(
        `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
           registered_at_ms, last_activity_at_ms) VALUES (?, ?, '', 'home', '', '', '', 0, 0)`,
        [`msx_tv${i}`, `tv${i}`],
      );
    await connectClients();
  });
  afterEach(async () => {
    for (const { stop, ended } of workers.splice(0)) {
      stop();
      await ended;
    }
    client.end(true);
    const { queues, dead, workers: roll, exchange } = queuesOf(group);
    for (const queue of [...queues, dead, roll]) await channel.deleteQueue(queue);
    await channel.deleteExchange(exchange);
    await model.close();
    await database.close();
  });

  async function connectClients(): Promise<void> {
    const { host, webPort } = rabbit.nodes[0]!;
    client = await mqtt.connectAsync(`ws://${host}:${webPort}/ws`, {
      ...{ username: 'server', password: 'secret', reconnectPeriod: 0 },
    });
    client.on('message', (topic, payload) => acks.push([topic, JSON.parse(payload.toString())]));
    await client.subscribeAsync('makapix/player/+/view/ack', { qos: 1 });
    model = await connect(rabbit.amqpUrls('server', 'secret'));
    model.on('error', () => undefined); // a node that is killed
    channel = await model.createChannel();
  }

  function startWorker(urls = rabbit.amqpUrls('worker', 'secret'), name = 'one', its = database) {
    const over = new AbortController();
    const said: [WorkerEvent, string][] = [];
    const ended: Promise<BridgeProblem | undefined> = work(
      {
        ...{ broker: readAmqpUrls(urls), group, name, inHand: 120, sessionHours: 1, leave: false },
        division: { kind: 'parts', part: 1, of: 1 },
      },
      {
        store: ingestStore(its),
        words: wordStore(its),
        now: Date.now,
        stopped: over.signal,
        log: (_level, event, sentence) => said.push([event, sentence]),
      },
    );
    const worker = {
      stop: () => over.abort(),
      ended,
      saidOf: (event: WorkerEvent) => said.filter(([one]) => one === event).map(([, sentence]) => sentence),
      is: (event: WorkerEvent) => vi.waitFor(() => expect(said.map(([one]) => one)).toContain(event), WITHIN),
    };
    workers.push(worker);
    return worker;
  }

  const send = (tv: string, fields: object = {}) =>
    client.publishAsync(topicsOf(tv).view, JSON.stringify(aView(tv, fields)), { qos: 1 });
  const recorded = async (): Promise<unknown[]> =>
    (await database.query('SELECT player_key FROM views ORDER BY player_key')).map((row) => row.player_key);
  const isRecorded = (...tvs: string[]) =>
    vi.waitFor(async () => expect(await recorded()).toEqual(tvs), WITHIN);
  const waiting = async (): Promise<number> => {
    let count = 0;
    for (const queue of queuesOf(group).queues) count += (await channel.checkQueue(queue)).messageCount;
    return count;
  };

  it('records views and statuses, and answers whoever asks', async () => {
    const worker = startWorker();
    await worker.is('connected');
    await send('tv1', { request_ack: true });
    await send('tv2');
    await send('tv3', { request_ack: true, post_id: 8 });
    const online = { player_key: 'tv1', status: 'online', current_post_id: 7 };
    await client.publishAsync(topicsOf('tv1').status, JSON.stringify(online), { qos: 1 });
    await isRecorded('tv1', 'tv2');
    await vi.waitFor(async () => {
      expect(acks).toHaveLength(2);
      expect(Object.fromEntries(acks)).toEqual({
        'makapix/player/tv1/view/ack': { success: true },
        'makapix/player/tv3/view/ack': expect.objectContaining({ error_code: 'post_not_found' }) as unknown,
      });
      expect(await database.query(`SELECT current_post_id FROM players WHERE player_key = 'tv1'`)).toEqual([
        { current_post_id: 7 },
      ]);
    }, WITHIN);
    worker.stop();
    expect(await worker.ended).toBeUndefined();
    expect(worker.saidOf('counts')).toEqual(['4 taken: 2 recorded, 1 refused, 1 statuses']);
  });

  it('keeps what TVs say of themselves, and what became of commands', async () => {
    await commandStore(database).add([
      {
        ...{ commandId: 'c1', playerId: 'msx_tv1', type: 'stop', payload: {}, sentAtMs: 1, endedAtMs: 2 },
        ...{ sender: { by: 'token', address: '' }, result: 'no_answer', error: 'The TV did not answer.' },
      },
    ]);
    const worker = startWorker();
    await worker.is('connected');
    const say = (what: string, value: object) =>
      client.publishAsync(`makapix/player/tv1/${what}`, JSON.stringify(value), { qos: 1 });
    await say('capabilities', { features: {} });
    await say('state', { is_paused: true });
    await say('command/ack', { command_id: 'c1', status: 'ok' });
    await say('playback', { state: 'playing' });
    await say('health', { firmware_version: '1' });
    await say('health', { ...HEALTH, more: 'x'.repeat(100_000) });
    await vi.waitFor(async () => {
      expect(await commandStore(database).last('msx_tv1')).toMatchObject([{ result: 'ok', error: null }]);
      expect(await database.query('SELECT word, body FROM player_words ORDER BY word')).toEqual([
        { word: 'capabilities', body: '{"features":{}}' },
        { word: 'health', body: JSON.stringify(HEALTH) },
        { word: 'playback', body: '{"state":"playing"}' },
        { word: 'state', body: '{"is_paused":true}' },
      ]);
    }, WITHIN);
    await worker.is('put-aside');
    expect(worker.saidOf('put-aside')).toEqual([expect.stringContaining('nothing about health')]);
  });

  it('puts aside what cannot be taken, says so, and goes on', async () => {
    const worker = startWorker();
    await worker.is('connected');
    await client.publishAsync(topicsOf('tv1').view, 'no JSON', { qos: 1 });
    await worker.is('put-aside');
    await send('tv1');
    await isRecorded('tv1');
    const { dead } = queuesOf(group);
    const message = await channel.get(dead, { noAck: true });
    expect(message).toMatchObject({ properties: { headers: { 'x-topic': topicsOf('tv1').view } } });
    expect(message && message.content.toString()).toBe('no JSON');
    expect(worker.saidOf('put-aside')).toEqual([
      expect.stringContaining(`cannot be taken and lies in ${dead} now: `),
    ]);
  });

  it('acknowledges to the broker what is on disk, and nothing else', async () => {
    const first = startWorker();
    await first.is('connected');
    fault = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await send('tv1', { request_ack: true });
    await send('tv2', { request_ack: true });
    await first.is('database-away');
    first.stop();
    expect(await first.ended).toBeUndefined();
    await vi.waitFor(async () => expect(await waiting()).toBe(2), WITHIN);
    expect(acks).toEqual([]);
    fault = undefined;
    const second = startWorker();
    await isRecorded('tv1', 'tv2');
    await vi.waitFor(() => expect(acks).toHaveLength(2), WITHIN);
    second.stop();
    await second.ended;
    expect(await waiting()).toBe(0);
    expect(second.saidOf('counts')).toEqual(['2 taken: 2 recorded']);
  });

  describe('where RabbitMQ lists the bindings of its exchanges, and follows none of them', () => {
    /** As it was seen after nodes had not reached each other. */
    const forgetTopics = () =>
      rabbit.shell(
        `sudo rabbitmqctl eval '[ets:delete(rabbit_topic_trie_binding, Key) || {topic_trie_binding, Key = {trie_binding, _, _, {resource, _, exchange, <<"msx.${group}">>}, _}, _} <- ets:tab2list(rabbit_topic_trie_binding)].'`,
      );
    /** What the exchange that spreads has for bindings. */
    const forgetRing = () =>
      rabbit.shell(
        `sudo rabbitmqctl eval 'ets:insert(rabbit_exchange_type_consistent_hash_ring_state, {chx_hash_ring, {resource, <<"/">>, exchange, <<"msx.${group}">>}, \#{}, 0}).'`,
      );

    it.each([
      ['between topics and the workers', forgetTopics],
      ['between workers and their queues', forgetRing],
    ])('notices it %s, says so, and gets what players say again', async (_where, forget) => {
      const worker = startWorker();
      await worker.is('connected');
      await send('tv1');
      await isRecorded('tv1');
      await forget();
      await worker.is('fault');
      expect(worker.saidOf('fault')[0]).toMatch(/had forgotten .* goes to msx\.test\d+, .* is lost/);
      await vi.waitFor(async () => {
        await send('tv2');
        expect(await recorded()).toContain('tv2');
      }, WITHIN);
      expect(worker.saidOf('put-aside')).toEqual([]);
    });

    it('loses nothing with the alternate exchange of docs/broker.md', async () => {
      await rabbit.shell((await readRabbitPage()).policy);
      try {
        const worker = startWorker();
        await worker.is('connected');
        await forgetTopics();
        await send('tv1');
        await isRecorded('tv1');
        await worker.is('fault');
        expect(worker.saidOf('fault')).toEqual([expect.stringContaining('came by the alternate exchange')]);
      } finally {
        await rabbit.shell('sudo rabbitmqctl clear_policy msx-unrouted');
      }
    });
  });

  it('shares with others, each player in order, also when one of them comes later and one goes', async () => {
    const STEP_MS = 10_000;
    const MOST_ROUNDS = 2000;
    const fromMs = Date.now() - MOST_ROUNDS * STEP_MS;
    let rounds = 0;
    const sendRound = async (): Promise<void> => {
      const timestamp = timestampOf(fromMs + rounds++ * STEP_MS);
      await Promise.all(Array.from({ length: TVS }, (_, tv) => send(`tv${tv}`, { timestamp })));
    };
    const areRecorded = () =>
      vi.waitFor(async () => expect(await recorded()).toHaveLength(rounds * TVS), WITHIN);
    // Slow, so that there is something in its hand whenever it gives up a queue.
    const one = startWorker(undefined, 'one', slowed(20));
    await one.is('connected');
    for (let i = 0; i < 10; i++) await sendRound();
    const taken = vi.fn();
    const two = startWorker(undefined, 'two', {
      ...database,
      transaction(task) {
        taken();
        return database.transaction(task);
      },
    });
    await two.is('connected');
    const takesSome = async (): Promise<void> => {
      await sendRound();
      expect(taken).toHaveBeenCalled();
    };
    await vi.waitFor(takesSome, { timeout: 30_000, interval: 20 });
    for (let i = 0; i < 10; i++) await sendRound();
    await areRecorded();
    await expectOrder();
    one.stop();
    for (let i = 0; i < 10; i++) await sendRound();
    await areRecorded();
    await expectOrder();
  }, 90_000);

  it('decides views that have waited in their order, however slow one of two workers is', async () => {
    const first = startWorker();
    await first.is('connected');
    first.stop();
    await first.ended;
    const VIEWS_EACH = 20;
    const STEP_MS = 10_000;
    const fromMs = Date.now() - VIEWS_EACH * STEP_MS;
    for (let view = 0; view < VIEWS_EACH; view++)
      await Promise.all(
        Array.from({ length: TVS }, (_, tv) =>
          send(`tv${tv}`, { timestamp: timestampOf(fromMs + view * STEP_MS) }),
        ),
      );
    await Promise.all([
      startWorker(undefined, 'one', slowed(100)).is('connected'),
      startWorker(undefined, 'two').is('connected'),
    ]);
    await vi.waitFor(async () => expect(await recorded()).toHaveLength(VIEWS_EACH * TVS), WITHIN);
    await expectOrder();
  });

  async function expectOrder(): Promise<void> {
    const rows = await database.query('SELECT player_key, viewed_at_ms FROM views ORDER BY view_id');
    for (let tv = 0; tv < TVS; tv++) {
      const times = rows.filter((row) => row.player_key === `tv${tv}`).map((row) => Number(row.viewed_at_ms));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  }

  const slowed = (byMs: number): Database => ({
    ...database,
    async transaction(task) {
      await pause(byMs);
      return database.transaction(task);
    },
  });

  it(
    'goes to another node when one does not answer, and comes back when it was away',
    async () => {
      const gone = `amqp://worker:secret@127.0.0.1:${await freePort()}`;
      const worker = startWorker(`${gone},${rabbit.amqpUrls('worker', 'secret')},${gone}`);
      await worker.is('connected');
      await rabbit.nodes[0]!.stop();
      await worker.is('broker-away');
      await rabbit.nodes[0]!.restart();
      await connectClients();
      await vi.waitFor(() => expect(worker.saidOf('connected')).toHaveLength(2), { timeout: 60_000 });
      await send('tv1', { request_ack: true });
      await isRecorded('tv1');
      await vi.waitFor(() => expect(acks).toHaveLength(1), WITHIN);
    },
    START_MS,
  );

  it('ends with a wrong password', async () => {
    expect(await startWorker(rabbit.amqpUrls('worker', 'wrong')).ended).toMatchObject({
      code: 'broker_sign_in',
      message: expect.stringMatching(/^amqp:\/\/worker:…@\S+ does not let the worker in/) as string,
    });
  });

  it('ends where its user may not make queues, and says which rights it needs', async () => {
    expect(await startWorker(rabbit.amqpUrls('nobody', 'secret')).ended).toMatchObject({
      code: 'broker_refused',
      message: expect.stringContaining('let it configure, write and read msx.*') as string,
    });
  });

  it('ends where a queue is there in another form', async () => {
    await channel.assertQueue(queuesOf(group).queues[3] ?? '', { durable: true });
    expect(await startWorker().ended).toMatchObject({
      code: 'broker_refused',
      message: expect.stringContaining('in another form') as string,
    });
  });
});
