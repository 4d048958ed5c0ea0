import 'fake-indexeddb/auto';
import { setTimeout as pause } from 'node:timers/promises';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  makapixAccess,
  startTestBroker,
  type Access,
  type TestBroker,
} from '../../e2e/stage/startTestBroker.js';
import { startMakapixServer, type MakapixServer } from '../../e2e/stage/makapix/startMakapixServer.js';
import type { OpenConnection } from '../mqtt/connection.js';
import { openSocket } from '../mqtt/openSocket.js';
import type { Notice } from '../tvx/notice.js';
import { createClock } from './createClock.js';
import { createReporter, type Reporter } from './createReporter.js';
import { kvLadder } from './kvLadder.js';
import type { Downlink, ReporterEdges, ReporterOptions } from './reporterOptions.js';
import { DEFAULT_VIEW_SETTINGS, type ViewSettings } from './viewSettings.js';
import type { ReportTiming } from './reportTiming.js';

Object.assign(globalThis, { WebSocket });

const KEY = '550e8400-e29b-41d4-a716-446655440000';
const PASSWORD = 'correct horse';
const INTERVAL_MS = 100;
/** The server is less strict, so that a busy machine does not make it refuse what came in time. */
const SERVER_INTERVAL_MS = 40;

/** A day in a few seconds. */
const FAST: Partial<ReportTiming> = {
  reconnectMinMs: 20,
  reconnectMaxMs: 100,
  maxAttempts: 1000,
  refusedRetryMs: 300,
  renewWithinMs: 100,
  connectTimeoutMs: 500,
  pubackTimeoutMs: 300,
  ackTimeoutMs: 250,
  paceMarginMs: 20,
  rateLimitedMs: 100,
  errorBackoffMs: 20,
  blockedRetryMs: 200,
  duplicateMemoryMs: 400,
  statusIntervalMs: 20,
  nothingGraceMs: 30,
  leaseBeatMs: 50,
};

let broker: TestBroker;
let server: MakapixServer;
let reporters: Reporter[];
let notices: Notice[];
/** What the broker says to a subscription to commands; null = what its list does. */
let toCommands: (access: Access) => boolean | 'cut' | null;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  toCommands = () => null;
  broker = await startTestBroker({
    signIn: ({ username, password }) => (username === 'server' || password === PASSWORD ? 0 : 4),
    mayAccess: (access) => toCommands(access) ?? makapixAccess('server')(access),
  });
  server = await startMakapixServer({
    url: broker.url,
    username: 'server',
    intervalMs: SERVER_INTERVAL_MS,
    duplicateMemoryMs: 60_000,
    reconnectMs: 10,
  });
  server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  reporters = [];
  notices = [];
});

afterEach(async () => {
  reporters.forEach((reporter) => reporter.stop());
  await server.close();
  await broker.close();
});

interface Setup extends Partial<Omit<ReporterOptions, 'views' | 'timing'>> {
  views?: Partial<ViewSettings>;
  timing?: Partial<ReportTiming>;
  edges?: ReporterEdges;
}

function report({ views, timing, edges, ...options }: Setup = {}): Reporter {
  const given: ReporterOptions = {
    playerKey: KEY,
    firmwareVersion: '1.2.3',
    broker: { url: broker.url, password: PASSWORD },
    views: { ...DEFAULT_VIEW_SETTINGS, minDwellMs: 5, intervalMs: INTERVAL_MS, ...views },
    timing: { ...FAST, ...timing },
    requestData: () => Promise.reject(new Error('no MSX')),
    log: (notice) => notices.push(notice),
    clock: createClock({ builtAtMs: 0 }),
    pageIsSecure: false,
    ...options,
  };
  const reporter = createReporter(given, edges);
  reporters.push(reporter);
  return reporter;
}

function started(setup?: Setup): Reporter {
  const reporter = report(setup);
  reporter.start();
  return reporter;
}

/** A TV that the server has answered before: one view, of the post 99, is recorded. */
async function startedAtServer(setup?: Setup): Promise<Reporter> {
  const reporter = started(setup);
  await showAll(reporter, [99]);
  await expect.poll(() => reporter.snapshot().acks).toBe('answered');
  return reporter;
}

/** A picture that can be seen: what MSX commits for its `image:trigger`. */
function show(reporter: Reporter, postId: unknown, listIndex = Number(postId), more: object = {}): void {
  const properties = { 'makapix:post_id': postId, ...more };
  reporter.handleData({ slider: { index: listIndex, listIndex, listSize: 999, url: 'a.png', properties } });
}

/** Pictures one after the other, each for longer than the dwell time. */
async function showAll(reporter: Reporter, posts: number[]): Promise<void> {
  for (const post of posts) {
    show(reporter, post);
    await pause(10);
  }
}

const codes = (): string[] => notices.map(({ code }) => code).filter((code) => code !== 'broker-connected');
const recorded = (): number[] => server.recorded.map(({ postId }) => postId);
const views = (reporter: Reporter): unknown => reporter.snapshot().views;

describe('presence', () => {
  it('begins with online and the firmware, right after the connection', async () => {
    started();
    await server.until(() => server.statuses.length > 0, 'a status');
    expect(server.statuses[0]?.raw).toEqual({
      player_key: KEY,
      status: 'online',
      current_post_id: null,
      firmware_version: '1.2.3',
    });
  });

  it('says what is on screen, and when nothing is', async () => {
    const reporter = started();
    show(reporter, 7);
    await server.until(() => server.playerState(KEY).currentPostId === 7, 'the post on screen');
    expect(reporter.snapshot().lastStatus).toMatchObject({ status: 'online', currentPostId: 7 });
    reporter.handleEvent({ event: 'slider:stop' });
    await server.until(() => server.playerState(KEY).currentPostId === null, 'nothing on screen');
  });

  it('has its player key in lower case, in topics and in what it says', async () => {
    const reporter = started({ playerKey: KEY.toUpperCase() });
    await showAll(reporter, [1]);
    await expect.poll(() => views(reporter)).toMatchObject({ sent: 1 });
    expect(server.statuses[0]).toMatchObject({ playerKey: KEY, raw: { player_key: KEY } });
    expect(server.recorded[0]?.payload.player_key).toBe(KEY);
  });

  it('ends with offline, once, when it is stopped: the will stays in the drawer', async () => {
    const reporter = started();
    show(reporter, 7);
    await server.until(() => server.playerState(KEY).currentPostId === 7, 'the post on screen');
    reporter.stop();
    await server.until(() => server.playerState(KEY).connection === 'offline', 'offline');
    await pause(100);
    expect(server.statuses.filter(({ status }) => status.status === 'offline').map(({ raw }) => raw)).toEqual(
      [{ player_key: KEY, status: 'offline', current_post_id: null, firmware_version: '1.2.3' }],
    );
    expect(reporter.snapshot().connection.state).toBe('stopped');
  });

  it.each(['app:resume', 'app:connect'])(
    'goes offline with the TV (app:suspend), and comes back at once (%s)',
    async (event) => {
      const reporter = started({ timing: { reconnectMinMs: 60_000, reconnectMaxMs: 60_000 } });
      await server.until(() => server.playerState(KEY).connection === 'online', 'online');
      reporter.handleEvent({ event: 'app:suspend' });
      await server.until(() => server.playerState(KEY).connection === 'offline', 'offline');
      expect(reporter.snapshot().connection.state).toBe('suspended');
      reporter.handleEvent({ event });
      await server.until(() => server.playerState(KEY).connection === 'online', 'online again');
    },
  );

  it('is offline by its will when the TV vanishes', async () => {
    started({ timing: { reconnectMinMs: 60_000, reconnectMaxMs: 60_000 } });
    await server.until(() => server.playerState(KEY).connection === 'online', 'online');
    broker.cut(KEY);
    await server.until(() => server.playerState(KEY).connection === 'offline', 'offline');
    expect(server.statuses[server.statuses.length - 1]?.raw).toEqual({
      player_key: KEY,
      status: 'offline',
      current_post_id: null,
      firmware_version: '1.2.3',
    });
  });

  it('is online again after the connection was lost', async () => {
    const reporter = started();
    await expect.poll(() => reporter.snapshot().connection.state).toBe('connected');
    broker.cut();
    await expect.poll(() => codes()).toEqual(['broker-lost']);
    await expect.poll(() => reporter.snapshot().connection.state).toBe('connected');
    expect(reporter.snapshot().connection.lastError).toMatchObject({ code: 'broker-lost' });
  });
});

describe('a view', () => {
  it('is reported after the dwell time, once, as player-status.md says', async () => {
    const reporter = report();
    show(reporter, 7);
    reporter.start();
    await server.until(() => server.recorded.length > 0, 'a view');
    expect(server.recorded[0]?.payload).toEqual({
      post_id: 7,
      timestamp: server.recorded[0]?.timestamp,
      timezone: '',
      intent: 'channel',
      play_order: 0,
      channel: 'all',
      player_key: KEY,
      channel_user_sqid: null,
      channel_hashtag: null,
      request_ack: true,
    });
    expect(Math.abs((server.recorded[0]?.viewedAtMs ?? 0) - Date.now())).toBeLessThan(5000);
    await expect
      .poll(() => views(reporter))
      .toEqual({ waiting: 0, unanswered: 0, sent: 1, refused: 0, dropped: 0 });
    expect(server.arrived).toHaveLength(1);
    expect(codes()).toEqual([]);
  });

  it('comes in order, each once, never faster than the pace', async () => {
    const reporter = started();
    await showAll(reporter, [1, 2, 3, 4, 5, 6]);
    await server.until(() => server.recorded.length === 6, 'six views');
    expect(recorded()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(server.arrived.map(({ outcome }) => outcome)).toEqual(Array(6).fill('recorded'));
  });

  it('of the same post, twice within a second, is two views', async () => {
    const reporter = started();
    show(reporter, 7, 1);
    await pause(20);
    show(reporter, 7, 2);
    await server.until(() => server.recorded.length === 2, 'two views');
    expect(server.recorded[0]?.timestamp).not.toBe(server.recorded[1]?.timestamp);
  });

  it('is answered, or confirmed alone where no answer is asked for', async () => {
    const reporter = started({ views: { requestAck: false } });
    await showAll(reporter, [1, 2]);
    await server.until(() => server.recorded.length === 2, 'two views');
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 2 });
    expect(server.recorded.map(({ payload }) => payload.request_ack)).toEqual([false, false]);
    expect(reporter.snapshot().acks).toBe('off');
  });

  it('is kept while nobody is there, and sent when the broker comes', async () => {
    // Where no server has ever answered, the first view is not waited for if the TV is back before the server.
    const reporter = await startedAtServer();
    await broker.kill();
    await showAll(reporter, [1, 2, 3]);
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 3, sent: 1 });
    await expect.poll(() => codes()).toContain('broker-unreachable');
    await broker.restart();
    await server.until(() => server.recorded.length === 4, 'three views more');
    expect(recorded()).toEqual([99, 1, 2, 3]);
  });

  it('survives a reload', async () => {
    await broker.kill();
    const first = started();
    await showAll(first, [1, 2]);
    await expect.poll(() => first.snapshot().storage).toBe('indexeddb');
    await pause(50);
    first.stop();
    await broker.restart();
    await server.ready();
    const second = started();
    await showAll(second, [3]);
    await server.until(() => server.recorded.length === 3, 'three views');
    expect(recorded()).toEqual([1, 2, 3]);
    expect(server.arrived).toHaveLength(3);
  });

  it('goes through one page only when there are two, and through the other when that closes', async () => {
    const first = started();
    await expect.poll(() => first.snapshot().connection.state).toBe('connected');
    const second = started();
    await expect.poll(() => second.snapshot().connection.state).toBe('connected');
    await expect.poll(() => first.snapshot().connection.state).toBe('passive');
    await showAll(first, [1]);
    await showAll(second, [2]);
    await server.until(() => server.recorded.length === 2, 'two views');
    second.stop();
    await expect.poll(() => first.snapshot().connection.state).toBe('connected');
    await showAll(first, [3]);
    await server.until(() => server.recorded.length === 3, 'three views');
    expect(recorded().sort()).toEqual([1, 2, 3]);
    expect(server.arrived.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(3);
  });

  it('has the channel, the context and the order of its item', async () => {
    const reporter = started();
    show(reporter, '7', 0, {
      'makapix:channel': 'by_user',
      'makapix:user_sqid': 'k5',
      'makapix:play_order': 1,
      'makapix:intent': 'artwork',
    });
    await server.until(() => server.recorded.length === 1, 'a view');
    expect(server.recorded[0]?.payload).toMatchObject({
      post_id: 7,
      channel: 'by_user',
      channel_user_sqid: 'k5',
      channel_hashtag: null,
      play_order: 1,
      intent: 'artwork',
    });
  });

  it.each([
    ['seven', {}, 'makapix:post_id'],
    [0, {}, 'makapix:post_id'],
    ['2147483648', {}, 'makapix:post_id'],
    [7, { 'makapix:hashtag': 'x'.repeat(101) }, 'makapix:hashtag'],
    [7, { 'makapix:user_sqid': 'x'.repeat(101) }, 'makapix:user_sqid'],
  ])('is not reported falsely: what is wrong is said, once per item (%j %j)', async (postId, more, named) => {
    const reporter = started();
    for (let i = 0; i < 3; i++) {
      show(reporter, postId, 1, more);
      await pause(20);
      reporter.handleEvent({ event: 'slider:stop' });
    }
    await pause(100);
    expect(codes()).toEqual(['report-item-invalid']);
    expect(notices.find(({ code }) => code === 'report-item-invalid')?.message).toContain(named);
    expect(server.arrived).toEqual([]);
    expect(server.statuses.map(({ status }) => status.currentPostId)).toEqual([null]);
  });
});

describe('a server that', () => {
  it('drops acks gets the view again, and counts it once', async () => {
    const reporter = await startedAtServer();
    let drops = 2;
    server.faults.dropAck = () => drops-- > 0;
    await showAll(reporter, [1, 2]);
    await server.until(() => server.recorded.length === 3, 'two views more');
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 3 });
    expect(server.arrived.slice(1).map(({ outcome, payload }) => [payload?.post_id, outcome])).toEqual([
      [1, 'recorded'],
      [1, 'duplicate'],
      [1, 'duplicate'],
      [2, 'recorded'],
    ]);
    expect(codes()).toEqual([]);
  });

  it('does not get through any more, since the broker has lost the subscription, is asked by a new connection', async () => {
    const reporter = await startedAtServer();
    const connects = broker.connects();
    server.faults.dropAck = () => broker.connects() === connects;
    await showAll(reporter, [1, 2]);
    await expect.poll(() => views(reporter), { timeout: 10_000 }).toMatchObject({ waiting: 0, sent: 3 });
    expect(broker.connects()).toBe(connects + 1);
    expect(recorded()).toEqual([99, 1, 2]);
  });

  it('is away while the broker stays loses nothing: it is waited for', async () => {
    const reporter = await startedAtServer();
    await server.away();
    await showAll(reporter, [1, 2, 3]);
    await expect.poll(() => codes(), { timeout: 5000 }).toEqual(['acks-missing']);
    expect(views(reporter)).toMatchObject({ waiting: 3, unanswered: 0, sent: 1 });
    await server.back();
    await server.until(() => server.recorded.length === 4, 'three views more');
    expect(recorded()).toEqual([99, 1, 2, 3]);
    expect(server.arrived).toHaveLength(4);
  });

  it('is away at the very first start of a TV gets what was sent meanwhile, in order, when it comes', async () => {
    await server.away();
    const first = started();
    await showAll(first, [1, 2]);
    await expect.poll(() => views(first)).toMatchObject({ waiting: 0, unanswered: 2, sent: 0 });
    first.stop();
    const second = started();
    await showAll(second, [3]);
    await expect.poll(() => views(second)).toMatchObject({ waiting: 0, unanswered: 3, sent: 0 });
    expect(second.snapshot().acks).toBe('silent');
    await server.back();
    // The oldest is sent again, to find out whether a server is there by now.
    await server.until(() => server.recorded.length === 3, 'three views');
    await expect.poll(() => views(second)).toMatchObject({ waiting: 0, unanswered: 0, sent: 3 });
    expect(second.snapshot().acks).toBe('answered');
    expect(recorded()).toEqual([1, 2, 3]);
  });

  it('never acks gets all views at the pace, and the first one again', async () => {
    const reporter = started();
    server.faults.dropAck = () => true;
    await showAll(reporter, [1, 2, 3]);
    await server.until(() => server.arrived.length === 4, 'a view again');
    expect(server.arrived.map(({ outcome, payload }) => [payload?.post_id, outcome])).toEqual([
      [1, 'recorded'],
      [2, 'recorded'],
      [3, 'recorded'],
      [1, 'duplicate'],
    ]);
    expect(views(reporter)).toMatchObject({ waiting: 0, unanswered: 3, sent: 0 });
    expect(codes()).toEqual(['acks-missing']);
    expect(reporter.snapshot().acks).toBe('silent');
  });

  it('answers later than the pace is not sent too much: the pace counts from the answer', async () => {
    const reporter = await startedAtServer();
    server.faults.busyMs = () => 1.5 * INTERVAL_MS;
    await showAll(reporter, [1, 2, 3]);
    await server.until(() => server.recorded.length === 4, 'three views more');
    expect(server.arrived.map(({ outcome }) => outcome)).toEqual(Array(4).fill('recorded'));
    expect(recorded()).toEqual([99, 1, 2, 3]);
  });

  it('gets everything twice counts once', async () => {
    const reporter = started();
    server.faults.deliverTwice = () => true;
    await showAll(reporter, [1, 2, 3]);
    await server.until(() => server.recorded.length === 3, 'three views');
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 3 });
    expect(recorded()).toEqual([1, 2, 3]);
  });

  it('limits the rate gets it again when it says, with a later timestamp', async () => {
    const reporter = started();
    let limited = 1;
    server.faults.failWith = () => (limited-- > 0 ? 'rate_limited' : null);
    await showAll(reporter, [1, 2]);
    await server.until(() => server.recorded.length === 2, 'two views', 5000);
    expect(server.arrived.map(({ outcome }) => outcome)).toEqual(['rate_limited', 'recorded', 'recorded']);
    const [refused, taken] = server.arrived.map(({ atMs, payload }) => ({
      atMs,
      shownAtMs: Date.parse(payload!.timestamp),
    }));
    // Its text said `0.0s`, which is less than a second.
    expect(taken!.atMs - refused!.atMs).toBeGreaterThanOrEqual(1000);
    expect(taken!.shownAtMs - refused!.shownAtMs).toBe(1000);
    expect(recorded()).toEqual([1, 2]);
  });

  it('does not know the post does not get it again', async () => {
    const reporter = started();
    server.authorOf = (postId) => (postId === 1 ? null : 'author');
    await showAll(reporter, [1, 2]);
    await server.until(() => server.recorded.length === 1, 'a view');
    await expect
      .poll(() => views(reporter))
      .toEqual({ waiting: 0, unanswered: 0, sent: 1, refused: 1, dropped: 0 });
    expect(codes()).toEqual(['view-refused']);
  });

  it('belongs to the author of the post answers success, and records nothing', async () => {
    const reporter = started();
    server.authorOf = () => 'kim';
    await showAll(reporter, [1]);
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 1 });
    expect(recorded()).toEqual([]);
  });

  it.each(['processing_error', 'unheard_of'] as const)(
    'fails (%s) for a while gets it in the end',
    async (code) => {
      const reporter = started();
      let failures = 3;
      server.faults.failWith = () => (failures-- > 0 ? code : null);
      await showAll(reporter, [1, 2]);
      await server.until(() => server.recorded.length === 2, 'two views');
      expect(recorded()).toEqual([1, 2]);
      await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 2, dropped: 0 });
    },
  );

  it('fails with one view for ever gets the others, and that one three rounds long', async () => {
    const reporter = started({ timing: { errorBackoffMs: 1 } });
    server.faults.failWith = () => {
      const before = server.arrived.filter(({ payload }) => payload?.post_id === 1).length;
      return server.recorded.length === 0 && before < 6 ? 'processing_error' : null;
    };
    await showAll(reporter, [1, 2]);
    await server.until(() => server.recorded.length === 2, 'two views', 8000);
    expect(recorded()).toEqual([2, 1]);
    expect(codes()).toEqual([]);
  });

  it.each([
    ['player_not_registered', () => server.players.delete(KEY)],
    ['player_no_owner', () => server.players.set(KEY, { owner: null, ownerPermitted: true })],
    ['owner_not_permitted', () => server.players.set(KEY, { owner: 'kim', ownerPermitted: false })],
  ])(
    'takes nothing of this player (%s) is asked again until it does, and nothing is lost',
    async (code, forbid) => {
      forbid();
      const reporter = started();
      await showAll(reporter, [1, 2]);
      await expect.poll(() => reporter.snapshot().blocked).toMatchObject({ code });
      await pause(500);
      expect(codes()).toEqual(['view-blocked']);
      expect(views(reporter)).toMatchObject({ waiting: 2 });
      server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
      await server.until(() => server.recorded.length === 2, 'two views');
      await expect.poll(() => reporter.snapshot().blocked).toBeNull();
      expect(recorded()).toEqual([1, 2]);
    },
  );

  it('sends nonsense changes nothing', async () => {
    const reporter = await startedAtServer();
    server.faults.dropAck = () => true;
    await showAll(reporter, [1]);
    await server.until(() => server.arrived.length === 2, 'a view');
    for (const text of ['', '{', 'null', '{"success":1}', '{"success":false}']) server.sendAck(KEY, text);
    await pause(100);
    expect(views(reporter)).toMatchObject({ waiting: 1 });
    server.sendAck(KEY, '{"success":true}');
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 2 });
  });
});

describe('a broker that', () => {
  it('dies again and again gets every view once, in order', async () => {
    const reporter = await startedAtServer();
    const posts = Array.from({ length: 12 }, (_, i) => i + 1);
    const showing = showAll(reporter, posts);
    for (let i = 0; i < 4; i++) {
      await pause(150);
      await broker.kill();
      await pause(60);
      await broker.restart();
      await server.ready();
    }
    await showing;
    await server.until(() => server.recorded.length === 13, 'twelve views more', 8000);
    expect(recorded()).toEqual([99, ...posts]);
  });

  it('refuses the credentials is tried slowly, and the message is clear', async () => {
    const reporter = started({ broker: { url: broker.url, password: 'wrong-password' } });
    await expect.poll(() => codes()).toEqual(['broker-credentials']);
    await pause(200);
    const { connection } = reporter.snapshot();
    expect(connection.state).toBe('waiting');
    expect(connection.lastError).toMatchObject({ code: 'broker-credentials' });
    expect(connection.nextTryInMs).toBeLessThanOrEqual(300);
    expect(JSON.stringify([reporter.snapshot(), notices])).not.toContain('wrong-password');
    const before = broker.connects();
    await pause(450);
    expect(broker.connects() - before).toBeGreaterThan(0);
    expect(broker.connects() - before).toBeLessThanOrEqual(2);
    expect(codes()).toEqual(['broker-credentials']);
  });

  it('does not let the player read its acks is reported to all the same', async () => {
    await broker.close();
    const url = broker.url;
    broker = await startTestBroker({
      port: Number(new URL(url).port),
      mayAccess: (access) => (access.topic.endsWith('/view/ack') ? access.username === 'server' : true),
    });
    await server.ready();
    const reporter = started();
    await showAll(reporter, [1, 2]);
    await server.until(() => server.recorded.length === 2, 'two views');
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 2 });
    expect(codes()).toContain('broker-refused');
  });

  it('is not to be had with ws: from a secure page is not tried; that is said once, and views are kept', async () => {
    const reporter = started({ pageIsSecure: true });
    await showAll(reporter, [1]);
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 1 });
    await pause(200);
    expect(codes()).toEqual(['broker-insecure']);
    expect(notices[0]?.remedy).toContain('wss://');
    expect(reporter.snapshot().connection).toMatchObject({
      state: 'impossible',
      lastError: { code: 'broker-insecure' },
      nextTryInMs: null,
    });
    expect(broker.connects()).toBe(1); // the server's own
  });

  it('has an impossible address is not tried again', async () => {
    const reporter = started({ broker: { url: 'mqtt://host' } });
    await expect.poll(() => codes()).toEqual(['broker-unusable']);
    expect(reporter.snapshot().connection.state).toBe('impossible');
  });
});

describe('a list of brokers, the first of which dies', () => {
  let second: TestBroker;
  let secondServer: MakapixServer;
  beforeEach(async () => {
    second = await startTestBroker();
    secondServer = await startMakapixServer({ url: second.url, intervalMs: SERVER_INTERVAL_MS });
    secondServer.players.set(KEY, { owner: 'kim', ownerPermitted: true });
  });
  afterEach(async () => {
    await secondServer.close();
    await second.close();
  });

  it('loses no view, never has two connections, and goes back to it', async () => {
    /** What is open, or on its way. */
    let open = 0;
    let most = 0;
    const tried: string[] = [];
    const openConnection: OpenConnection = (options) => {
      tried.push(options.url);
      most = Math.max(most, ++open);
      const lost: typeof options.lost = (failure) => {
        open--;
        options.lost(failure);
      };
      return openSocket({ ...options, lost }).then((result) => {
        if ('failure' in result) {
          open--;
          return result;
        }
        const { connection } = result;
        const close = (): void => {
          open--;
          connection.close();
        };
        return { connection: { ...connection, close } };
      });
    };
    const reporter = started({
      broker: { url: [broker.url, second.url], password: PASSWORD },
      timing: { firstAgainMs: 1500 },
      edges: { openConnection, ladder: kvLadder, random: () => Math.random() },
    });
    await showAll(reporter, [99, 1]);
    await server.until(() => server.recorded.length === 2, 'two views');
    await broker.kill();
    await showAll(reporter, [2, 3, 4]);
    await secondServer.until(
      () => [2, 3, 4].every((post) => secondServer.recorded.some(({ postId }) => postId === post)),
      'the views of after',
      8000,
    );
    expect(reporter.snapshot().broker.url).toBe(second.url);
    await broker.restart();
    await server.ready();
    // what it is told last is that the TV is gone
    await expect.poll(() => reporter.snapshot().broker.url, { timeout: 10_000 }).toBe(broker.url);
    await secondServer.until(() => secondServer.playerState(KEY).connection === 'offline', 'offline');
    await server.until(() => server.playerState(KEY).connection === 'online', 'online', 8000);
    await showAll(reporter, [5, 6]);
    await server.until(() => recorded().includes(6), 'the last view', 8000);
    expect(recorded()).toContain(5);
    await expect
      .poll(() => views(reporter))
      .toMatchObject({ waiting: 0, unanswered: 0, sent: 7, dropped: 0 });
    expect(most).toBe(1);
    expect(new Set(tried)).toEqual(new Set([broker.url, second.url]));
  });
});

describe('what else is heard', () => {
  let heard: [topic: string, payload: string][];
  /** The topics that the broker allowed, at each connection. */
  let connected: string[][];
  const downlink: Downlink = {
    topics: ['command', 'response/+'],
    connected: (publish, topics) => {
      connected.push(topics);
      return publish('capabilities', '{"features":{}}', true);
    },
    message: (topic, payload) => heard.push([topic, payload]),
  };
  const isCommand = ({ topic }: Access): boolean => topic.endsWith('/command');

  beforeEach(() => {
    heard = [];
    connected = [];
  });

  it('comes from the player’s own topics, and acks do not come there', async () => {
    const reporter = started({ downlink });
    await server.until(() => server.told.length > 0, 'what the player can do');
    expect(server.told).toEqual([{ playerKey: KEY, topic: 'capabilities', message: { features: {} } }]);
    server.sendCommand(KEY, '{"command_id":"1"}');
    await expect.poll(() => heard).toEqual([['command', '{"command_id":"1"}']]);
    await showAll(reporter, [1]);
    await expect.poll(() => views(reporter)).toMatchObject({ sent: 1 });
    expect(heard).toHaveLength(1);
    expect(connected).toEqual([['command', 'response/+']]);
  });

  it.each([
    ['command', ['response/+']],
    ['response/+', ['command']],
    ['', []],
  ])('that the broker does not allow (…/%s) is said, and all else goes on', async (forbidden, allowed) => {
    toCommands = ({ topic }) =>
      downlink.topics.some((one) => topic.endsWith(`/${one}`)) && topic.endsWith(forbidden) ? false : null;
    const reporter = started({ downlink });
    await showAll(reporter, [1]);
    await expect.poll(() => views(reporter)).toMatchObject({ waiting: 0, sent: 1 });
    expect(codes()).toEqual(['commands-refused']);
    expect(connected).toEqual([allowed]);
  });

  it.each([
    ['it', isCommand],
    ['what the player then says', ({ topic }: Access) => topic.endsWith('/capabilities')],
  ])('is given up where the broker ends the connection over %s, and views go on', async (_what, isCut) => {
    toCommands = (access) => (isCut(access) ? 'cut' : null);
    const reporter = started({ downlink });
    await showAll(reporter, [1]);
    await expect.poll(() => views(reporter), { timeout: 5000 }).toMatchObject({ waiting: 0, sent: 1 });
    expect(codes().filter((code) => code !== 'broker-lost')).toEqual(['commands-refused']);
  });
});

describe('the time', () => {
  const unknownClock = () => createClock({ builtAtMs: Date.now() + 86_400_000 });

  it('that is not known leaves the server to take its own', async () => {
    const reporter = started({ clock: unknownClock() });
    await showAll(reporter, [1]);
    await server.until(() => server.recorded.length === 1, 'a view');
    expect(server.recorded[0]?.timestamp).toBe('1970-01-01T00:00:00Z');
    expect(reporter.snapshot().clock).toMatchObject({ source: 'none', offsetMs: null });
  });

  it('that is not known does not make one view of two of the same post', async () => {
    await server.close();
    server = await startMakapixServer({
      url: broker.url,
      username: 'server',
      intervalMs: SERVER_INTERVAL_MS,
      duplicateMemoryMs: 400,
    });
    server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
    const reporter = started({ clock: unknownClock() });
    show(reporter, 7, 1);
    await pause(20);
    show(reporter, 7, 2);
    await server.until(() => server.recorded.length === 2, 'two views', 5000);
    expect(server.arrived.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded']);
  });

  it('that becomes known gives the views that wait their true one', async () => {
    await broker.kill();
    const yesterdayMs = Date.now() - 86_400_000;
    const clock = createClock({
      builtAtMs: Date.now() - 3_600_000,
      wallMs: () => yesterdayMs + performance.now(),
    });
    const reporter = started({ clock });
    await showAll(reporter, [1]);
    await pause(50);
    const sentAtMs = yesterdayMs + performance.now();
    const trueMs = Date.now();
    clock.addServerDate({ dateHeader: new Date(trueMs).toUTCString(), sentAtMs, receivedAtMs: sentAtMs });
    await broker.restart();
    await server.ready();
    await server.until(() => server.recorded.length === 1, 'a view');
    expect(Math.abs((server.recorded[0]?.viewedAtMs ?? 0) - trueMs)).toBeLessThanOrEqual(2000);
  });

  it.each([
    ['true', 60_000],
    ['refresh', 0],
  ] as const)('with views.queuedTimestamps "%s" is %d ms old', async (queuedTimestamps, ageMs) => {
    let wallMs = Date.now() - 60_000;
    let monotonic = 1000;
    const clock = createClock({ builtAtMs: 0, wallMs: () => wallMs, monotonicMs: () => monotonic });
    await broker.kill();
    const reporter = started({ clock, views: { queuedTimestamps, minDwellMs: 0 } });
    show(reporter, 1);
    const shownAtMs = wallMs;
    wallMs += 60_000;
    monotonic += 60_000;
    reporter.handleEvent({ event: 'app:connect' });
    await broker.restart();
    await server.ready();
    await expect
      .poll(() => {
        monotonic += 100;
        wallMs += 100;
        reporter.handleEvent({ event: 'app:connect' });
        return server.recorded.length;
      })
      .toBe(1);
    const sinceShownMs = (server.recorded[0]?.viewedAtMs ?? 0) - shownAtMs;
    if (ageMs > 0) expect(sinceShownMs).toBeLessThanOrEqual(0);
    else expect(sinceShownMs).toBeGreaterThan(55_000);
  });

  it('of MSX is taken from what it says of itself, and when it says that it changed', async () => {
    const offset = 7_200_000;
    const reporter = started();
    reporter.handleData({ info: { time: { offset }, application: { settings: { randomPlayback: 1 } } } });
    expect(reporter.snapshot().clock).toMatchObject({ source: 'msx', offsetMs: offset });
    reporter.handleEvent({ event: 'app:time', offset: 0, zoneOffset: 0 });
    expect(reporter.snapshot().clock.offsetMs).toBe(0);
    const properties = { 'makapix:post_id': 1 };
    reporter.handleEvent({
      event: 'video:load',
      info: { listIndex: 0, listSize: 9, url: 'a.mp3', properties },
    });
    reporter.handleEvent({ event: 'video:play' });
    await server.until(() => server.recorded.length === 1, 'a view');
    expect(server.recorded[0]?.payload.play_order).toBe(2);
  });
});

describe('the snapshot', () => {
  it('never holds credentials', async () => {
    const url = broker.url.replace('ws://', 'ws://user:topsecret@');
    const reporter = started({ broker: { url, username: 'user', password: PASSWORD } });
    await pause(50);
    const shown = JSON.stringify([reporter.snapshot(), notices]);
    expect(shown).not.toContain('topsecret');
    expect(shown).not.toContain(PASSWORD);
    expect(reporter.snapshot().broker.url).toBe(broker.url);
  });

  it.each([
    ['ws://h/mqtt?token=secret', 'ws://h/mqtt'],
    ['ws://h?secret', 'ws://h'],
    ['ws://h/#secret', 'ws://h/'],
    ['ws://u:secret@h/mqtt?secret=a@secret', 'ws://h/mqtt'],
    ['ws://u:a/secret@h:80/', 'ws://h:80/'],
    ['ws://u:pa:secret@h', 'ws://h'],
    ['ws://u:s#secret?x@h', 'ws://u'],
    ['wss://[::1]:9001/mqtt', 'wss://[::1]:9001/mqtt'],
  ])('shows %s as %s', (url, shown) => expect(report({ broker: { url } }).snapshot().broker.url).toBe(shown));

  it('says since when it is connected, and what is stored where', async () => {
    const reporter = report();
    expect(reporter.snapshot()).toMatchObject({ connection: { state: 'stopped' }, storage: 'opening' });
    reporter.start();
    await expect.poll(() => reporter.snapshot().connection.state).toBe('connected');
    const { connection, storage } = reporter.snapshot();
    expect(connection.forMs).toBeLessThan(2000);
    expect(storage).toBe('indexeddb');
  });
});
