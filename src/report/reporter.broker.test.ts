import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { makapixAccess, startTestBroker, type TestBroker } from '../../e2e/server/broker.js';
import { startMakapixServer, type MakapixServer } from '../../e2e/server/makapix-server.js';
import type { Notice } from '../tvx/notice.js';
import { createClock } from './clock.js';
import { createReporter, type Reporter, type ReporterOptions } from './reporter.js';
import { DEFAULT_VIEW_SETTINGS } from './settings.js';

Object.assign(globalThis, { WebSocket });

const KEY = '550e8400-e29b-41d4-a716-446655440000';

let broker: TestBroker;
let server: MakapixServer;
let reporters: Reporter[];
let notices: Notice[];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  broker = await startTestBroker({ mayAccess: makapixAccess('server') });
  server = await startMakapixServer({ url: broker.url, username: 'server', intervalMs: 100 });
  server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  reporters = [];
  notices = [];
});

afterEach(async () => {
  reporters.forEach((reporter) => reporter.stop());
  await server.close();
  await broker.close();
});

function report(options: Partial<ReporterOptions> = {}): Reporter {
  const reporter = createReporter({
    playerKey: KEY,
    firmwareVersion: '1.2.3',
    broker: { url: broker.url },
    views: { ...DEFAULT_VIEW_SETTINGS, minDwellMs: 30, intervalMs: 100 },
    timing: {
      paceMarginMs: 20,
      statusIntervalMs: 20,
      nothingGraceMs: 30,
      leaseBeatMs: 50,
      ackTimeoutMs: 300,
    },
    requestData: () => Promise.reject(new Error('no MSX')),
    log: (notice) => notices.push(notice),
    clock: createClock({ builtAtMs: 0 }),
    pageIsSecure: false,
    ...options,
  });
  reporters.push(reporter);
  return reporter;
}

const slide = (postId: number, listIndex = 0): unknown => ({
  event: 'slider:load',
  info: {
    index: listIndex,
    listIndex,
    listSize: 9,
    state: 3,
    url: 'a.png',
    properties: { 'makapix:post_id': postId },
  },
});

describe('the reporter, against a real broker', () => {
  it('says online with its firmware, and then what is on screen', async () => {
    const reporter = report();
    reporter.start();
    await server.until(() => server.statuses.length > 0, 'a status');
    expect(server.statuses[0]?.raw).toEqual({
      player_key: KEY,
      status: 'online',
      current_post_id: null,
      firmware_version: '1.2.3',
    });
    reporter.handleEvent(slide(7));
    await server.until(() => server.playerState(KEY).currentPostId === 7, 'the post on screen');
  });

  it('reports a view after the dwell time, once', async () => {
    const reporter = report();
    reporter.handleEvent(slide(7));
    reporter.start();
    await server.until(() => server.recorded.length > 0, 'a view');
    expect(server.recorded[0]?.payload).toMatchObject({
      post_id: 7,
      timezone: '',
      intent: 'artwork',
      play_order: 0,
      channel: 'all',
      player_key: KEY,
      channel_user_sqid: null,
      channel_hashtag: null,
      request_ack: true,
    });
    await expect
      .poll(() => reporter.snapshot().views)
      .toEqual({ waiting: 0, sent: 1, refused: 0, dropped: 0 });
    expect(server.arrived).toHaveLength(1);
    expect(notices.map(({ code }) => code)).toEqual(['broker-connected']);
  });
});
