import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  rabbitTestsMissing,
  startRabbit,
  type RabbitCluster,
  type RabbitNode,
} from '../../../e2e/stage/startRabbit.js';
import { readRabbitPage } from '../../../e2e/stage/rabbitPage.js';
import { MAY_ALL, PASSWORD, WORKER } from '../../../e2e/stage/rabbitUsers.js';
import { openLine } from './openLine.js';
import { readAmqpUrls } from './readAmqpUrls.js';

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: a bridge at RabbitMQ: ${missing}`);

const REQUESTS = 'msx.bridges.requests';
const WITHIN = { timeout: 90_000 };

let rabbit: RabbitCluster;

describe.skipIf(missing !== undefined)('the line of a bridge to RabbitMQ', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    rabbit = await startRabbit({ nodes: 1, users: { worker: WORKER, tv: MAY_ALL } });
  }, 120_000);
  afterAll(() => rabbit.close());
  afterEach(() => void vi.restoreAllMocks());

  const open = (name: string, urls = rabbit.amqpUrls('worker', 'secret')) => {
    const heard: string[] = [];
    const faults: string[] = [];
    const line = openLine(readAmqpUrls(urls), {
      name,
      takesRequests: true,
      onMessage: (topic, payload) => heard.push(`${topic} ${payload.toString()}`),
      onFault: (sentence) => faults.push(sentence),
    });
    return {
      line,
      heard,
      faults,
      isUp: () => vi.waitFor(() => expect(line.isConnected(), faults.join(' ')).toBe(true), WITHIN),
    };
  };
  const connectTv = async (
    { host, webPort } = rabbit.nodes[0]!,
    { clientId = randomUUID(), qos = 1 }: { clientId?: string; qos?: 0 | 1 } = {},
  ) => {
    const tv = await mqtt.connectAsync(`ws://${host}:${webPort}/ws`, {
      ...{ username: 'tv', password: 'secret', reconnectPeriod: 0, clientId },
    });
    const got: string[] = [];
    tv.on('message', (topic, payload) => got.push(`${topic} ${payload.toString()}`));
    await tv.subscribeAsync('makapix/player/KEY/command', { qos });
    return { tv, got };
  };

  it('has commands go out and answers come in on every line, requests on one of them, also after a restart', async () => {
    const lines = [open('bridge-one'), open('bridge-two')];
    for (const { isUp } of lines) await isUp();
    for (let round = 0; round < 2; round++) {
      const { tv, got } = await connectTv();
      await lines[0]!.line.publish('makapix/player/KEY/command', `do ${round}`);
      await vi.waitFor(() => expect(got).toEqual([`makapix/player/KEY/command do ${round}`]), WITHIN);
      let asks = 0;
      const asked = (): string[] =>
        lines.flatMap(({ heard }) => heard).filter((text) => text.includes(`ask ${round}`));
      const done = `makapix/player/KEY/command/ack done ${round}`;
      // Just after a restart a queue may take nothing yet, and says nothing.
      await vi.waitFor(
        () => {
          tv.publish('makapix/player/KEY/request/7', `ask ${round} ${asks++}`, { qos: 1 });
          tv.publish('makapix/player/KEY/command/ack', `done ${round}`, { qos: 1 });
          expect(asked()).not.toEqual([]);
          for (const { heard } of lines) expect(heard).toContain(done);
        },
        { ...WITHIN, interval: 1000 },
      );
      expect(new Set(asked()).size).toBe(asked().length);
      await tv.endAsync(true);
      if (round > 0) break;
      await rabbit.nodes[0]!.kill();
      await vi.waitFor(
        () => expect(lines.map(({ line }) => line.isConnected())).toEqual([false, false]),
        WITHIN,
      );
      await expect(lines[0]!.line.publish('makapix/player/KEY/command', '')).rejects.toThrow('no connection');
      await rabbit.nodes[0]!.restart();
      for (const { isUp } of lines) await isUp();
    }
    for (const { faults } of lines) expect(faults.join('\n')).toMatch(/broke: trying again/);
    for (const { line } of lines) await line.close();
  });

  it('has commands go out while it cannot have the queue of requests, and hears requests when it can', async () => {
    const model = await connect(rabbit.amqpUrls('worker', PASSWORD));
    const channel = await model.createChannel();
    await channel.deleteQueue(REQUESTS);
    await channel.assertQueue(REQUESTS, { durable: false }); // not as it wants it
    const { line, heard, faults, isUp } = open('bridge-three');
    await isUp();
    const { tv, got } = await connectTv();
    await line.publish('makapix/player/KEY/command', 'do');
    await vi.waitFor(() => expect(got).toEqual(['makapix/player/KEY/command do']), WITHIN);
    await vi.waitFor(
      () => expect(faults.join()).toMatch(/gives the bridge no requests of players: .*PRECONDITION/),
      WITHIN,
    );
    await tv.publishAsync('makapix/player/KEY/state', 'well', { qos: 1 });
    await vi.waitFor(() => expect(heard).toEqual(['makapix/player/KEY/state well']), WITHIN);
    expect(line.isConnected()).toBe(true);
    await channel.deleteQueue(REQUESTS);
    await vi.waitFor(
      () => {
        tv.publish('makapix/player/KEY/request/7', 'ask', { qos: 1 });
        expect(heard).toContain('makapix/player/KEY/request/7 ask');
      },
      { ...WITHIN, interval: 1000 },
    );
    await tv.endAsync(true);
    await line.close();
    await model.close();
  });

  it('notices that RabbitMQ lists the bindings of its queues and follows none of them, and hears players again', async () => {
    const { line, heard, faults, isUp } = open('bridge-four');
    await isUp();
    const { tv } = await connectTv();
    const say = (what: string) => tv.publishAsync(`makapix/player/KEY/${what}`, 'well', { qos: 1 });
    const hears = (what: string) =>
      vi.waitFor(async () => {
        await say(what);
        expect(heard).toContain(`makapix/player/KEY/${what} well`);
      }, WITHIN);
    for (const what of ['state', 'request/7']) await hears(what);
    await rabbit.shell(
      `sudo rabbitmqctl eval '[ets:delete(rabbit_topic_trie_binding, Key) || {topic_trie_binding, Key = {trie_binding, _, _, {resource, _, queue, <<"msx.bridge", _/binary>>}, _}, _} <- ets:tab2list(rabbit_topic_trie_binding)].'`,
    );
    await vi.waitFor(() => {
      expect(faults.join()).toContain('had forgotten that what players say comes to the bridge');
      expect(faults.join()).toContain('had forgotten that what players ask comes to the bridge');
    }, WITHIN);
    for (const what of ['health', 'request/8']) await hears(what);
    await tv.endAsync(true);
    await line.close();
  });

  it('reaches a TV whose subscription RabbitMQ lists and does not follow', async () => {
    const { line, isUp } = open('bridge-five');
    await isUp();
    const { tv, got } = await connectTv(undefined, { clientId: 'KEY', qos: 0 });
    await tv.subscribeAsync(['view/ack', 'response/+'].map((what) => `makapix/player/KEY/${what}`));
    // As after two nodes had not reached each other, and one made the exchange's tree anew.
    await rabbit.shell(
      `sudo rabbitmqctl eval '[ets:delete_all_objects(T) || T <- [rabbit_topic_trie_node, rabbit_topic_trie_edge, rabbit_topic_trie_binding]].'`,
    );
    for (const what of ['command', 'view/ack', 'response/7', 'response/8'])
      await line.publish(`makapix/player/KEY/${what}`, 'hear');
    await vi.waitFor(
      () =>
        expect(new Set(got)).toEqual(
          new Set(
            ['command', 'view/ack', 'response/7', 'response/8'].map(
              (what) => `makapix/player/KEY/${what} hear`,
            ),
          ),
        ),
      WITHIN,
    );
    expect(got).toHaveLength(4);
    await tv.endAsync(true);
    await line.close();
  });

  it('connects anew where RabbitMQ has forgotten the queue by which it learns what went nowhere', async () => {
    const { line, faults, isUp } = open('bridge-six');
    await isUp();
    await rabbit.shell(
      `sudo rabbitmqctl eval '[rabbit_amqqueue:internal_delete(amqqueue:get_name(Q), <<"nobody">>) || Q <- rabbit_amqqueue:list(), {resource, _, _, <<"msx.back.", _/binary>>} <- [amqqueue:get_name(Q)]].'`,
    );
    await vi.waitFor(() => expect(faults.join()).toContain('broke: trying again'), WITHIN);
    await isUp();
    await line.close();
  });

  describe('to three nodes', () => {
    let cluster: RabbitCluster;
    beforeAll(async () => {
      cluster = await startRabbit({ nodes: 3, users: { worker: WORKER, tv: MAY_ALL } });
    }, 120_000);
    afterAll(() => cluster.close());

    const QUEUE = '{resource, <<"/">>, queue, <<"mqtt-subscription-KEYqos0">>}';
    it.each([
      ['the queue of a TV', false, `ets:delete(rabbit_queue, ${QUEUE})`],
      [
        'what leads to a TV, with the alternate exchange of docs/broker.md',
        true,
        `[ets:delete(rabbit_topic_trie_binding, Key) || {topic_trie_binding, Key = {trie_binding, _, _, ${QUEUE}, _}, _} <- ets:tab2list(rabbit_topic_trie_binding)]`,
      ],
    ])('sends commands by another node where two have forgotten %s', async (_what, hasPolicy, forget) => {
      if (hasPolicy) await cluster.shell((await readRabbitPage()).policy);
      const [home, ...others] = cluster.nodes;
      const { tv, got } = await connectTv(home, { clientId: 'KEY', qos: 0 });
      for (const { name } of others)
        await cluster.shell(`sudo rabbitmqctl -n ${name} --longnames eval '${forget}.'`);
      // It begins with one of them, goes by the other, and comes to the TV's own.
      vi.spyOn(Math, 'random').mockReturnValue(0);
      const { line, isUp } = open(
        'bridge-five',
        [...others, home!].map(({ host, amqpPort }) => `amqp://worker:secret@${host}:${amqpPort}`).join(),
      );
      await isUp();
      for (const what of ['one', 'two']) await line.publish('makapix/player/KEY/command', what);
      await vi.waitFor(
        () => expect(got).toEqual(['makapix/player/KEY/command one', 'makapix/player/KEY/command two']),
        WITHIN,
      );
      await line.close();
      await tv.endAsync(true);
    });

    it('goes on at another node while the one is away at which it was made', async () => {
      const [first, other] = cluster.nodes as [RabbitNode, RabbitNode];
      const one = open('bridge-one', `amqp://worker:secret@${first.host}:${first.amqpPort}`);
      await one.isUp();
      const two = open('bridge-two', cluster.amqpUrls('worker', 'secret'));
      await two.isUp();
      // Without a copy on each node RabbitMQ forgets them where nodes do not reach each other.
      await vi.waitFor(async () => {
        const members = (await cluster.shell('sudo rabbitmqctl list_queues name members')).split('\n');
        for (const queue of [REQUESTS, 'msx.bridge-one', 'msx.bridge-two']) {
          const line = members.find((text) => text.startsWith(queue));
          for (const { name } of cluster.nodes) expect(line).toContain(name);
        }
      }, WITHIN);
      await one.line.close();
      await first.kill();
      await vi.waitFor(
        async () => {
          // A connection on which RabbitMQ refuses one message goes on refusing, without a word (a nack in its log):
          // so each attempt has a new one, as the page connects anew.
          const { tv } = await connectTv(other);
          tv.publish('makapix/player/KEY/request/7', 'ask', { qos: 1 });
          await vi
            .waitFor(() => expect(two.heard).toContain('makapix/player/KEY/request/7 ask'), 2000)
            .finally(() => tv.endAsync(true));
        },
        { ...WITHIN, interval: 1000 },
      );
      const { tv, got } = await connectTv(other);
      await vi.waitFor(() => two.line.publish('makapix/player/KEY/command', 'do'), WITHIN);
      await vi.waitFor(() => expect(got).toContain('makapix/player/KEY/command do'), WITHIN);
      await tv.endAsync(true);
      await two.line.close();
    });
  });
});
