import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  rabbitTestsMissing,
  startRabbit,
  type RabbitCluster,
  type RabbitNode,
} from '../../../e2e/stage/startRabbit.js';
import { freePort } from '../../../e2e/stage/startMosquitto.js';
import { openPlayerPublisher, type PlayerPublisher } from './openPlayerPublisher.js';
import { readAmqpUrls } from './readAmqpUrls.js';

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: commands over RabbitMQ: ${missing}`);

const MAY_ALL = { password: 'secret', configure: '.*', write: '.*', read: '.*', topic: null };
const COMMAND = 'makapix/player/tv1/command';
const START_MS = 120_000;
const WITHIN = { timeout: 60_000 };

let rabbit: RabbitCluster;
let publisher: PlayerPublisher;
let connected: string[];
let away: string[];

describe.skipIf(missing !== undefined)('whoever publishes to players over RabbitMQ', () => {
  beforeAll(async () => {
    rabbit = await startRabbit({ nodes: 3, users: { bridge: MAY_ALL } });
  }, START_MS);
  afterAll(() => rabbit.close());
  beforeEach(() => ([connected, away] = [[], []]));
  afterEach(() => publisher.close());

  const open = (urls = rabbit.amqpUrls('bridge', 'secret'), withinMs = 30_000): PlayerPublisher => {
    publisher = openPlayerPublisher({
      ...{ cluster: readAmqpUrls(urls), name: 'bridge', withinMs },
      onAway: (reason) => away.push(reason),
      onConnected: (shown) => connected.push(shown),
    });
    return publisher;
  };

  /** A cluster that has just begun, or lost a node, may leave an attempt without an answer. */
  async function connectTv({ host, webPort }: RabbitNode): Promise<{ tv: MqttClient; heard: string[] }> {
    const settings = { username: 'bridge', password: 'secret', reconnectPeriod: 0, connectTimeout: 5000 };
    const tv = await vi.waitFor(() => mqtt.connectAsync(`ws://${host}:${webPort}/ws`, settings), WITHIN);
    const heard: string[] = [];
    tv.on('message', (_topic, payload) => heard.push(payload.toString()));
    await tv.subscribeAsync(COMMAND, { qos: 1 });
    return { tv, heard };
  }

  it(
    'says whether there is a player that takes it',
    async () => {
      open();
      expect(await publisher.publish(COMMAND, 'one')).toBe(false);
      const { tv, heard } = await connectTv(rabbit.nodes[1]!);
      expect(await publisher.publish(COMMAND, 'two')).toBe(true);
      await vi.waitFor(() => expect(heard).toEqual(['two']), WITHIN);
      expect(await publisher.publish('makapix/player/tv2/command', 'three')).toBe(false);
      await tv.endAsync();
    },
    START_MS,
  );

  it(
    'goes on by the next node when the first is killed, with what was under way',
    async () => {
      open();
      await publisher.publish(COMMAND, 'begin');
      const isOf = (node: RabbitNode) => connected[0]?.includes(`${node.host}:`) === true;
      const [its, other] = [rabbit.nodes.find(isOf)!, rabbit.nodes.find((node) => !isOf(node))!];
      const { tv, heard } = await connectTv(other);
      await its.kill();
      const taken = await Promise.all(['one', 'two', 'three'].map((one) => publisher.publish(COMMAND, one)));
      expect(taken).toEqual([true, true, true]);
      await vi.waitFor(() => expect([...new Set(heard)].sort()).toEqual(['one', 'three', 'two']), WITHIN);
      expect(away).toHaveLength(1);
      expect(connected.at(-1)).toContain(`${other.host}:`);
      await tv.endAsync();
      await its.restart();
    },
    START_MS,
  );

  it('is told when no node has it in time, and what does not pass by waiting', async () => {
    open(`amqp://bridge:secret@127.0.0.1:${await freePort()}`, 300);
    await expect(publisher.publish(COMMAND, 'late')).rejects.toMatchObject({ code: 'broker_unreachable' });
    await publisher.close();
    open(rabbit.amqpUrls('bridge', 'wrong'));
    expect(await publisher.ended).toMatchObject({ code: 'broker_sign_in' });
    await expect(publisher.publish(COMMAND, 'x')).rejects.toMatchObject({ code: 'broker_unreachable' });
  });
});
