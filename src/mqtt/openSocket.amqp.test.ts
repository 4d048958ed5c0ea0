import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MAY_ALL, PASSWORD } from '../../e2e/stage/rabbitUsers.js';
import { rabbitTestsMissing, startRabbit } from '../../e2e/stage/startRabbit.js';
import { openSocket } from './openSocket.js';

Object.assign(globalThis, { WebSocket });

/** The first byte of the packet. */
const SUBSCRIBE = 0x82;

const missing = rabbitTestsMissing();
if (missing !== undefined) console.warn(`SKIPPED: a connection to RabbitMQ: ${missing}`);

it.skipIf(missing !== undefined)(
  'notices where RabbitMQ has forgotten what it listens to, by asking for it again',
  { timeout: 180_000 },
  async () => {
    const rabbit = await startRabbit({ nodes: 1, users: { tv: MAY_ALL } });
    try {
      const { host, webPort } = rabbit.nodes[0]!;
      const lost = vi.fn();
      const heard: string[] = [];
      const opened = await openSocket({
        ...{ url: `ws://${host}:${webPort}/ws`, clientId: 'KEY', username: 'tv', password: PASSWORD },
        ...{ keepAliveS: 60, connectTimeoutMs: 20_000, pubackTimeoutMs: 20_000, listenAgainMs: 500 },
        will: { topic: 'makapix/player/KEY/status', payload: '' },
        message: (_topic, payload) => heard.push(payload),
        lost,
      });
      if ('failure' in opened) throw new Error(opened.failure.message);
      const { connection } = opened;
      expect(await connection.subscribe('makapix/player/KEY/command')).toBeNull();
      const send = vi.spyOn(WebSocket.prototype, 'send');
      const asked = (): number =>
        send.mock.calls.filter(([bytes]) => new Uint8Array(bytes as ArrayBuffer)[0] === SUBSCRIBE).length;
      await vi.waitFor(() => expect(asked()).toBeGreaterThan(2), { timeout: 20_000 });
      expect(await connection.publish('makapix/player/KEY/command', 'once')).toBeNull();
      await vi.waitFor(() => expect(heard).toEqual(['once']));
      expect(lost).not.toHaveBeenCalled();
      // As after nodes had not reached each other: the connection is there, and its queue is not.
      await rabbit.shell(
        `sudo rabbitmqctl eval 'rabbit_amqqueue:internal_delete({resource, <<"/">>, queue, <<"mqtt-subscription-KEYqos0">>}, <<"nobody">>).'`,
      );
      await vi.waitFor(() => expect(lost).toHaveBeenCalled(), { timeout: 30_000 });
    } finally {
      vi.restoreAllMocks();
      await rabbit.close();
    }
  },
);
