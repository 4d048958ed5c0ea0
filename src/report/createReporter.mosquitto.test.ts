import 'fake-indexeddb/auto';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startMakapixServer, type MakapixServer } from '../../e2e/stage/makapix/startMakapixServer.js';
import { MOSQUITTO, startMosquitto, type Mosquitto } from '../../e2e/stage/startMosquitto.js';
import type { Notice } from '../tvx/notice.js';
import { createClock } from './createClock.js';
import { createReporter, type Reporter } from './createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from './viewSettings.js';

Object.assign(globalThis, { WebSocket });

const KEY = '550e8400-e29b-41d4-a716-446655440000';
const OTHER = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

if (MOSQUITTO === null)
  console.warn('SKIPPED: the reporter against mosquitto, which is not installed (apt-get install mosquitto)');

describe.skipIf(MOSQUITTO === null)("the reporter against mosquitto, with Makapix's access list", () => {
  let broker: Mosquitto;
  let server: MakapixServer;
  let reporter: Reporter | null = null;
  const notices: Notice[] = [];

  beforeAll(async () => {
    broker = await startMosquitto({ [KEY]: 'tv', [OTHER]: 'other', server: 'server' });
    server = await startMakapixServer({
      url: broker.url,
      username: 'server',
      password: 'server',
      intervalMs: 40,
      reconnectMs: 20,
    });
    server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  }, 30_000);

  afterEach(() => {
    reporter?.stop();
    reporter = null;
    notices.length = 0;
  });

  afterAll(async () => {
    await server.close();
    await broker.close();
  });

  function start(password = 'tv'): Reporter {
    reporter = createReporter({
      playerKey: KEY,
      firmwareVersion: '1.2.3',
      broker: { url: broker.url, password },
      views: { ...DEFAULT_VIEW_SETTINGS, minDwellMs: 5, intervalMs: 100 },
      timing: {
        reconnectMinMs: 20,
        reconnectMaxMs: 100,
        maxAttempts: 1000,
        ackTimeoutMs: 500,
        paceMarginMs: 20,
        statusIntervalMs: 20,
        leaseBeatMs: 50,
      },
      requestData: () => Promise.reject(new Error('no MSX')),
      log: (notice) => notices.push(notice),
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    });
    reporter.start();
    return reporter;
  }

  const show = (tv: Reporter, postId: number): void =>
    tv.handleData({
      slider: {
        index: postId,
        listIndex: postId,
        listSize: 99,
        url: 'a',
        properties: { 'makapix:post_id': postId },
      },
    });

  it('is online, reports views, gets its acks, and is offline when it ends', async () => {
    const tv = start();
    for (const post of [1, 2, 3]) {
      show(tv, post);
      await pause(15);
    }
    await server.until(() => server.recorded.length === 3, 'three views');
    await expect.poll(() => tv.snapshot().views).toMatchObject({ waiting: 0, sent: 3 });
    expect(server.recorded.map(({ postId }) => postId)).toEqual([1, 2, 3]);
    expect(server.playerState(KEY)).toMatchObject({ connection: 'online', firmware: '1.2.3' });
    expect(tv.snapshot().acks).toBe('answered');
    tv.stop();
    await server.until(() => server.playerState(KEY).connection === 'offline', 'offline');
  });

  it('loses nothing when mosquitto is killed', async () => {
    const before = server.recorded.length;
    const tv = start();
    await expect.poll(() => tv.snapshot().connection.state).toBe('connected');
    await broker.kill();
    for (const post of [11, 12, 13]) {
      show(tv, post);
      await pause(15);
    }
    await broker.restart();
    await server.ready();
    await server.until(() => server.recorded.length === before + 3, 'three views');
    expect(server.recorded.slice(before).map(({ postId }) => postId)).toEqual([11, 12, 13]);
  });

  it('says when the password is wrong', async () => {
    start('wrong');
    await expect.poll(() => notices.map(({ code }) => code)).toContain('broker-credentials');
  });

  it('may say on its own topics, and on no others, what it can, how it is, and what became of a command', async () => {
    const connect = (username: string, password: string): Promise<mqtt.MqttClient> =>
      mqtt.connectAsync(broker.url, { username, password, protocolVersion: 4 });
    const [listener, tv] = await Promise.all([connect('server', 'server'), connect(OTHER, 'other')]);
    const heard: string[] = [];
    listener.on('message', (topic) => heard.push(topic));
    const kinds = ['capabilities', 'state', 'command/ack'];
    await listener.subscribeAsync(
      kinds.map((kind) => `makapix/player/+/${kind}`),
      { qos: 1 },
    );
    for (const kind of kinds)
      for (const key of [KEY, OTHER])
        await tv.publishAsync(`makapix/player/${key}/${kind}`, '{}', { qos: 1 });
    await expect.poll(() => heard).toEqual(kinds.map((kind) => `makapix/player/${OTHER}/${kind}`));
    await Promise.all([listener.endAsync(), tv.endAsync()]);
  });

  it('cannot speak for another TV, nor hear what that is told', async () => {
    const tv = await mqtt.connectAsync(broker.url, {
      username: OTHER,
      password: 'other',
      protocolVersion: 4,
    });
    const heard: string[] = [];
    tv.on('message', (topic) => heard.push(topic));
    await tv.subscribeAsync([`makapix/player/${KEY}/view/ack`, `makapix/player/${OTHER}/view/ack`], {
      qos: 1,
    });
    const before = server.statuses.length;
    await tv.publishAsync(
      `makapix/player/${KEY}/status`,
      JSON.stringify({ player_key: KEY, status: 'online' }),
      {
        qos: 1,
      },
    );
    server.sendAck(KEY, '{"success":true}');
    server.sendAck(OTHER, '{"success":true}');
    await expect.poll(() => heard).toEqual([`makapix/player/${OTHER}/view/ack`]);
    await server.ready();
    expect(server.statuses).toHaveLength(before);
    await tv.endAsync();
  });
});
