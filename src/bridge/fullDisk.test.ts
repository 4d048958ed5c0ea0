// A disk that is really full, below a bridge with real connections of what reports on TVs.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { openMenu } from '../../e2e/stage/connectPlayer.js';
import { makeSmallDisk, smallDiskMissing, type SmallDisk } from '../../e2e/stage/makeSmallDisk.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { startTv, type StageTv } from '../../e2e/stage/startTv.js';
import { NO_ALERTS } from './alerts/alertSettings.js';
import { startBridge, type Bridge } from './startBridge.js';

const missing = smallDiskMissing();
if (missing !== undefined) console.warn(`SKIPPED: a full disk: ${missing}`);

/** The bridge's clock: its pace of 5 s is over in 50 ms. */
const TIMES_FASTER = 100;
const TV_VIEWS = { intervalMs: 80 };
const TV_TIMING = { paceMarginMs: 20, ackTimeoutMs: 50, silenceMaxMs: 100, statusIntervalMs: 20 };
const POSTS = Array.from({ length: 15 }, (_, i) => 1000 + i);
const [BEFORE, WHILE, AFTER] = [POSTS.slice(0, 5), POSTS.slice(5, 10), POSTS.slice(10)];
const PATIENCE = { timeout: 30_000, interval: 20 };

let disk: SmallDisk;
let sample: SamplePackage;
let bridge: Bridge;
let tv: StageTv;
let webhook: Server;
let faults: string[];
/** What was posted. */
let alerts: { code: string; state: string }[];

beforeEach(async () => {
  if (missing !== undefined) return;
  disk = makeSmallDisk(6);
  sample = await samplePackage();
  [faults, alerts] = [[], []];
  webhook = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      alerts.push(JSON.parse(text) as (typeof alerts)[number]);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(webhook, 'listening');
  const beganMs = performance.now();
  const firstMs = Date.now();
  bridge = await startBridge({
    folders: sample.folders,
    database: join(disk.path, 'bridge.db'),
    now: () => firstMs + Math.round((performance.now() - beganMs) * TIMES_FASTER),
    alerts: { ...NO_ALERTS, url: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/` },
    alertLookMs: 20,
    onFault: (sentence) => faults.push(sentence),
  });
  for (const id of POSTS)
    await bridge.database.query(
      `INSERT INTO posts (post_id, path, kind, title, bytes, modified_ms, fingerprint) VALUES (?, '', 'image', '', 0, 0, '')`,
      [id],
    );
  await openMenu(bridge.port, 'tv');
  tv = startTv(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv', TV_VIEWS, TV_TIMING);
});
afterEach(async () => {
  if (missing !== undefined) return;
  tv.stop();
  await bridge.close();
  webhook.close();
  await sample.remove();
  disk.remove();
});

const show = (posts: readonly number[]): void => posts.forEach((id) => tv.show(id));

const recorded = async (): Promise<number[]> =>
  (await bridge.database.query('SELECT post_id FROM views ORDER BY view_id')).map(({ post_id: id }) =>
    Number(id),
  );

const acknowledged = (count: number): Promise<void> =>
  vi.waitFor(() => expect(tv.snapshot().views).toMatchObject({ sent: count, waiting: 0 }), PATIENCE);

const ready = async (): Promise<unknown> => {
  const { status, text } = await ask(bridge.port, '/readyz');
  return [
    status,
    (JSON.parse(text) as { checks: { database: { code: string } | null } }).checks.database?.code,
  ];
};

describe.skipIf(missing !== undefined)('a full disk', () => {
  it('costs no view: what is not written is not acknowledged, stays on the TV, and comes when there is room', async () => {
    show(BEFORE);
    await acknowledged(BEFORE.length);
    expect(await ready()).toEqual([200, undefined]);
    disk.fill();
    expect(disk.freeBytes()).toBe(0);
    show(WHILE);
    // Sent more often than a page sends a view again that the server says has failed.
    await vi.waitFor(
      () => expect(faults.filter((one) => /full/.test(one)).length).toBeGreaterThan(5),
      PATIENCE,
    );
    expect(faults).toContainEqual(
      expect.stringMatching(/^A message of a TV could not be written: .*full\. Views stay/),
    );
    await vi.waitFor(async () => expect(await ready()).toEqual([503, 'database-away']), PATIENCE);
    expect((await ask(bridge.port, '/healthz')).status).toBe(200);
    expect((await ask(bridge.port, '/gallery/menu.json?device_id=other')).status).toBe(200);
    await vi.waitFor(
      () => expect(alerts).toMatchObject([{ code: 'disk-nearly-full', state: 'begin' }]),
      PATIENCE,
    );
    expect(await recorded()).toHaveLength(tv.snapshot().views.sent);
    disk.empty();
    show(AFTER);
    await acknowledged(POSTS.length);
    expect(await recorded()).toEqual(POSTS);
    expect(tv.snapshot().views.dropped).toBe(0);
    await vi.waitFor(async () => expect(await ready()).toEqual([200, undefined]), PATIENCE);
    await vi.waitFor(
      () =>
        expect(alerts).toMatchObject([
          { code: 'disk-nearly-full', state: 'begin' },
          { code: 'disk-nearly-full', state: 'end' },
        ]),
      PATIENCE,
    );
  }, 120_000);
});
