import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { viewPayload } from '../../src/makapix/view.js';
import { startTestBroker, type TestBroker } from './broker.js';
import { startMakapixServer, type MakapixServer } from './makapix-server.js';

const KEY = '550e8400-e29b-41d4-a716-446655440000';

let broker: TestBroker;
let server: MakapixServer;
let player: mqtt.MqttClient;
let acks: string[];
let nowMs: number;

beforeEach(async () => {
  nowMs = 1_000_000;
  acks = [];
  broker = await startTestBroker();
  server = await startMakapixServer({ url: broker.url, now: () => nowMs });
  server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  player = await mqtt.connectAsync(broker.url, { protocolVersion: 4, clientId: KEY });
  player.on('message', (_topic, payload) => acks.push(payload.toString()));
  await player.subscribeAsync(`makapix/player/${KEY}/view/ack`, { qos: 1 });
});

afterEach(async () => {
  await player.endAsync(true);
  await server.close();
  await broker.close();
});

/** Sends a view, and gives the code of its ack, or "success". */
async function send(change: Record<string, unknown> = {}): Promise<string> {
  const before = acks.length;
  const facts = { postId: 1, timestamp: '2026-06-01T12:00:00Z', intent: 'channel', playOrder: 0 } as const;
  const payload = viewPayload({ ...facts, channel: 'all', userSqid: null, hashtag: null }, KEY, true);
  await player.publishAsync(`makapix/player/${KEY}/view`, JSON.stringify({ ...payload, ...change }), {
    qos: 1,
  });
  await expect.poll(() => acks.length).toBe(before + 1);
  const ack = JSON.parse(acks[before]!) as { success: boolean; error_code?: string };
  return ack.error_code ?? (ack.success ? 'success' : 'failure');
}

it('checks in the order of Makapix: key, player, owner, duplicate, rate, post', async () => {
  server.authorOf = () => null;
  server.players.clear();
  expect(await send({ player_key: 'another' })).toBe('player_key_mismatch');
  expect(await send()).toBe('player_not_registered');
  server.players.set(KEY, { owner: null, ownerPermitted: false });
  expect(await send()).toBe('player_no_owner');
  server.players.set(KEY, { owner: 'kim', ownerPermitted: false });
  expect(await send()).toBe('owner_not_permitted');
  server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  expect(await send()).toBe('post_not_found');
  server.authorOf = () => 'author';
  expect(await send()).toBe('success');
  expect(await send()).toBe('duplicate');
  expect(await send({ post_id: 2 })).toBe('rate_limited');
  expect(acks[acks.length - 1]).toContain('Rate limited, retry after 5s');
  nowMs += 5000;
  expect(await send({ post_id: 2 })).toBe('success');
  expect(server.recorded.map(({ postId }) => postId)).toEqual([1, 2]);
});

it('forgets a view after a minute', async () => {
  expect(await send()).toBe('success');
  nowMs += 60_000;
  expect(await send()).toBe('success');
});

it("answers success to a view of the owner's own post, and records nothing", async () => {
  server.authorOf = () => 'kim';
  expect(await send()).toBe('success');
  expect(server.recorded).toEqual([]);
});

it('drops a view that is invalid without an ack', async () => {
  await player.publishAsync(`makapix/player/${KEY}/view`, '{"post_id":"1"}', { qos: 1 });
  await server.until(() => server.arrived.length === 1, 'a view');
  expect(await send()).toBe('success');
  expect(acks).toHaveLength(1);
});

it('takes its own time for a view without one', async () => {
  expect(await send({ timestamp: '1970-01-01T00:00:00Z' })).toBe('success');
  expect(server.recorded[0]?.viewedAtMs).toBe(nowMs);
});

it('keeps what a status does not say', async () => {
  const say = (status: object): Promise<unknown> =>
    player.publishAsync(`makapix/player/${KEY}/status`, JSON.stringify({ player_key: KEY, ...status }), {
      qos: 1,
    });
  await say({ current_post_id: 7, firmware_version: '1' });
  await say({});
  await server.until(() => server.statuses.length === 2, 'two statuses');
  expect(server.playerState(KEY)).toEqual({ connection: 'online', currentPostId: 7, firmware: '1' });
  await say({ current_post_id: null, status: 'offline' });
  await server.until(() => server.statuses.length === 3, 'three statuses');
  expect(server.playerState(KEY)).toEqual({ connection: 'offline', currentPostId: null, firmware: '1' });
});
