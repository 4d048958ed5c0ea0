import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { viewPayload } from '../../../src/makapix/view.js';
import { startTestBroker, type TestBroker } from '../startTestBroker.js';
import { startMakapixServer, type MakapixServer } from './startMakapixServer.js';

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
  await publish(change);
  await expect.poll(() => acks.length).toBe(before + 1);
  const ack = JSON.parse(acks[before]!) as { success: boolean; error_code?: string };
  return ack.error_code ?? (ack.success ? 'success' : 'failure');
}

/** Resolves when the broker has confirmed it. */
async function publish(change: Record<string, unknown> = {}): Promise<void> {
  const facts = { postId: 1, timestamp: '2026-06-01T12:00:00Z', intent: 'channel', playOrder: 0 } as const;
  const payload = viewPayload({ ...facts, channel: 'all', userSqid: null, hashtag: null }, KEY, true);
  await player.publishAsync(`makapix/player/${KEY}/view`, JSON.stringify({ ...payload, ...change }), {
    qos: 1,
  });
}

it('checks in the order of Makapix: key, player, owner, duplicate, rate, post', async () => {
  server.authorOf = () => null;
  server.players.clear();
  expect(await send({ player_key: KEY.toUpperCase() })).toBe('player_key_mismatch');
  expect(await send()).toBe('player_not_registered');
  server.players.set(KEY, { owner: null, ownerPermitted: false });
  expect(await send()).toBe('player_no_owner');
  server.players.set(KEY, { owner: 'kim', ownerPermitted: false });
  expect(await send()).toBe('owner_not_permitted');
  server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  expect(await send()).toBe('post_not_found');
  expect(await send()).toBe('duplicate');
  nowMs += 1400;
  expect(await send({ post_id: 2 })).toBe('rate_limited');
  expect(acks[acks.length - 1]).toContain('Rate limited, retry after 4.0s');
  expect(await send({ post_id: 2 })).toBe('duplicate');
  nowMs += 3599;
  expect(await send({ post_id: 3 })).toBe('rate_limited');
  expect(acks[acks.length - 1]).toContain('Rate limited, retry after 0.0s');
  server.authorOf = () => 'author';
  nowMs += 1;
  expect(await send({ post_id: 4 })).toBe('success');
  await server.until(() => server.recorded.length === 1, 'a row');
  expect(server.recorded.map(({ postId }) => postId)).toEqual([4]);
});

it('remembers view and slot when its database fails then', async () => {
  server.faults.failWith = () => 'processing_error';
  expect(await send()).toBe('processing_error');
  server.faults.failWith = () => null;
  expect(await send({ post_id: 2 })).toBe('rate_limited');
  nowMs += 5000;
  expect(await send()).toBe('duplicate');
  expect(await send({ timestamp: '2026-06-01T12:00:01Z' })).toBe('success');
});

it('says success to a view whose row has no room for it, and never has it', async () => {
  expect(await send({ channel: 'hashtag', channel_hashtag: 'x'.repeat(101) })).toBe('success');
  nowMs += 5000;
  expect(await send({ channel: 'hashtag', channel_hashtag: 'x'.repeat(100), post_id: 2 })).toBe('success');
  await server.until(() => server.recorded.length === 1, 'a row');
  expect(server.recorded.map(({ postId }) => postId)).toEqual([2]);
});

it('hears nothing while it is away, though the broker confirms, and remembers what was before', async () => {
  expect(await send()).toBe('success');
  await server.away();
  for (const post_id of [2, 3]) await publish({ post_id }); // resolves with the PUBACK
  await server.back();
  nowMs += 5000;
  expect(await send()).toBe('duplicate');
  expect(await send({ post_id: 4 })).toBe('success');
  expect(server.arrived.map(({ payload }) => payload?.post_id)).toEqual([1, 1, 4]);
});

it('loses what it was busy with when it goes away', async () => {
  server.faults.busyMs = () => 60_000;
  await publish();
  await server.away();
  server.faults.busyMs = () => 0;
  await server.back();
  expect(await send({ post_id: 2 })).toBe('success');
  expect(server.arrived.map(({ payload }) => payload?.post_id)).toEqual([2]);
});

it('counts the pace from when it looked at a view, not from when it came', async () => {
  server.faults.busyMs = () => {
    queueMicrotask(() => (nowMs += 3000));
    return 1;
  };
  expect(await send()).toBe('success');
  server.faults.busyMs = () => 0;
  nowMs += 2001;
  expect(await send({ post_id: 2 })).toBe('rate_limited');
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
  await server.until(() => server.recorded.length === 1, 'a row');
  expect(server.recorded[0]?.viewedAtMs).toBe(nowMs);
});

/** Resolves when the server has taken it, or discarded it. */
async function say(status: object): Promise<void> {
  const before = server.statuses.length;
  const text = JSON.stringify({ player_key: KEY, ...status });
  await player.publishAsync(`makapix/player/${KEY}/status`, text, { qos: 1 });
  await server.until(() => server.statuses.length > before, 'a status');
}

it('keeps what a status does not say', async () => {
  await say({ current_post_id: 7, firmware_version: '1' });
  await say({});
  expect(server.playerState(KEY)).toEqual({ connection: 'online', currentPostId: 7, firmware: '1' });
  await say({ current_post_id: null, status: 'offline' });
  expect(server.playerState(KEY)).toEqual({ connection: 'offline', currentPostId: null, firmware: '1' });
});

it('discards a status that names a post it does not know, or a firmware that is too long', async () => {
  server.authorOf = (postId) => (postId === 8 ? null : 'author');
  await say({ current_post_id: 7, firmware_version: '1' });
  await say({ status: 'offline', current_post_id: 8 });
  await say({ status: 'offline', firmware_version: 'x'.repeat(51) });
  expect(server.statuses.map(({ isTaken }) => isTaken)).toEqual([true, false, false]);
  expect(server.playerState(KEY)).toEqual({ connection: 'online', currentPostId: 7, firmware: '1' });
});

it('takes a player for offline when its last status is older than three minutes, views or not', async () => {
  await say({ status: 'online' });
  nowMs += 180_000;
  expect(await send()).toBe('success');
  expect(server.playerState(KEY).connection).toBe('online');
  nowMs += 60_000;
  expect(server.playerState(KEY).connection).toBe('offline');
  await say({});
  expect(server.playerState(KEY).connection).toBe('online');
});

it('comes back after a broker that refused it for a moment', async () => {
  const before = broker.connects();
  broker.refuse(3);
  broker.cut();
  await expect.poll(() => broker.connects()).toBeGreaterThan(before + 2);
  broker.refuse(0);
  await server.ready();
});
