import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import mqtt from 'mqtt';
import { WebSocket, WebSocketServer } from 'ws';
import { startTestBroker, type Access, type TestBroker } from '../../e2e/stage/startTestBroker.js';
import type { Connection, ConnectionFailure, ConnectionOptions } from './connection.js';
import { openSocket } from './openSocket.js';

Object.assign(globalThis, { WebSocket });

const WILL = { topic: 'will/topic', payload: 'gone, ☃' };

describe('a connection', () => {
  let broker: TestBroker;
  let received: [string, string][];
  let lost: ConnectionFailure[];
  let opened: Connection[];
  let signedIn: unknown[];
  let mayAccess: (access: Access) => boolean;

  beforeEach(async () => {
    received = [];
    lost = [];
    opened = [];
    signedIn = [];
    mayAccess = () => true;
    broker = await startTestBroker({
      signIn: (client) => {
        signedIn.push(client);
        return client.password === 'wrong' ? 4 : 0;
      },
      mayAccess: (access) => mayAccess(access),
    });
  });

  afterEach(async () => {
    opened.forEach((connection) => connection.close());
    await broker.close();
  });

  const open = async (more: Partial<ConnectionOptions> = {}): Promise<Connection | ConnectionFailure> => {
    const result = await openSocket({
      url: broker.url,
      clientId: 'tv',
      username: 'tv-user',
      keepAliveS: 60,
      connectTimeoutMs: 1000,
      pubackTimeoutMs: 1000,
      listenAgainMs: 180_000,
      will: WILL,
      message: (topic, payload) => received.push([topic, payload]),
      lost: (failure) => lost.push(failure),
      ...more,
    });
    if ('failure' in result) return result.failure;
    opened.push(result.connection);
    return result.connection;
  };
  const connected = async (more?: Partial<ConnectionOptions>): Promise<Connection> => {
    const result = await open(more);
    if ('code' in result) throw new Error(result.message);
    return result;
  };

  /** A foreign client that writes down everything. */
  async function witness(): Promise<{
    seen: { topic: string; text: string; qos: number; retain: boolean }[];
    end: () => Promise<void>;
    client: mqtt.MqttClient;
  }> {
    const client = await mqtt.connectAsync(broker.url, { clientId: 'witness', protocolVersion: 4 });
    const seen: { topic: string; text: string; qos: number; retain: boolean }[] = [];
    client.on('message', (topic, payload, { qos, retain }) =>
      seen.push({ topic, text: payload.toString(), qos, retain }),
    );
    await client.subscribeAsync('#', { qos: 1 });
    return { seen, end: () => client.endAsync(true), client };
  }

  it('signs in with its client id, user name and password', async () => {
    await connected({ password: 'söcret' });
    expect(signedIn).toEqual([{ clientId: 'tv', username: 'tv-user', password: 'söcret' }]);
  });

  it('signs in without a password where it has none', async () => {
    await connected();
    expect(signedIn).toEqual([{ clientId: 'tv', username: 'tv-user', password: null }]);
  });

  it('publishes with QoS 1, not retained, and is told at PUBACK', async () => {
    const other = await witness();
    const connection = await connected();
    expect(await connection.publish('a/b', 'hello ☃ 😀')).toBeNull();
    await expect
      .poll(() => other.seen)
      .toEqual([{ topic: 'a/b', text: 'hello ☃ 😀', qos: 1, retain: false }]);
    await other.end();
  });

  it('publishes in order, a lot, and large', async () => {
    const other = await witness();
    const connection = await connected();
    const large = 'x'.repeat(70_000);
    const results = await Promise.all(
      Array.from({ length: 300 }, (_value, i) => connection.publish('a', i === 150 ? large : `${i}`)),
    );
    expect(results.every((result) => result === null)).toBe(true);
    await expect.poll(() => other.seen.length).toBe(300);
    expect(other.seen.map(({ text }) => text)).toEqual(
      Array.from({ length: 300 }, (_value, i) => (i === 150 ? large : `${i}`)),
    );
    await other.end();
  });

  it('reads what it subscribed to', async () => {
    const other = await witness();
    const connection = await connected();
    expect(await connection.subscribe('me/ack')).toBeNull();
    await other.client.publishAsync('me/ack', '{"success":true}', { qos: 1 });
    await other.client.publishAsync('me/ack', 'ünïcode', { qos: 0 });
    await other.client.publishAsync('you/ack', 'not mine', { qos: 1 });
    await expect
      .poll(() => received)
      .toEqual([
        ['me/ack', '{"success":true}'],
        ['me/ack', 'ünïcode'],
      ]);
    await other.end();
  });

  it('passes over a payload that is no text, and lives on', async () => {
    const other = await witness();
    const connection = await connected();
    await connection.subscribe('me');
    await other.client.publishAsync('me', Buffer.from([0xff, 0xfe, 0x00]), { qos: 1 });
    await other.client.publishAsync('me', 'text', { qos: 1 });
    await expect.poll(() => received).toEqual([['me', 'text']]);
    expect(lost).toEqual([]);
    await other.end();
  });

  it('says what the broker does not let it read', async () => {
    mayAccess = ({ kind }) => kind === 'write';
    const connection = await connected();
    expect(await connection.subscribe('secret')).toMatchObject({ code: 'refused' });
    expect(lost).toEqual([]);
  });

  it('says that the credentials are wrong', async () => {
    const failure = await open({ password: 'wrong' });
    expect(failure).toMatchObject({ code: 'credentials' });
    expect(JSON.stringify(failure)).not.toContain('wrong"');
  });

  it.each([
    [5, 'credentials'],
    [3, 'refused'],
    [2, 'refused'],
  ])('tells CONNACK %d as "%s"', async (returnCode, code) => {
    broker.refuse(returnCode);
    expect(await open()).toMatchObject({ code });
  });

  it('says that nobody is there', async () => {
    await broker.kill();
    expect(await open()).toEqual({ code: 'unreachable', message: 'The broker cannot be reached.' });
    expect(lost).toEqual([]);
  });

  it('says what to check where the broker ends it without a CONNACK, as RabbitMQ 3.10.8 does with wrong credentials', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (socket) => socket.once('message', () => socket.close()));
    const { port } = server.address() as AddressInfo;
    const failure = await open({ url: `ws://127.0.0.1:${port}/ws` });
    server.close();
    expect(failure).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('check broker.username') as string,
    });
  });

  it('says that the broker does not answer in time', async () => {
    broker.slow(600_000);
    expect(await open({ connectTimeoutMs: 50 })).toMatchObject({ code: 'unreachable' });
  });

  it.each(['http//nonsense', 'mqtt://host:1883', 'ws://host:99999/'])(
    'says that %s is no address',
    async (url) => {
      expect(await open({ url })).toMatchObject({ code: 'unusable' });
    },
  );

  it('does not repeat what may stand in an address that is none', async () =>
    expect(await open({ url: 'ws://u:secret@host:99999/?token=secret' })).toMatchObject({
      message: expect.stringMatching(/^broker\.url cannot be used: [^?]*…$/) as string,
    }));

  it('says that the connection is lost, once, to everybody who waits', async () => {
    const connection = await connected();
    broker.slow(600_000);
    const publishing = connection.publish('a', 'b');
    await broker.kill();
    expect(await publishing).toMatchObject({ code: 'lost' });
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ code: 'lost' });
    expect(await connection.publish('a', 'b')).toMatchObject({ code: 'lost' });
  });

  it('gives up a connection that does not confirm in time', async () => {
    const connection = await connected({ pubackTimeoutMs: 50 });
    broker.slow(600_000);
    expect(await connection.publish('a', 'b')).toMatchObject({ code: 'lost' });
    expect(lost).toHaveLength(1);
  });

  it('publishes nothing more before the broker has confirmed what was published', async () => {
    const connection = await connected({ pubackTimeoutMs: 200 });
    broker.slow(600_000);
    const send = vi.spyOn(WebSocket.prototype, 'send');
    const outcomes = await Promise.all(['first', 'second'].map((text) => connection.publish('a', text)));
    expect(outcomes.map((outcome) => outcome?.code)).toEqual(['lost', 'lost']);
    const sent = send.mock.calls.map(([bytes]) => Buffer.from(bytes as ArrayBuffer).toString());
    expect(sent.filter((text) => text.includes('first'))).toHaveLength(1);
    expect(sent.filter((text) => text.includes('second'))).toHaveLength(0);
  });

  it('has the broker publish its will when it vanishes', async () => {
    const other = await witness();
    await connected();
    await connected(); // the same client id: the broker cuts the first (MQTT 3.1.1, 3.1.4)
    await expect.poll(() => lost.length).toBe(1);
    await expect
      .poll(() => other.seen)
      .toEqual([{ topic: 'will/topic', text: 'gone, ☃', qos: 1, retain: false }]);
    await other.end();
  });

  it('says goodbye when it closes: what was published before arrives, the will does not, and nothing is lost', async () => {
    const other = await witness();
    const connection = await connected();
    const publishing = ['last', 'words'].map((word) => connection.publish('a', word));
    connection.close();
    connection.close();
    for (const one of publishing) expect(await one).toMatchObject({ code: 'closed' });
    expect(await connection.publish('a', 'b')).toMatchObject({ code: 'closed' });
    await expect.poll(() => other.seen.length).toBe(2);
    await pause(100);
    expect(other.seen.map(({ text }) => text)).toEqual(['last', 'words']);
    expect(lost).toEqual([]);
    await other.end();
  });

  it('subscribes with QoS 0, for which no broker keeps anything on a disk', async () => {
    const connection = await connected();
    const send = vi.spyOn(WebSocket.prototype, 'send');
    expect(await connection.subscribe('a')).toBeNull();
    expect([...new Uint8Array(send.mock.calls[0]![0] as ArrayBuffer)]).toEqual([0x82, 6, 0, 1, 0, 1, 97, 0]);
    send.mockRestore();
  });

  it('asks the broker again for what it has granted, and for nothing that it has refused', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      mayAccess = ({ topic }) => topic !== 'b';
      const connection = await connected({ keepAliveS: 3600 });
      const send = vi.spyOn(WebSocket.prototype, 'send');
      vi.advanceTimersByTime(180_000);
      expect(send).not.toHaveBeenCalled();
      expect(await connection.subscribe('a')).toBeNull();
      expect(await connection.subscribe('b')).toMatchObject({ code: 'refused' });
      send.mockClear();
      vi.advanceTimersByTime(180_000);
      expect(send.mock.calls.map(([bytes]) => [...new Uint8Array(bytes as ArrayBuffer)])).toEqual([
        [0x82, 6, 0, 3, 0, 1, 97, 0],
      ]);
      connection.close();
      send.mockClear();
      vi.advanceTimersByTime(180_000);
      expect(send).not.toHaveBeenCalled();
      send.mockRestore();
    } finally {
      vi.useRealTimers();
    }
  });

  it('pings well before a minute without a word is over, which is when proxies and brokers end a connection', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const connection = await connected();
      const send = vi.spyOn(WebSocket.prototype, 'send');
      vi.advanceTimersByTime(45_000);
      expect(send.mock.calls.map(([bytes]) => [...new Uint8Array(bytes as ArrayBuffer)])).toEqual([
        [0xc0, 0],
      ]);
      send.mockRestore();
      connection.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('pings to stay alive, and notices a broker that does not answer', async () => {
    await connected({ keepAliveS: 0.1 });
    await pause(500);
    expect(lost).toEqual([]);
    broker.slow(600_000);
    await expect.poll(() => lost, { timeout: 3000 }).toMatchObject([{ code: 'lost' }]);
  });
});
