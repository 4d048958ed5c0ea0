import { connect as connectTcp } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { statusPayload } from '../makapix/status.js';
import { viewPayload } from '../makapix/view.js';
import type { PlayerMessage } from './playerMessage.js';
import { startBridge, type Bridge } from './server.js';
import { ask } from './testing/ask.js';
import { samplePackage, type SamplePackage } from './testing/samplePackage.js';

let sample: SamplePackage;
let bridge: Bridge;
let messages: PlayerMessage[];
const clients: MqttClient[] = [];

beforeEach(async () => {
  sample = await samplePackage();
  messages = [];
  bridge = await startBridge({ folders: sample.folders, onMessage: (message) => messages.push(message) });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await bridge.close();
  await sample.remove();
});

describe('the static host', () => {
  it.each([
    ['/plugin.html', 'The plugin', 'text/html'],
    ['/menu.json', '{"menu":[]}', 'application/json'],
    ['/msx/start.json', 'Sample', 'application/json'],
    ['/gallery/menu.json', 'gallery', 'application/json'],
    ['/preview/host.js', '// the host', 'javascript'],
    ['/preview/plugin/plugin.html', 'The plugin', 'text/html'],
    ['/preview/plugin/tvx-plugin.min.js', '// the stand-in', 'javascript'],
    ['/preview/?start=x', 'The host', 'text/html'],
  ])('serves %s to every origin', async (path, content, type) => {
    const answer = await ask(bridge.port, path, { headers: { host: 'localhost' } });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(content);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('shows the landing page to a person who types the address only', async () => {
    const answer = await ask(bridge.port, '/');
    expect([answer.status, answer.headers.location]).toEqual([302, '/plugin.html']);
  });

  it('has no TVX library beside the real page: a TV takes the official one', async () => {
    expect((await ask(bridge.port, '/tvx-plugin.min.js')).status).toBe(404);
  });

  it('answers a missing file with 404, also to every origin', async () => {
    const answer = await ask(bridge.port, '/gallery/missing.png');
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([404, '*']);
  });

  it.each([
    '/../package.json',
    '/gallery/../../cli.js',
    '/gallery/%2e%2e/%2e%2e/plugin/plugin.html',
    '/gallery/..%2f..%2fplugin/plugin.html',
  ])('gives out nothing from outside its folders (%s)', async (path) => {
    const { status } = await ask(bridge.port, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('answers ranges, so that one can seek', async () => {
    const answer = await ask(bridge.port, '/gallery/media/ten.mp3', { headers: { range: 'bytes=2-4' } });
    expect([answer.status, answer.text]).toEqual([206, '234']);
  });

  it('allows a JSON POST from another origin', async () => {
    const answer = await ask(bridge.port, '/gallery/menu.json', { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toContain('POST');
    expect(answer.headers['access-control-allow-headers']).toContain('Content-Type');
  });
});

describe('the generated configuration', () => {
  const at = async (path: string, host: string) => {
    const answer = await ask(bridge.port, path, { headers: { host } });
    return JSON.parse(answer.text) as unknown;
  };

  it('points to the broker by the name that the TV used', async () => {
    for (const host of ['192.168.1.20:8080', 'tv.local', '[fe80::1]:8080'])
      expect(await at('/plugin.config.json', host)).toEqual({
        menu: 'gallery/menu.json',
        tagging: 'deep',
        broker: { url: `ws://${host}/mqtt` },
      });
  });

  it('finds the gallery from the preview as well', async () => {
    expect(await at('/preview/plugin/plugin.config.json', 'localhost:8080')).toMatchObject({
      menu: '../../gallery/menu.json',
      broker: { url: 'ws://localhost:8080/mqtt' },
    });
  });

  it.each(['a/b', 'a b', 'user@a', 'a:b'])('is refused to the Host header "%s"', async (host) => {
    const answer = await ask(bridge.port, '/plugin.config.json', { headers: { host } });
    expect(answer.status).toBe(400);
  });
});

describe('the preview', () => {
  it('is already pointed at the plugin', async () => {
    const answer = await ask(bridge.port, '/preview', { headers: { host: `localhost:${bridge.port}` } });
    const origin = `http://localhost:${bridge.port}`;
    expect([answer.status, answer.headers.location]).toEqual([
      302,
      `${origin}/preview/?start=menu:request:interaction:init@${origin}/preview/plugin/plugin.html`,
    ]);
  });

  it('tells a browser on another machine why it does not work there', async () => {
    const answer = await ask(bridge.port, '/preview', { headers: { host: '192.168.1.20:8080' } });
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('http://localhost')]);
  });

  it('takes the TVX library that it is given', async () => {
    const tvxLibrary = join(sample.root, 'official.js');
    await writeFile(tvxLibrary, '// the official library');
    const other = await startBridge({ folders: { ...sample.folders, tvxLibrary } });
    const answer = await ask(other.port, '/preview/plugin/tvx-plugin.min.js');
    await other.close();
    expect(answer.text).toBe('// the official library');
    expect(answer.headers['content-type']).toContain('javascript');
  });
});

describe('the broker', () => {
  const KEY = '550e8400-e29b-41d4-a716-446655440000';
  const topic = (kind: string) => `makapix/player/${KEY}/${kind}`;

  const facts = { playerKey: KEY, status: 'online', currentPostId: null, firmwareVersion: '1.2.3' } as const;
  const online = JSON.stringify(statusPayload(facts));
  const view = viewPayload(
    {
      postId: 7,
      timestamp: '2024-01-15T10:30:00Z',
      intent: 'channel',
      playOrder: 0,
      channel: 'all',
      userSqid: null,
      hashtag: null,
    },
    KEY,
    true,
  );

  async function player(options: IClientOptions = {}): Promise<MqttClient> {
    const client = await mqtt.connectAsync(`ws://127.0.0.1:${bridge.port}/mqtt`, {
      clientId: KEY,
      reconnectPeriod: 0,
      ...options,
    });
    clients.push(client);
    return client;
  }

  it('takes status and view events over WebSocket', async () => {
    const client = await player();
    await client.publishAsync(topic('status'), online, { qos: 1 });
    await client.publishAsync(topic('view'), JSON.stringify(view), { qos: 1 });
    expect(messages).toEqual([
      { kind: 'status', playerKey: KEY, status: facts },
      { kind: 'view', playerKey: KEY, view },
    ]);
  });

  it('tells the will of a player that vanished', async () => {
    const client = await player({
      will: {
        topic: topic('status'),
        payload: Buffer.from(JSON.stringify(statusPayload({ ...facts, status: 'offline' }))),
        qos: 1,
        retain: false,
      },
    });
    (client.stream as unknown as { destroy(): void }).destroy();
    await vi.waitFor(() =>
      expect(messages).toEqual([{ kind: 'status', playerKey: KEY, status: { ...facts, status: 'offline' } }]),
    );
  });

  it('acknowledges a view to a player that asks for it', async () => {
    const client = await player();
    await client.subscribeAsync(topic('view/ack'), { qos: 1 });
    const ack = new Promise<string>((resolve) =>
      client.once('message', (_topic, payload) => resolve(payload.toString())),
    );
    await client.publishAsync(topic('view'), JSON.stringify(view), { qos: 1 });
    expect(JSON.parse(await ack)).toEqual({ success: true });
  });

  it('says nothing about other topics', async () => {
    const client = await player();
    await client.publishAsync('something/else', '{}', { qos: 1 });
    await client.publishAsync(topic('status'), 'not JSON', { qos: 1 });
    expect(messages).toMatchObject([{ kind: 'invalid', playerKey: KEY, what: 'status' }]);
  });

  const refusal = (path: string, protocol: string[]) =>
    new Promise<number | undefined>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}${path}`, protocol);
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => reject(new Error('was let in')));
      socket.on('error', () => undefined);
    });

  it('is at /mqtt only, for the subprotocol mqtt only', async () => {
    expect(await refusal('/', ['mqtt'])).toBe(404);
    expect(await refusal('/mqtt', ['other'])).toBe(400);
    expect(await refusal('/mqtt', [])).toBe(400);
  });

  it('outlives a client that sends garbage, one that sends too much, and one that breaks off', async () => {
    const [BROKEN_OFF, TOO_BIG] = [1006, 1009]; // RFC 6455, 7.4.1
    for (const [bytes, expected] of [
      [Buffer.from('no MQTT at all'), BROKEN_OFF],
      [Buffer.alloc(300 * 1024), TOO_BIG],
    ] as const) {
      const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/mqtt`, 'mqtt');
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('open', resolve));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.send(bytes);
      expect(await closed).toBe(expected);
    }
    await new Promise<void>((resolve) => {
      const half = connectTcp(bridge.port, '127.0.0.1', () => {
        half.write('GET /mqtt HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', () =>
          half.resetAndDestroy(),
        );
      });
      half.once('close', () => resolve());
    });
    const client = await player();
    await client.publishAsync(topic('status'), online, { qos: 1 });
    expect(messages).toHaveLength(1);
  });

  it('does not wait for a request that never ends when the bridge closes', async () => {
    const half = connectTcp(bridge.port, '127.0.0.1', () => half.write('GET /plugin.html HTTP/1.1\r\n'));
    half.on('error', () => undefined);
    await ask(bridge.port, '/plugin.html'); // the other one has arrived by now
    const ended = new Promise((resolve) => half.once('close', resolve));
    await bridge.close();
    await ended;
    bridge = await startBridge({ folders: sample.folders });
  });

  it('ends every connection when the bridge closes, without telling their wills', async () => {
    const will = { topic: topic('status'), payload: Buffer.from('{}'), qos: 1 as const, retain: false };
    const players = await Promise.all(
      Array.from({ length: 20 }, (_, i) => player({ clientId: `player-${i}`, will })),
    );
    const closed = players.map(
      (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
    );
    await bridge.close();
    await Promise.all(closed);
    await expect(ask(bridge.port, '/')).rejects.toThrow('ECONNREFUSED');
    expect(messages).toEqual([]);
    bridge = await startBridge({ folders: sample.folders });
  });
});
