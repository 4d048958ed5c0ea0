import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { Aedes } from 'aedes';
import { connect, type IClientOptions, type IConnackPacket } from 'mqtt';
import type { Duplex } from 'node:stream';
import { generate } from 'mqtt-packet';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { topicsOf } from '../../makapix/topicsOf.js';
import type { Ingested } from '../ingest/createIngest.js';
import { hashOf, newToken } from '../players/token.js';
import { startBridge, type Bridge, type BridgeOptions } from '../startBridge.js';
import { ask } from '../../../e2e/stage/ask.js';
import { aView, connectPlayer, openMenu, type TestPlayer } from '../../../e2e/stage/connectPlayer.js';
import { knownTv } from '../../../e2e/stage/knownTv.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';
import type { Refusal } from './refusal.js';

const POST = { post_id: 7 };
let sample: SamplePackage;
let bridge: Bridge;
let ingested: Ingested[];
let refusals: Refusal[];
const clock = { nowMs: 0 };
const connected: TestPlayer[] = [];

async function start(options: BridgeOptions = {}): Promise<void> {
  bridge = await startBridge({
    folders: sample.folders,
    attemptsPerMinute: 1000,
    now: () => clock.nowMs,
    onIngested: (one) => ingested.push(one),
    onRefusal: (one) => refusals.push(one),
    ...options,
  });
}
const restart = async (options: BridgeOptions): Promise<void> => {
  await bridge.close();
  await start(options);
};

beforeEach(async () => {
  sample = await samplePackage();
  ingested = [];
  refusals = [];
  clock.nowMs = Date.parse('2026-01-02T12:00:00Z');
  await start();
});
afterEach(async () => {
  for (const { client } of connected.splice(0)) client.end(true);
  await bridge.close();
  await sample.remove();
});

const url = () => `ws://127.0.0.1:${bridge.port}/mqtt`;
async function player(deviceId = 'tv', options: IClientOptions = {}): Promise<TestPlayer> {
  await openMenu(bridge.port, deviceId);
  const one = await connectPlayer(url(), deviceId, options);
  connected.push(one);
  return one;
}
/** The return code of a refused connection. */
const refusal = (deviceId: string, options: IClientOptions = {}) =>
  connectPlayer(url(), deviceId, options).then(
    () => 'let in',
    (error: unknown) => (error as { code?: unknown }).code,
  );
/** The status that a WebSocket handshake is refused with. */
const answerTo = (path: string, protocol: string[]) =>
  new Promise<number | undefined>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}${path}`, protocol);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('open', () => reject(new Error('was let in')));
    socket.on('error', () => undefined);
  });

const closed = ({ client }: TestPlayer) =>
  new Promise((resolve) => client.once('close', () => resolve('closed')));
const codes = () => refusals.map(({ code }) => code);
const record = async (id = 'msx_tv') =>
  (
    JSON.parse((await ask(bridge.port, '/api/players')).text) as { players: Record<string, unknown>[] }
  ).players.find((one) => one.id === id);

describe('a player at the broker', () => {
  it('has its status in its record', async () => {
    const tv = await player();
    await tv.status({ current_post_id: 7, firmware_version: '2.1.0' });
    expect(await record()).toMatchObject({
      connectionStatus: 'online',
      lastSeenAt: '2026-01-02T12:00:00.000Z',
      currentPostId: 7,
      currentTitle: 'Seven',
      currentKind: 'image',
      currentSince: '2026-01-02T12:00:00.000Z',
      firmwareVersion: '2.1.0',
    });
    clock.nowMs += 60_000;
    await tv.status();
    expect(await record()).toMatchObject({
      lastSeenAt: '2026-01-02T12:01:00.000Z',
      currentPostId: 7,
      currentSince: '2026-01-02T12:00:00.000Z',
    });
  });

  it('is not changed by a status that is none, or that names another player', async () => {
    const tv = await player();
    await tv.status({ current_post_id: 7, firmware_version: '2.1.0' });
    const before = await record();
    clock.nowMs += 60_000;
    for (const fields of [
      { status: 'away' },
      { status: null },
      { player_key: 5 },
      { player_key: playerKeyOf('other'), status: 'offline' },
      { current_post_id: '8' },
    ])
      await tv.status(fields);
    await tv.client.publishAsync(topicsOf(tv.playerKey).status, 'offline', { qos: 1 });
    expect(await record()).toEqual(before);
    expect(await record('msx_other')).toBeUndefined();
  });

  it('is online by a status that says nothing else, and offline by its own word', async () => {
    const tv = await player();
    await tv.status({ status: undefined });
    expect(await record()).toMatchObject({ connectionStatus: 'online' });
    await tv.status({ status: 'offline' });
    expect(await record()).toMatchObject({ connectionStatus: 'offline' });
  });

  it('is offline when it vanishes, by its will', async () => {
    const tv = await player('tv', {
      will: {
        topic: topicsOf(playerKeyOf('tv')).status,
        payload: Buffer.from(JSON.stringify({ player_key: playerKeyOf('tv'), status: 'offline' })),
        qos: 1,
        retain: true,
      },
    });
    await tv.status();
    expect(await record()).toMatchObject({ connectionStatus: 'online' });
    (tv.client.stream as unknown as { destroy(): void }).destroy();
    await vi.waitFor(async () => expect(await record()).toMatchObject({ connectionStatus: 'offline' }), {
      timeout: 10_000,
    });
  });

  it.each([0, 1, 2] as const)('is offline by a will with QoS %i', async (qos) => {
    const topic = topicsOf(playerKeyOf('tv')).status;
    const payload = Buffer.from(JSON.stringify({ player_key: playerKeyOf('tv'), status: 'offline' }));
    const tv = await player('tv', { will: { topic, payload, qos, retain: false } });
    await tv.status();
    (tv.client.stream as unknown as { destroy(): void }).destroy();
    await vi.waitFor(async () => expect(await record()).toMatchObject({ connectionStatus: 'offline' }), {
      timeout: 10_000,
    });
    expect(refusals).toEqual([]);
  });

  it('is offline by its will also when it is cut off since it floods', async () => {
    const topic = topicsOf(playerKeyOf('tv')).status;
    const payload = Buffer.from(JSON.stringify({ player_key: playerKeyOf('tv'), status: 'offline' }));
    const tv = await player('tv', { will: { topic, payload, qos: 1, retain: false } });
    for (let i = 0; i < 200; i++) void tv.status().catch(() => undefined);
    await closed(tv);
    await vi.waitFor(async () => expect(await record()).toMatchObject({ connectionStatus: 'offline' }), {
      timeout: 10_000,
    });
    expect(new Set(codes())).toEqual(new Set(['too-many-messages']));
  });

  it('is not made offline by the will of its connection before this one', async () => {
    const will = {
      topic: topicsOf(playerKeyOf('tv')).status,
      payload: Buffer.from(JSON.stringify({ player_key: playerKeyOf('tv'), status: 'offline' })),
      qos: 1 as const,
      retain: false,
    };
    const old = await player('tv', { will });
    const now = await player('tv', { will, clientId: `p3a-${playerKeyOf('tv')}` });
    await now.status();
    (old.client.stream as unknown as { destroy(): void }).destroy();
    await now.status();
    expect(await record()).toMatchObject({ connectionStatus: 'online' });
    expect(ingested.filter(({ message }) => message.kind === 'status')).toHaveLength(2);
  });

  it('gets an ack for a view that asks for it, after the broker has acknowledged the view', async () => {
    const tv = await player();
    const order: string[] = [];
    tv.client.on('packetreceive', (packet) =>
      order.push(packet.cmd === 'publish' ? `${packet.topic} with QoS ${packet.qos}` : packet.cmd),
    );
    expect(await tv.acked(POST)).toEqual({ success: true });
    expect(order.slice(-2)).toEqual(['puback', `makapix/player/${tv.playerKey}/view/ack with QoS 1`]);
    expect(ingested.at(-1)?.taken).toEqual({ kind: 'recorded' });
  });

  it('gets no ack unasked', async () => {
    const tv = await player();
    await tv.client.subscribeAsync(topicsOf(tv.playerKey).viewAck);
    const heard: string[] = [];
    tv.client.on('message', (topic) => heard.push(topic));
    await tv.view({ post_id: 7 });
    await tv.view({ post_id: 7, timestamp: '2024-01-15T10:31:00Z' }); // within 5 s
    expect(ingested.at(-1)?.taken).toMatchObject({ code: 'rate_limited' });
    clock.nowMs += 5000;
    expect(await tv.acked({ post_id: 999 })).toMatchObject({ error_code: 'post_not_found' });
    expect(heard).toHaveLength(1);
  });

  it('is told exactly what the protocol says about each view that is refused', async () => {
    const tv = await player();
    expect(await tv.acked({ ...POST, player_key: 'other' })).toMatchObject({
      error_code: 'player_key_mismatch',
    });
    expect(await tv.acked(POST)).toEqual({ success: true });
    expect(await tv.acked(POST)).toMatchObject({ success: false, error_code: 'duplicate' });
    clock.nowMs += 1500;
    expect(await tv.acked({ ...POST, timestamp: '2024-01-15T10:31:00Z' })).toEqual({
      success: false,
      error: 'Rate limited, retry after 4s',
      error_code: 'rate_limited',
    });
  });

  it('loses a view that is no view, without an ack, and stays connected', async () => {
    const tv = await player();
    const { view, status } = topicsOf(tv.playerKey);
    for (const [topic, payload] of [
      [view, 'no JSON'],
      [view, '{"post_id":"7"}'],
      [view, JSON.stringify(aView(tv.playerKey, { timestamp: 'yesterday', request_ack: true }))],
      [view, JSON.stringify(aView(tv.playerKey, { post_id: 1e300, request_ack: true }))],
      [status, '[]'],
    ] as const)
      await tv.client.publishAsync(topic, payload, { qos: 1 });
    expect(ingested.map(({ taken }) => taken.kind)).toEqual(Array.from({ length: 5 }, () => 'dropped'));
    expect(await tv.acked(POST)).toEqual({ success: true });
  });

  it('is not idle while it is connected, and cut off when it is removed', async () => {
    const tv = await player();
    clock.nowMs += 3_600_000;
    await bridge.registry.sweep();
    expect(bridge.registry.isRegistered('msx_tv')).toBe(true);
    const end = closed(tv);
    await ask(bridge.port, '/api/players/msx_tv', { method: 'DELETE' });
    await end;
    expect(await refusal('tv')).toBe(5);
  });

  it('comes back by its key after it was idle', async () => {
    const tv = await player();
    await tv.client.endAsync();
    await vi.waitFor(
      async () => {
        clock.nowMs += 3_600_000;
        await bridge.registry.sweep();
        expect(bridge.registry.isRegistered('msx_tv')).toBe(false);
      },
      { timeout: 10_000 },
    );
    expect(await refusal('tv')).toBe('let in');
    expect(bridge.registry.isRegistered('msx_tv')).toBe(true);
  });
});

describe('who may connect', () => {
  const RANDOM_KEY = '550e8400-e29b-41d4-a716-446655440000';

  it('is nobody whom the bridge does not know', async () => {
    expect(await refusal('stranger')).toBe(5);
    expect(codes()).toEqual(['sign-in-refused']);
  });

  it('is nobody without a player key', async () => {
    await openMenu(bridge.port, 'tv');
    expect(await refusal('tv', { username: 'admin', clientId: 'admin' })).toBe(4);
  });

  it('is the TV without a device ID with whatever key it has, and from then on with this one', async () => {
    await ask(bridge.port, '/gallery/menu.json');
    expect(await refusal('x', { username: RANDOM_KEY, clientId: RANDOM_KEY })).toBe('let in');
    expect(await record('msx_127_0_0_1')).toMatchObject({ playerKey: RANDOM_KEY });
    expect(await refusal('x', { username: playerKeyOf('y'), clientId: playerKeyOf('y') })).toBe(5);
    expect(await refusal('x', { username: RANDOM_KEY, clientId: RANDOM_KEY })).toBe('let in');
  });

  it('is nobody with the client ID of somebody else', async () => {
    await player('tv');
    await openMenu(bridge.port, 'tv2');
    expect(await refusal('tv2', { clientId: playerKeyOf('tv') })).toBe(2);
  });

  it('is nobody whose will is for somebody else', async () => {
    await openMenu(bridge.port, 'tv');
    const will = {
      topic: topicsOf(RANDOM_KEY).status,
      payload: Buffer.from('{}'),
      qos: 0 as const,
      retain: false,
    };
    expect(await refusal('tv', { will })).toBe(5);
  });

  it('is, with tokens, only who has the token of the player', async () => {
    await restart({ auth: 'token', database: `${sample.root}/bridge.db` });
    await knownTv(bridge.registry, 'tv');
    await knownTv(bridge.registry, 'tv2');
    const token = newToken();
    await bridge.players.setTokenHash('msx_tv', hashOf(token));
    expect(await refusal('tv')).toBe(4);
    expect(await refusal('tv', { password: 'wrong' })).toBe(4);
    expect(await refusal('tv2', { password: token })).toBe(5);
    expect(await refusal('tv', { password: token })).toBe('let in');
  });

  it('is nobody with the key of another TV, whatever token they have', async () => {
    await restart({ auth: 'token', database: `${sample.root}/bridge.db` });
    const victim = await knownTv(bridge.registry, 'tv').then(() => playerKeyOf('tv'));
    await knownTv(bridge.registry); // a TV without a device ID, and so without a key
    const [token, own] = [newToken(), newToken()];
    await bridge.players.setTokenHash('msx_127_0_0_1', hashOf(token));
    await bridge.players.setTokenHash('msx_tv', hashOf(own));
    const claim = (key: string) => refusal('tv', { username: key, clientId: key, password: token });
    expect(await claim(victim)).toBe(5);
    expect(await claim(victim.toUpperCase())).toBe(4);
    expect([(await record())?.playerKey, (await record('msx_127_0_0_1'))?.playerKey]).toEqual([victim, null]);
    expect(await claim(RANDOM_KEY)).toBe('let in');
    // Nor does whoever names a device ID get the key of a TV that has proven it.
    expect(await refusal('tv', { password: own })).toBe('let in');
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'the player key is not that of msx_127_0_0_1',
      'the user name is not a player key (a UUID in small letters)',
    ]);
  });

  it('is, with tokens, still who has proven a key when somebody names the device ID of it', async () => {
    await restart({ auth: 'token', database: `${sample.root}/bridge.db` });
    await knownTv(bridge.registry);
    const token = newToken();
    await bridge.players.setTokenHash('msx_127_0_0_1', hashOf(token));
    expect(await refusal('tv', { password: token })).toBe('let in');
    await knownTv(bridge.registry, 'tv');
    expect(await record()).toMatchObject({ playerKey: null });
    expect(await refusal('tv', { password: token })).toBe('let in');
  });

  it('is nobody more than ten times a minute from one address', async () => {
    await restart({ attemptsPerMinute: 10 });
    await openMenu(bridge.port, 'tv');
    for (let i = 0; i < 10; i++) expect(await refusal('tv')).toBe('let in');
    const TOO_MANY = 429;
    expect([await answerTo('/mqtt', ['mqtt']), await answerTo('/mqtt', ['mqtt'])]).toEqual([
      TOO_MANY,
      TOO_MANY,
    ]);
    expect(codes()).toEqual(['too-many-attempts', 'too-many-attempts']);
    clock.nowMs += 60_000;
    expect(await refusal('tv')).toBe('let in');
  });
});

describe('a clock that is set back', () => {
  it('locks nobody out: not who has connected too often, nor who has published much', async () => {
    const monotonic = { nowMs: 0 };
    await restart({ attemptsPerMinute: 1, monotonicMs: () => monotonic.nowMs });
    const tv = await player();
    expect(await answerTo('/mqtt', ['mqtt'])).toBe(429);
    for (let i = 0; i < 100; i++) await tv.status();
    clock.nowMs -= 86_400_000;
    monotonic.nowMs += 60_000;
    for (let i = 0; i < 100; i++) await tv.status();
    expect(await refusal('tv', { clientId: `p3a-${playerKeyOf('tv')}` })).toBe('let in');
    expect(codes()).toEqual(['too-many-attempts']);
  });
});

describe('what a player may do', () => {
  const other = topicsOf(playerKeyOf('other'));
  const own = topicsOf(playerKeyOf('tv'));

  it.each([
    other.status,
    other.view,
    own.viewAck,
    `makapix/player/${playerKeyOf('tv')}/command`,
    `makapix/player/${playerKeyOf('tv')}/status/x`,
    '$SYS/broker/version',
    'makapix',
  ])('is not to publish to %s: its connection ends, and others go on', async (topic) => {
    const bystander = await player('bystander');
    const tv = await player();
    const end = closed(tv);
    tv.client.publish(topic, '{}', { qos: 1 });
    await end;
    expect(refusals).toMatchObject([
      { code: 'publish-refused', playerKey: tv.playerKey, address: '127.0.0.1' },
    ]);
    await bystander.status();
    expect(bystander.client.connected).toBe(true);
  });

  it('is not to publish with QoS 2, which the protocol does not use', async () => {
    const tv = await player();
    const end = closed(tv);
    tv.client.publish(own.status, '{}', { qos: 2 });
    await end;
    expect(codes()).toEqual(['publish-refused']);
  });

  it.each([
    '#',
    '+/#',
    'makapix/#',
    'makapix/player/+/view',
    other.viewAck,
    own.view,
    '$SYS/#',
    '$share/x/makapix/#',
  ])('is not to subscribe to %s', async (filter) => {
    const tv = await player();
    const answer = await tv.client.subscribeAsync(filter).then(
      () => 'granted',
      () => 'refused',
    );
    expect([answer, codes()]).toEqual(['refused', ['subscribe-refused']]);
  });

  it.each(['command', 'view/ack', 'response/#', 'response/1'])(
    'is to subscribe to its own %s',
    async (rest) => {
      const tv = await player();
      const filter = `makapix/player/${tv.playerKey}/${rest}`;
      expect(await tv.client.subscribeAsync(filter, { qos: 1 })).toMatchObject([{ qos: 1 }]);
    },
  );

  it('is not to subscribe to more than 32 topics, in whatever pieces; one that it has counts once', async () => {
    const tv = await player();
    const filter = (i: number) => `makapix/player/${tv.playerKey}/response/${i}`;
    const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    /** What the broker grants; MQTT.js makes an error of what is refused. */
    const granted = async (filters: string[]) => {
      const suback = new Promise<number[]>((resolve) => {
        const look = (packet: { cmd: string; granted?: unknown }) => {
          if (packet.cmd !== 'suback') return;
          tv.client.off('packetreceive', look);
          resolve(packet.granted as number[]);
        };
        tv.client.on('packetreceive', look);
      });
      await tv.client.subscribeAsync(filters, { qos: 1 }).catch(() => undefined);
      return suback;
    };
    expect(await granted(numbers(0, 20).map(filter))).toEqual(numbers(0, 20).map(() => 1));
    expect(await granted(numbers(10, 2000).map(filter))).toEqual(
      numbers(10, 2000).map((i) => (i < 32 ? 1 : 0x80)), // MQTT 3.1.1, 3.9.3
    );
    expect(await granted([filter(31), filter(32)])).toEqual([1, 0x80]);
    await tv.client.unsubscribeAsync([filter(0), filter(1), filter(1999)]);
    expect(await granted([filter(1), filter(32), filter(33)])).toEqual([1, 1, 0x80]);
    expect(codes()).toEqual(['too-many-filters']);
    await tv.client.unsubscribeAsync(filter(1));
    expect(await tv.acked(POST)).toEqual({ success: true });
  });

  it('is not to have topics of any length', async () => {
    const tv = await player();
    const own = (rest: string) => `makapix/player/${tv.playerKey}/${rest}`;
    await expect(tv.client.subscribeAsync(own(`response/${'x'.repeat(129)}`))).rejects.toThrow();
    const end = closed(tv);
    tv.client.publish(own(`request/${'x'.repeat(129)}`), '{}', { qos: 1 });
    await end;
    expect(codes()).toEqual(['subscribe-refused', 'publish-refused']);
  });

  it('is to send a request', async () => {
    const tv = await player();
    await tv.client.publishAsync(`makapix/player/${tv.playerKey}/request/1`, '{}', { qos: 1 });
    expect(refusals).toEqual([]);
  });
});

describe('the broker', () => {
  it('keeps nothing for those who come later', async () => {
    const first = await player();
    await first.acked(POST);
    await first.client.endAsync();
    const later = await player();
    const heard: string[] = [];
    later.client.on('message', (_topic, payload) => heard.push(payload.toString()));
    expect(await later.acked(POST)).toMatchObject({ error_code: 'duplicate' });
    expect(heard).toHaveLength(1);
  });

  it('retains no message, whatever its flag says, and no session', async () => {
    const creating = vi.spyOn(Aedes, 'createBroker');
    await restart({});
    const { persistence } = (await creating.mock.results[0]!.value) as {
      persistence: { createRetainedStream(filter: string): AsyncIterable<{ topic: string }> };
    };
    creating.mockRestore();
    const retained = async (): Promise<string[]> => {
      const topics: string[] = [];
      for await (const { topic } of persistence.createRetainedStream('#')) topics.push(topic);
      return topics;
    };
    const { status, view, viewAck } = topicsOf(playerKeyOf('tv'));
    const offline = JSON.stringify({ player_key: playerKeyOf('tv'), status: 'offline' });
    const will = { topic: status, payload: Buffer.from(offline), qos: 1 as const, retain: true };
    const tv = await player('tv', { clean: false, will });
    await tv.client.subscribeAsync(viewAck, { qos: 1 });
    for (const topic of [status, view, `makapix/player/${tv.playerKey}/request/1`])
      await tv.client.publishAsync(topic, '{}', { qos: 1, retain: true });
    await tv.status();
    (tv.client.stream as unknown as { destroy(): void }).destroy();
    await vi.waitFor(async () => expect(await record()).toMatchObject({ connectionStatus: 'offline' }), {
      timeout: 10_000,
    });
    expect(await retained()).toEqual([]);
    const again = connect(url(), { clientId: tv.playerKey, username: tv.playerKey, clean: false });
    const { sessionPresent } = await new Promise<IConnackPacket>((resolve) => again.once('connect', resolve));
    expect(sessionPresent).toBe(false);
    again.end(true);
  });

  it('cuts off a player that floods, and serves the others meanwhile', async () => {
    const [flood, other] = [await player('flood'), await player('other')];
    const end = closed(flood);
    for (let i = 0; i < 1000; i++) flood.client.publish(topicsOf(flood.playerKey).status, '{}', { qos: 0 });
    await end;
    expect(codes()).toContain('too-many-messages');
    expect(await other.acked(POST)).toEqual({ success: true });
    expect(ingested.length).toBeLessThan(120);
  });

  it('cuts off who sends a packet that is too large, before it is in memory', async () => {
    await restart({ mqttPort: 0 });
    const [other, before] = [await player('other'), process.memoryUsage().rss];
    const socket = connectTcp(bridge.mqttPort!, '127.0.0.1');
    socket.on('error', () => undefined);
    const end = new Promise((resolve) => socket.once('close', resolve));
    // A CONNECT of 200 MB (MQTT 3.1.1, 2.2.3), as far as it gets.
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x5f]));
    const block = Buffer.alloc(1024 * 1024);
    const send = setInterval(() => socket.write(block), 1);
    await end;
    clearInterval(send);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(await other.acked(POST)).toEqual({ success: true });
  });

  it('outlives garbage, a frame that is too large, and one that breaks off', async () => {
    const [BROKEN_OFF, TOO_BIG] = [1006, 1009]; // RFC 6455, 7.4.1
    for (const [bytes, expected] of [
      [Buffer.from('no MQTT at all'), BROKEN_OFF],
      [Buffer.alloc(300 * 1024), TOO_BIG],
    ] as const) {
      const socket = new WebSocket(url(), 'mqtt');
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('open', resolve));
      const end = new Promise((resolve) => socket.once('close', resolve));
      socket.send(bytes);
      expect(await end).toBe(expected);
    }
    await new Promise<void>((resolve) => {
      const half = connectTcp(bridge.port, '127.0.0.1', () => {
        half.write('GET /mqtt HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', () =>
          half.resetAndDestroy(),
        );
      });
      half.once('close', () => resolve());
    });
    expect(await (await player()).acked(POST)).toEqual({ success: true });
  });

  it('takes a packet that comes in pieces, and nothing of one that breaks off', async () => {
    await restart({ mqttPort: 0 });
    const tv = await player('tv', {});
    const topics = topicsOf(tv.playerKey);
    const packetOf = (fields: object) =>
      generate({
        cmd: 'publish',
        topic: topics.view,
        payload: JSON.stringify(aView(tv.playerKey, fields)),
        qos: 0,
        dup: false,
        retain: false,
      });
    const stream = async () => {
      const one = await connectPlayer(`mqtt://127.0.0.1:${bridge.mqttPort}`, 'tv', {
        clientId: `plain-${tv.playerKey}`,
      });
      connected.push(one);
      return one.client.stream as unknown as Duplex;
    };
    const other = await player('other');

    const first = await stream();
    const packet = packetOf(POST);
    for (const part of [packet.subarray(0, 1), packet.subarray(1, 40), packet.subarray(40)]) {
      first.write(part);
      await other.status(); // what was written before has arrived, and does not hold up others
    }
    await vi.waitFor(
      () =>
        expect(
          ingested.filter(({ message }) => message.kind === 'view').map(({ taken }) => taken.kind),
        ).toEqual(['recorded']),
      { timeout: 10_000 },
    );

    const second = await stream();
    clock.nowMs += 60_000;
    const gone = once(second, 'close');
    second.end(packetOf({ ...POST, timestamp: '2024-01-15T10:31:00Z' }).subarray(0, 60));
    await gone;
    expect(await other.acked(POST)).toEqual({ success: true });
    expect(ingested.filter(({ message }) => message.kind === 'view')).toHaveLength(2);
  });

  it('cuts off who does not introduce itself within ten seconds', async () => {
    await restart({ mqttPort: 0 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const silent = connectTcp(bridge.mqttPort!, '127.0.0.1');
      const half = connectTcp(bridge.mqttPort!, '127.0.0.1');
      const ends = Promise.all([once(silent, 'close'), once(half, 'close')]);
      const seen = Promise.all([once(silent, 'connect'), once(half, 'connect')]);
      half.write(Buffer.from([0x10, 0x20, 0x00, 0x04, 0x4d, 0x51])); // MQTT 3.1.1, 3.1: the first of 34 bytes
      await seen;
      await openMenu(bridge.port, 'tv'); // by now the broker has them both
      vi.advanceTimersByTime(9000);
      await openMenu(bridge.port, 'tv');
      expect([silent.destroyed, half.destroyed]).toEqual([false, false]);
      vi.advanceTimersByTime(1001);
      await ends;
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes plain MQTT on a port of its own', async () => {
    await restart({ mqttPort: 0 });
    await openMenu(bridge.port, 'tv');
    const tv = await connectPlayer(`mqtt://127.0.0.1:${bridge.mqttPort}`, 'tv');
    connected.push(tv);
    expect(await tv.acked(POST)).toEqual({ success: true });
  });

  it('is at /mqtt only, for the subprotocol mqtt only', async () => {
    expect(await answerTo('/', ['mqtt'])).toBe(404);
    expect(await answerTo('/mqtt', ['other'])).toBe(400);
    expect(await answerTo('/mqtt', [])).toBe(400);
  });

  it('ends every connection when the bridge closes, without telling their wills', async () => {
    const tvs = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        player(`tv${i}`, {
          will: {
            topic: topicsOf(playerKeyOf(`tv${i}`)).status,
            payload: Buffer.from('{}'),
            qos: 1,
            retain: false,
          },
        }),
      ),
    );
    const ends = tvs.map(closed);
    await bridge.close();
    await Promise.all(ends);
    await expect(ask(bridge.port, '/')).rejects.toThrow('ECONNREFUSED');
    expect(ingested).toEqual([]);
    await start();
  });
});
