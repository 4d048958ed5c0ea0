import { connect } from 'amqplib';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../e2e/stage/ask.js';
import { connectPlayer } from '../../../e2e/stage/connectPlayer.js';
import { knownTv } from '../../../e2e/stage/knownTv.js';
import { pairTv } from '../../../e2e/stage/pairTv.js';
import { fillIn, readRabbitPage } from '../../../e2e/stage/rabbitPage.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';
import { MAY_ALL } from '../../../e2e/stage/rabbitUsers.js';
import { rabbitTestsMissing, startRabbit, type RabbitCluster } from '../../../e2e/stage/startRabbit.js';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { topicsOf } from '../../makapix/topicsOf.js';
import type { Refusal } from '../broker/refusal.js';
import { parseNetworks } from '../players/address.js';
import { hashOf, newToken } from '../players/token.js';
import { startBridge, type Bridge, type BridgeOptions } from '../startBridge.js';

const NODES = parseNetworks('127.0.0.1')!;
const TV = playerKeyOf('tv');
const OTHER = playerKeyOf('other');

let sample: SamplePackage;
let bridge: Bridge;
let refusals: Refusal[];
let port = 0;

async function start(options: BridgeOptions = {}): Promise<void> {
  bridge = await startBridge({
    ...{ port, folders: sample.folders, brokerNodes: NODES },
    onRefusal: (one) => refusals.push(one),
    ...options,
  });
  await knownTv(bridge.registry, 'tv');
}
beforeEach(async () => {
  sample = await samplePackage();
  refusals = [];
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

const question = (about: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(bridge.port, `/broker/auth/${about}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
const answer = async (about: string, form: Record<string, string>) => (await question(about, form)).text;

describe('what RabbitMQ asks', () => {
  it('is answered for a known TV, and refused to anybody else', async () => {
    await start();
    const vhost = { vhost: '/', ip: '10.0.0.9' };
    expect(await answer('user', { username: TV, client_id: TV })).toBe('allow');
    expect(await answer('vhost', { username: TV, ...vhost })).toBe('allow');
    expect(await answer('user', { username: OTHER })).toBe('deny');
    expect(await answer('vhost', { username: OTHER, ...vhost })).toBe('deny');
    expect(await answer('user', { username: TV, client_id: OTHER })).toBe('deny');
    const view = { vhost: '/', resource: 'topic', name: 'amq.topic', permission: 'write' };
    const writes = (key: string, by: string) =>
      answer('topic', { username: by, ...view, routing_key: `makapix.player.${key}.view` });
    expect(await writes(TV, TV)).toBe('allow');
    expect(await writes(OTHER, TV)).toBe('deny');
    expect(await writes(OTHER, OTHER)).toBe('deny');
    const queue = { username: TV, vhost: '/', resource: 'queue', permission: 'read' };
    expect(await answer('resource', { ...queue, name: `mqtt-subscription-${TV}qos1` })).toBe('allow');
    expect(await answer('resource', { ...queue, name: 'msx.ingest.0' })).toBe('deny');
    expect(refusals.map(({ code }) => code)).toContain('publish-refused');
  });

  it('is refused when the TV was removed', async () => {
    await start();
    expect(await answer('user', { username: TV })).toBe('allow');
    await bridge.registry.remove('msx_tv');
    expect(await answer('user', { username: TV })).toBe('deny');
    expect(await answer('vhost', { username: TV, vhost: '/' })).toBe('deny');
  });

  it('is, with tokens, answered for who has the token, which is asked for anew after some seconds', async () => {
    let nowMs = 0;
    await start({ auth: 'token', monotonicMs: () => nowMs });
    const token = newToken();
    await bridge.players.setTokenHash('msx_tv', hashOf(token));
    const signsIn = () => answer('user', { username: TV, password: token });
    expect(await answer('user', { username: TV, password: 'wrong' })).toBe('deny');
    expect(await answer('user', { username: TV })).toBe('deny');
    expect(await signsIn()).toBe('allow');
    await bridge.players.setTokenHash('msx_tv', null);
    nowMs += 5000;
    expect(await signsIn()).toBe('deny');
  });

  it('is refused, with tokens, to a TV that was unpaired, for what it has begun as well', async () => {
    let nowMs = 0;
    await start({ auth: 'token', monotonicMs: () => nowMs });
    const { token } = await pairTv(bridge.port, 'tv');
    const writes = () =>
      answer('topic', {
        ...{ username: TV, vhost: '/', resource: 'topic', name: 'amq.topic', permission: 'write' },
        routing_key: `makapix.player.${TV}.view`,
      });
    const signsIn = () => answer('user', { username: TV, password: token });
    expect([await signsIn(), await writes()]).toEqual(['allow', 'allow']);
    expect((await ask(bridge.port, '/api/players/msx_tv/token', { method: 'DELETE' })).status).toBe(204);
    expect(await writes()).toBe('deny');
    nowMs += 5000;
    expect(await signsIn()).toBe('deny');
  });

  it('is there for the nodes alone, and for no page of another site', async () => {
    await start();
    const form = { username: TV };
    expect((await question('user', form, { origin: 'http://else.example' })).status).toBe(404);
    expect((await question('user', {})).status).toBe(400);
    expect((await question('else', form)).status).toBe(404);
    await bridge.close();
    await start({ brokerNodes: parseNetworks('10.0.0.0/8')! });
    expect((await question('user', form)).status).toBe(404);
    // Whoever is trusted as a proxy is no node, and says nothing about who is one.
    expect((await question('user', form, { 'x-forwarded-for': '10.0.0.1' })).status).toBe(404);
    await bridge.close();
    await start({ brokerNodes: undefined });
    expect((await question('user', form)).status).toBe(404);
  });
});

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: RabbitMQ that asks the bridge: ${missing}`);

describe.skipIf(missing !== undefined)('RabbitMQ that asks the bridge', () => {
  let rabbit: RabbitCluster;
  let token: string;
  beforeAll(async () => {
    sample = await samplePackage();
    await start();
    ({ port } = bridge);
    await bridge.close();
    await sample.remove();
    const { askingConf, plugins, askingPlugins } = await readRabbitPage();
    rabbit = await startRabbit({
      nodes: 1,
      users: { worker: MAY_ALL },
      plugins: [...plugins, ...askingPlugins],
      settings: [fillIn(askingConf, { 'bridge.example:8080': `127.0.0.1:${port}` })],
    });
  }, 120_000);
  afterAll(() => rabbit.close());
  beforeEach(async () => {
    await start({ auth: 'token' });
    await knownTv(bridge.registry, 'other');
    token = newToken();
    await bridge.players.setTokenHash('msx_tv', hashOf(token));
  });

  const url = () => `ws://${rabbit.nodes[0]!.host}:${rabbit.nodes[0]!.webPort}/ws`;
  const connectTv = () => connectPlayer(url(), 'tv', { password: token, protocolVersion: 4 });

  it('lets a TV write and read what is its own', async () => {
    const tv = await connectTv();
    const model = await connect(rabbit.amqpUrls('worker', 'secret'));
    const channel = await model.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, 'amq.topic', '#');
    const came = new Promise<string>((resolve) => {
      void channel.consume(queue, (message) => message && resolve(message.fields.routingKey), {
        noAck: true,
      });
    });
    await tv.client.subscribeAsync(topicsOf(TV).viewAck, { qos: 1 });
    await tv.view();
    expect(await came).toBe(`makapix.player.${TV}.view`);
    const ack = new Promise((resolve) => tv.client.once('message', (topic) => resolve(topic)));
    channel.publish('amq.topic', `makapix.player.${TV}.view.ack`, Buffer.from('{}'), { persistent: true });
    expect(await ack).toBe(topicsOf(TV).viewAck);
    await tv.client.endAsync();
    await model.close();
  });

  it.each([
    ['the topic of another TV', (client) => client.publishAsync(topicsOf(OTHER).view, '{}', { qos: 1 })],
    ['what the server says', (client) => client.publishAsync(topicsOf(TV).viewAck, '{}', { qos: 1 })],
    ['the acks of another TV', (client) => client.subscribeAsync(topicsOf(OTHER).viewAck)],
    ['all acks', (client) => client.subscribeAsync('makapix/player/+/view/ack')],
  ] satisfies [string, (client: Awaited<ReturnType<typeof connectTv>>['client']) => Promise<unknown>][])(
    'ends the connection of a TV that wants %s',
    async (_what, want) => {
      const { client } = await connectTv();
      const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
      void want(client).catch(() => undefined); // it is never answered
      await closed;
      expect(refusals.length).toBeGreaterThan(0);
    },
  );

  it('does not let in who has no token, nor who was removed', async () => {
    expect(await isLetIn('wrong')).toBe(false);
    expect(await isLetIn(token)).toBe(true);
    await bridge.registry.remove('msx_tv');
    expect(await isLetIn(token)).toBe(false);
  });

  /** A refused connection ends, with a CONNACK that says why or without. */
  async function isLetIn(password: string): Promise<boolean> {
    const client = mqtt.connect(url(), {
      ...{ clientId: TV, username: TV, password, protocolVersion: 4, reconnectPeriod: 0 },
    });
    const came = await new Promise<boolean>((resolve) => {
      client.once('connect', () => resolve(true));
      client.once('error', () => resolve(false)).once('close', () => resolve(false));
    });
    await client.endAsync(true);
    return came;
  }

  it('does not let a TV take what waits for the workers, by AMQP either', async () => {
    const server = await connect(rabbit.amqpUrls('worker', 'secret'));
    await (await server.createChannel()).assertQueue('msx.ingest.0', { durable: true });
    const model = await connect(rabbit.amqpUrls(TV, token));
    model.on('error', () => undefined);
    const channel = await model.createChannel();
    channel.on('error', () => undefined);
    await expect(channel.get('msx.ingest.0')).rejects.toThrow('ACCESS_REFUSED');
    await model.close();
    await server.close();
  });
});
