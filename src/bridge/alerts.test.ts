// A TV that goes away from a real bridge, and who hears of it: a webhook and a broker.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectPlayer, openMenu } from '../../e2e/stage/connectPlayer.js';
import { createWatch, type Watch } from '../../e2e/stage/createWatch.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { startTestBroker, type TestBroker } from '../../e2e/stage/startTestBroker.js';
import { NO_ALERTS } from './alerts/alertSettings.js';
import { startBridge, type Bridge } from './startBridge.js';

const SECRET = 'a secret';
/**
 * The bridge's clock: the ten minutes of an alert are over in three seconds, and a machine that is busy for less than a
 * second has not slept.
 */
const TIMES_FASTER = 200;
const LOOK_MS = 20;
const WITHIN_MS = 60_000;

let sample: SamplePackage;
let bridge: Bridge;
let broker: TestBroker;
let webhook: Server;
let watch: Watch;
let posted: { body: Record<string, unknown>; isSigned: boolean }[];
let published: { topic: string; body: unknown }[];
let owner: mqtt.MqttClient;

beforeEach(async () => {
  sample = await samplePackage();
  broker = await startTestBroker();
  watch = createWatch();
  [posted, published] = [[], []];
  webhook = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
      posted.push({
        body: JSON.parse(bytes.toString()) as Record<string, unknown>,
        isSigned: request.headers['x-msx-bridge-signature'] === signature,
      });
      response.end();
      watch.lookAgain();
    });
  }).listen(0, '127.0.0.1');
  await once(webhook, 'listening');
  owner = await mqtt.connectAsync(broker.url, { reconnectPeriod: 0 });
  owner.on('message', (topic, payload) => {
    published.push({ topic, body: JSON.parse(payload.toString()) as unknown });
    watch.lookAgain();
  });
  await owner.subscribeAsync('msx-bridge/alerts/#', { qos: 1 });
  const [beganMs, firstMs] = [performance.now(), Date.now()];
  bridge = await startBridge({
    folders: sample.folders,
    now: () => firstMs + Math.round((performance.now() - beganMs) * TIMES_FASTER),
    monotonicMs: () => performance.now(),
    alerts: {
      ...NO_ALERTS,
      hours: { fromQuarter: 0, untilQuarter: 0 },
      url: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`,
      secret: SECRET,
      mqttUrl: broker.url,
    },
    alertLookMs: LOOK_MS,
  });
});
afterEach(async () => {
  await bridge.close();
  await owner.endAsync(true);
  webhook.close();
  await broker.close();
  await sample.remove();
});

const heard = (count: number): Promise<void> =>
  watch.until(
    () => posted.length >= count && published.length >= count,
    `${count} messages by each way`,
    WITHIN_MS,
  );

it('hear once, signed, that a TV is gone, and once that it is back', async () => {
  await openMenu(bridge.port, 'kitchen');
  const connect = () => connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'kitchen');
  const first = await connect();
  await first.status();
  // A TV that was never seen online is not missed.
  await vi.waitFor(
    async () =>
      expect(await bridge.database.query('SELECT watch FROM tv_watches')).toEqual([
        { watch: expect.stringMatching(/"lastOnlineMs":\d/) as string },
      ]),
    { timeout: WITHIN_MS, interval: LOOK_MS },
  );
  await first.status({ status: 'offline' });
  await first.client.endAsync();
  await heard(1);
  const second = await connect();
  await second.status();
  await heard(2);
  await second.client.endAsync();
  const [begin, end] = posted;
  expect(begin?.body).toMatchObject({ code: 'tv-gone', state: 'begin', player_id: 'msx_kitchen' });
  expect(end?.body).toMatchObject({ code: 'tv-gone', state: 'end', since: begin?.body.since });
  const goneMs = Date.parse(String(begin?.body.at)) - Date.parse(String(begin?.body.since));
  expect(goneMs).toBeGreaterThanOrEqual(NO_ALERTS.afterMs);
  expect(posted.map(({ isSigned }) => isSigned)).toEqual([true, true]);
  expect(published.map(({ topic, body }) => [topic, body])).toEqual(
    posted.map(({ body }) => ['msx-bridge/alerts/msx_kitchen/tv-gone', body]),
  );
  expect(posted).toHaveLength(2);
}, 120_000);
