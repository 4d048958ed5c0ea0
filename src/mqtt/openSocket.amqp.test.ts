import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectAmqp } from '../bridge/worker/connectAmqp.js';
import { declareQueues } from '../bridge/worker/declareQueues.js';
import { endConnection } from '../bridge/worker/endConnection.js';
import { queuesOf } from '../bridge/worker/queues.js';
import { readAmqpUrls } from '../bridge/worker/readAmqpUrls.js';
import { readRabbitPage } from '../../e2e/stage/rabbitPage.js';
import { MAY_ALL, PASSWORD } from '../../e2e/stage/rabbitUsers.js';
import { rabbitTestsMissing, startRabbit } from '../../e2e/stage/startRabbit.js';
import type { Connection } from './connection.js';
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

/** Of a third of them, the view's queue has its leader on the node that is killed. */
const TVS = 60;
const VIEW = 'view';

it.skipIf(missing !== undefined)(
  'takes no view for confirmed that RabbitMQ has refused, for want of a leader, where it confirms what was published after it',
  { timeout: 240_000 },
  async () => {
    const rabbit = await startRabbit({ nodes: 3, users: { tv: MAY_ALL } });
    const connections: Connection[] = [];
    const ends: (() => Promise<void>)[] = [];
    try {
      await rabbit.shell((await readRabbitPage()).policy);
      const [staying, killed] = rabbit.nodes;
      const made = await connectAmqp(readAmqpUrls(rabbit.amqpUrls('tv', PASSWORD)), 'test', 0);
      if ('fault' in made) throw new Error(made.fault.sentence);
      ends.push(() => endConnection(made.model));
      const channel = await made.model.createChannel();
      const names = queuesOf('ingest');
      await declareQueues(channel, names);
      const arrived = new Set<string>();
      for (const queue of names.queues)
        await channel.consume(queue, (message) => arrived.add(String(message?.content)), { noAck: true });
      for (let tv = 0; tv < TVS; tv++) {
        const opened = await openSocket({
          ...{ url: `ws://${staying!.host}:${staying!.webPort}/ws`, clientId: `KEY${tv}` },
          ...{ username: 'tv', password: PASSWORD, keepAliveS: 60, listenAgainMs: 180_000 },
          ...{ connectTimeoutMs: 20_000, pubackTimeoutMs: 10_000 },
          will: { topic: `makapix/player/KEY${tv}/status`, payload: '' },
          message: () => undefined,
          lost: () => undefined,
        });
        if ('failure' in opened) throw new Error(opened.failure.message);
        connections.push(opened.connection);
      }
      await killed!.kill();
      const confirmed: string[] = [];
      await Promise.all(
        connections.flatMap((connection, tv) =>
          [VIEW, 'status', 'status', 'status'].map(async (what, i) => {
            const text = `${tv} ${what} ${i}`;
            if ((await connection.publish(`makapix/player/KEY${tv}/${what}`, text)) === null)
              confirmed.push(text);
          }),
        ),
      );
      expect(confirmed.filter((text) => text.includes(VIEW)).length).toBeGreaterThan(TVS / 3);
      await vi.waitFor(() => expect(confirmed.filter((text) => !arrived.has(text))).toEqual([]), {
        timeout: 20_000,
      });
    } finally {
      for (const connection of connections) connection.close();
      for (const end of ends) await end();
      await rabbit.close();
    }
  },
);
