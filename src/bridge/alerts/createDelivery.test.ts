import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestBroker } from '../../../e2e/stage/startTestBroker.js';
import { alertStore } from '../storage/alertStore.js';
import { openTables } from '../storage/openTables.js';
import type { Database } from '../storage/sql.js';
import type { AlertStore } from './alertStore.js';
import { createDelivery, type Delivery } from './createDelivery.js';
import { publishAlert } from './publishAlert.js';
import { sendWebhook } from './sendWebhook.js';

let database: Database;
let store: AlertStore;
let receiver: Server;
let url: string;
let arrived: { body: string; signature: string | undefined; type: string | undefined }[];
let statuses: number[];
let faults: string[];
let pauses: number[];
let delivery: Delivery | undefined;

beforeEach(async () => {
  database = await openTables(':memory:', () => undefined);
  store = alertStore(database);
  [arrived, statuses, faults, pauses] = [[], [], [], []];
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'x-msx-bridge-signature': signature, 'content-type': type } = request.headers;
      arrived.push({
        body: Buffer.concat(chunks).toString(),
        signature: signature as string | undefined,
        type,
      });
      response.writeHead(statuses.shift() ?? 204, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  await delivery?.close();
  await database.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const write = (...texts: string[]): Promise<void> =>
  store.save({
    watches: [],
    messages: texts.map((body) => ({ target: 'webhook', body, madeAtMs: 0 })),
  });

const begin = (nowMs = 0, secret: string | null = 'secret'): void => {
  delivery = createDelivery({
    store,
    target: 'webhook',
    send: (body) => sendWebhook(url, secret, body),
    now: () => nowMs,
    random: () => 1,
    pauseFor: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    onFault: (sentence) => faults.push(sentence),
  });
  delivery.wake();
};
const waiting = () => store.first('webhook');

it('brings each message once, in order and signed', async () => {
  await write('{"a":1}', '{"ä":2}');
  begin();
  await expect.poll(waiting).toBeNull();
  expect(arrived.map(({ body }) => body)).toEqual(['{"a":1}', '{"ä":2}']);
  expect(arrived[1]).toMatchObject({
    type: 'application/json',
    signature: `sha256=${createHmac('sha256', 'secret').update('{"ä":2}').digest('hex')}`,
  });
  await write('3');
  delivery!.wake();
  await expect.poll(waiting).toBeNull();
  expect(arrived).toHaveLength(3);
});

it('signs nothing without a secret', async () => {
  await write('1');
  begin(0, null);
  await expect.poll(waiting).toBeNull();
  expect(arrived).toMatchObject([{ signature: undefined }]);
});

it('sends again what has not arrived, each time after twice as long', async () => {
  statuses = [500, 404, 302];
  await write('1', '2');
  begin();
  await expect.poll(waiting).toBeNull();
  expect(arrived.map(({ body }) => body)).toEqual(['1', '1', '1', '1', '2']);
  expect(pauses).toEqual([1000, 2000, 4000]);
  expect(faults[0]).toBe('An alert could not be sent to the webhook: it answered 500');
});

it('gives a message up after three days, and says so', async () => {
  await write('old');
  begin(3 * 24 * 60 * 60_000 + 1);
  await expect.poll(waiting).toBeNull();
  expect(arrived).toEqual([]);
  expect(faults).toEqual(['An alert is given up after three days: old']);
});

it('is published on a broker, retained, on a topic for each TV and alert', async () => {
  const broker = await startTestBroker();
  try {
    const address = broker.url;
    await publishAlert(address, '{"player_id":"msx_a","code":"tv-gone"}');
    await publishAlert(address, '{"player_id":null,"code":"disk-nearly-full"}');
    const reader = await mqtt.connectAsync(address);
    const topics: string[] = [];
    reader.on('message', (topic, _payload, { retain }) => topics.push(`${topic} ${retain}`));
    await reader.subscribeAsync('msx-bridge/alerts/#');
    await expect
      .poll(() => topics.sort())
      .toEqual(['msx-bridge/alerts/bridge/disk-nearly-full true', 'msx-bridge/alerts/msx_a/tv-gone true']);
    await reader.endAsync();
  } finally {
    await broker.close();
  }
  await expect(publishAlert('mqtt://127.0.0.1:1', '{"player_id":null,"code":"x"}')).rejects.toThrow();
});
