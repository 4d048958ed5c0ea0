// The users of docs/broker.md for RabbitMQ, made by the commands that stand there.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openSocket } from '../../src/mqtt/openSocket.js';
import { connectPlayer } from '../stage/connectPlayer.js';
import { fillIn, readRabbitPage } from '../stage/rabbitPage.js';
import { MAY_ALL } from '../stage/rabbitUsers.js';
import { rabbitTestsMissing, startRabbit, type RabbitCluster } from '../stage/startRabbit.js';

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: the rights of docs/broker.md at RabbitMQ: ${missing}`);

const TV = '550e8400-e29b-41d4-a716-446655440000';
const OTHER = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const WITHIN_MS = 10_000;
const START_WITHIN_MS = 120_000;

describe.skipIf(missing !== undefined)('the rights of docs/broker.md at RabbitMQ', () => {
  let rabbit: RabbitCluster;
  beforeAll(async () => {
    rabbit = await startRabbit({ nodes: 1, users: { guest: { ...MAY_ALL, password: 'guest' } } });
    const { users } = await readRabbitPage();
    await rabbit.shell(fillIn(users, { '"$(openssl rand -hex 16)"': 'secret' }));
  }, START_WITHIN_MS);
  afterAll(async () => {
    vi.unstubAllGlobals();
    await rabbit.close();
  });

  const url = () => `ws://${rabbit.nodes[0]!.host}:${rabbit.nodes[0]!.webPort}/ws`;
  const connect = () => connectPlayer(url(), 'tv', { clientId: TV, username: TV, password: 'secret' });

  it("leave nobody in with RabbitMQ's own user", async () => {
    vi.stubGlobal('WebSocket', WebSocket);
    const result = await openSocket({
      ...{
        url: url(),
        clientId: 'guest',
        username: 'guest',
        password: 'guest',
        keepAliveS: 60,
        listenAgainMs: 180_000,
      },
      ...{ connectTimeoutMs: WITHIN_MS, pubackTimeoutMs: WITHIN_MS },
      will: { topic: 'a', payload: '' },
      message: () => undefined,
      lost: () => undefined,
    });
    // It does not say why, by a CONNACK.
    expect(result).toMatchObject({
      failure: { code: 'unreachable', message: expect.stringContaining('check broker.username') as string },
    });
  });

  it.each(['status', 'view', 'command/ack', 'request/1', 'capabilities', 'state', 'playback', 'health'])(
    'let a TV publish its own %s',
    async (topic) => {
      const { client } = await connect();
      await client.publishAsync(`makapix/player/${TV}/${topic}`, '{}', { qos: 1 });
      await client.subscribeAsync(`makapix/player/${TV}/command`, { qos: 0 });
      expect(client.connected).toBe(true);
      await client.endAsync();
    },
  );

  it.each(['status', 'view', 'view/ack', 'command'])(
    "cut a TV off that publishes another one's %s",
    async (topic) => {
      const { client } = await connect();
      const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
      client.publish(`makapix/player/${OTHER}/${topic}`, '{}', { qos: 1 });
      await closed;
    },
  );

  it('cut a TV off that writes a command to itself', async () => {
    const { client } = await connect();
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(`makapix/player/${TV}/command`, '{}', { qos: 1 });
    await closed;
  });
});
