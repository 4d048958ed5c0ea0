import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionFailure, ConnectionOptions } from '../mqtt/connection.js';
import type { Notice } from '../tvx/notice.js';
import { createClock } from './createClock.js';
import { createMemoryKv } from './createTextKv.js';
import type { Kv } from './kv.js';
import { createReporter, type Reporter } from './createReporter.js';
import { DEFAULT_VIEW_SETTINGS, type ViewSettings } from './viewSettings.js';

const KEY = '550e8400-e29b-41d4-a716-446655440000';
const START = Date.parse('2026-06-01T12:00:00Z');
const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A broker in memory; `answer` is what the server says to each view, null = nothing. */
let opened: { atMs: number; options: ConnectionOptions; closed: boolean }[];
let published: { atMs: number; topic: string; payload: Record<string, unknown> }[];
let refusal: ConnectionFailure | null;
/** Those that do not answer. */
let dead: string[];
let answer: (payload: Record<string, unknown>) => string | null;
let notices: Notice[];
let kv: Kv;
let reporters: Reporter[];

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  opened = [];
  published = [];
  refusal = null;
  dead = [];
  answer = () => '{"success":true}';
  notices = [];
  kv = { ...createMemoryKv(), kind: 'indexeddb' };
  reporters = [];
});

afterEach(() => {
  reporters.forEach((reporter) => reporter.stop());
  vi.useRealTimers();
});

const since = (): number => Date.now() - START;

function start(
  views: Partial<ViewSettings> = {},
  random = 0.5,
  url: string | string[] = 'ws://broker',
  builtAtMs = START,
  pageIsSecure = false,
): Reporter {
  const reporter = createReporter(
    {
      playerKey: KEY,
      firmwareVersion: '1.0.0',
      broker: { url },
      views: { ...DEFAULT_VIEW_SETTINGS, ...views },
      requestData: () => Promise.reject(new Error('no MSX')),
      log: (notice) => notices.push(notice),
      clock: createClock({ builtAtMs }),
      pageIsSecure,
    },
    {
      random: () => random,
      ladder: () => [kv, createMemoryKv()],
      openConnection: (options) => {
        const entry = { atMs: since(), options, closed: false };
        opened.push(entry);
        if (refusal) return Promise.resolve({ failure: refusal });
        if (dead.indexOf(options.url) >= 0)
          return Promise.resolve({ failure: { code: 'unreachable', message: 'dead' } });
        return Promise.resolve({
          connection: {
            subscribe: () => Promise.resolve(null),
            close: () => {
              entry.closed = true;
            },
            publish: (topic, text) => {
              const payload = JSON.parse(text) as Record<string, unknown>;
              published.push({ atMs: since(), topic, payload });
              const ack = topic.endsWith('/view') ? answer(payload) : null;
              if (ack !== null) setTimeout(() => options.message(`${topic}/ack`, ack), 100);
              return Promise.resolve(null);
            },
          },
        });
      },
    },
  );
  reporters.push(reporter);
  reporter.start();
  return reporter;
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const show = (reporter: Reporter, postId: number): void =>
  reporter.handleData({
    slider: { listIndex: postId, listSize: 99, url: 'a', properties: { 'makapix:post_id': postId } },
  });
const views = (): [number, unknown][] =>
  published
    .filter(({ topic }) => topic.endsWith('/view'))
    .map(({ atMs, payload }) => [atMs, payload.post_id]);
const statuses = (): [number, unknown][] =>
  published
    .filter(({ topic }) => topic.endsWith('/status'))
    .map(({ atMs, payload }) => [atMs, payload.current_post_id]);
const statusesSaid = (): unknown[] =>
  published.filter(({ topic }) => topic.endsWith('/status')).map(({ payload }) => payload.status);
const stampsOf = (postId: number): Set<unknown> =>
  new Set(
    published
      .filter(({ topic, payload }) => topic.endsWith('/view') && payload.post_id === postId)
      .map(({ payload }) => payload.timestamp),
  );
const codes = (): string[] => notices.map(({ code }) => code);

describe('the reporter, over minutes', () => {
  it('sends what came faster than the pace at the pace, from send to send', async () => {
    const reporter = start();
    for (let post = 1; post <= 4; post++) {
      show(reporter, post);
      await pass(2 * SECOND);
    }
    await pass(MINUTE);
    expect(views()).toEqual([
      [2000, 1],
      [7250, 2],
      [12_500, 3],
      [17_750, 4],
    ]);
  });

  it('goes on with the pace after a reload', async () => {
    const first = start();
    show(first, 1);
    await pass(2 * SECOND);
    show(first, 2);
    await pass(2 * SECOND);
    first.stop();
    const second = start();
    await pass(MINUTE);
    expect(second.snapshot().views.waiting).toBe(0);
    expect(views()).toEqual([
      [2000, 1],
      [7350, 2], // from the answer on, which took 100 ms
    ]);
  });

  it('beats every two minutes, each TV at its own time', async () => {
    start({}, 0.25);
    await pass(6 * MINUTE);
    const beat = 0.9 * 2 * MINUTE;
    const second = 0.9 * 5 * SECOND;
    expect(statuses().map(([atMs]) => atMs - second)).toEqual([-second, 0, beat, 2 * beat, 3 * beat]);
  });

  it('says that nothing is on screen where the server does not know the post: such a status is discarded', async () => {
    answer = (payload) =>
      payload.post_id === 1
        ? '{"success":false,"error":"Post not found","error_code":"post_not_found"}'
        : '{"success":true}';
    const reporter = start();
    show(reporter, 1);
    await pass(10 * SECOND);
    expect(statuses()).toEqual([
      [0, 1],
      [3600, null],
    ]);
    opened[0]!.options.lost({ code: 'lost', message: 'The connection was lost.' });
    await pass(10 * SECOND);
    expect(statuses()[2]?.[1]).toBeNull();
    show(reporter, 2);
    await pass(10 * SECOND);
    expect(
      statuses()
        .slice(3)
        .map(([, postId]) => postId),
    ).toEqual([null, 2]);
  });

  it('does not take another post for unknown that is on screen when the refusal comes', async () => {
    answer = () => '{"success":false,"error":"Post not found","error_code":"post_not_found"}';
    const reporter = start();
    show(reporter, 1);
    await pass(2050);
    show(reporter, 2);
    await pass(SECOND);
    expect(reporter.snapshot().views.refused).toBe(1);
    expect(statuses().map(([, postId]) => postId)).toEqual([1, 2]);
  });

  it('reports an item that stays every views.repeatMs, each with its own time', async () => {
    const reporter = start({ repeatMs: 30 * SECOND });
    show(reporter, 7);
    await pass(95 * SECOND);
    expect(
      published.filter(({ topic }) => topic.endsWith('/view')).map(({ payload }) => payload.timestamp),
    ).toEqual([
      '2026-06-01T12:00:00Z',
      '2026-06-01T12:00:30Z',
      '2026-06-01T12:01:00Z',
      '2026-06-01T12:01:30Z',
    ]);
  });

  it('tries a refused password every five minutes, and not more often when the TV wakes', async () => {
    refusal = { code: 'credentials', message: 'The broker does not accept the user name or the password.' };
    const reporter = start();
    await pass(20 * MINUTE);
    expect(opened.map(({ atMs }) => atMs)).toEqual([0, 5, 10, 15, 20].map((minutes) => minutes * MINUTE));
    expect(codes()).toEqual(['broker-credentials']);
    expect(reporter.snapshot().connection).toMatchObject({
      state: 'waiting',
      lastError: { code: 'broker-credentials' },
      nextTryInMs: 5 * MINUTE,
    });
  });

  it('connects never more than ten times a minute, however often the network comes and goes', async () => {
    refusal = { code: 'unreachable', message: 'The broker cannot be reached.' };
    const reporter = start();
    for (let i = 0; i < 300; i++) {
      reporter.handleEvent({ event: 'app:connect' });
      await pass(SECOND);
    }
    for (const { atMs } of opened)
      expect(
        opened.filter((other) => other.atMs >= atMs && other.atMs < atMs + MINUTE).length,
      ).toBeLessThanOrEqual(10);
    expect(opened.length).toBeGreaterThanOrEqual(45);
  });

  it('keeps everything of a player that is not registered, and tries every five minutes', async () => {
    answer = () => '{"success":false,"error":"Player not registered","error_code":"player_not_registered"}';
    const reporter = start();
    show(reporter, 1);
    await pass(16 * MINUTE);
    expect(views().map(([atMs]) => Math.round(atMs / MINUTE))).toEqual([0, 5, 10, 15]);
    expect(reporter.snapshot()).toMatchObject({
      views: { waiting: 1, sent: 0 },
      blocked: { code: 'player_not_registered', message: 'Player not registered' },
    });
    expect(codes()).toEqual(['broker-connected', 'view-blocked']);
    answer = () => '{"success":true}';
    await pass(5 * MINUTE);
    expect(reporter.snapshot()).toMatchObject({ views: { waiting: 0, sent: 1 }, blocked: null });
  });

  it('drops a view that the server fails to process in three rounds, after all others had their turn', async () => {
    answer = (payload) =>
      payload.post_id === 1
        ? '{"success":false,"error":"Oops","error_code":"processing_error"}'
        : '{"success":true}';
    const reporter = start();
    for (const post of [1, 2, 3]) {
      show(reporter, post);
      await pass(3 * SECOND);
    }
    await pass(30 * MINUTE);
    const order = views().map(([, post]) => post);
    expect(order.filter((post) => post === 1)).toHaveLength(3 * 6);
    expect(order.slice(0, 8)).toEqual([1, 1, 1, 1, 1, 1, 2, 3]);
    expect(reporter.snapshot().views).toEqual({ waiting: 0, unanswered: 0, sent: 2, refused: 0, dropped: 1 });
    expect(codes()).toEqual(['broker-connected', 'view-failed']);
  });

  it('drops what has waited for thirty days, and counts it', async () => {
    refusal = { code: 'unreachable', message: 'The broker cannot be reached.' };
    const first = start();
    show(first, 1);
    await pass(10 * SECOND);
    first.stop();
    vi.setSystemTime(START + 29 * DAY);
    const second = start();
    show(second, 2);
    await pass(10 * SECOND);
    second.stop();
    vi.setSystemTime(START + 31 * DAY);
    refusal = null;
    const third = start();
    await pass(MINUTE);
    expect(views().map(([, post]) => post)).toEqual([2]);
    expect(third.snapshot().views).toMatchObject({ waiting: 0, sent: 1, dropped: 1 });
    expect(codes()).toContain('outbox-dropped');
  });

  it('waits for a server that has answered before, with one view and its one timestamp', async () => {
    const reporter = start();
    show(reporter, 1);
    await pass(10 * SECOND);
    answer = () => null;
    show(reporter, 2);
    await pass(3 * SECOND);
    show(reporter, 3);
    await pass(3 * MINUTE);
    expect(views()).toEqual([
      [2000, 1],
      [12_000, 2],
      [22_000, 2],
      [42_000, 2],
      [82_000, 2],
      // By a new connection, half a minute later, which counts anew.
      [112_001, 2],
      [122_001, 2],
      [142_001, 2],
      [182_001, 2],
    ]);
    expect(stampsOf(2).size).toBe(1);
    expect(reporter.snapshot()).toMatchObject({ acks: 'answered', views: { waiting: 2, sent: 1 } });
    expect(codes()).toEqual(['broker-connected', 'acks-missing', 'broker-connected']);
    answer = () => '{"success":true}';
    await pass(3 * MINUTE);
    expect(reporter.snapshot()).toMatchObject({ views: { waiting: 0, sent: 3 } });
  });

  it('stays connected where the server answers again before it was to connect anew', async () => {
    const reporter = start();
    show(reporter, 1);
    await pass(10 * SECOND);
    answer = () => null;
    show(reporter, 2);
    await pass(71 * SECOND);
    answer = () => '{"success":true}';
    await pass(3 * MINUTE);
    expect(reporter.snapshot()).toMatchObject({ views: { waiting: 0, sent: 2 } });
    expect(codes()).toEqual(['broker-connected', 'acks-missing']);
  });

  it('knows after a reload that the server has answered, and waits for it', async () => {
    const first = start();
    show(first, 1);
    await pass(10 * SECOND);
    first.stop();
    answer = () => null;
    const second = start();
    show(second, 2);
    await pass(3 * SECOND);
    show(second, 3);
    await pass(MINUTE);
    expect(second.snapshot()).toMatchObject({ acks: 'answered', views: { waiting: 2, unanswered: 0 } });
    expect(new Set(views().map(([, post]) => post))).toEqual(new Set([1, 2]));
  });

  it('does not take the answer of one broker for that of another', async () => {
    const first = start();
    show(first, 1);
    await pass(10 * SECOND);
    first.stop();
    answer = () => null;
    const second = start({}, 0.5, 'ws://another-broker');
    show(second, 2);
    await pass(10 * SECOND);
    expect(second.snapshot()).toMatchObject({ acks: 'silent', views: { waiting: 0, unanswered: 1 } });
  });

  it('sends at the pace where nobody has ever answered, and the oldest again for an hour', async () => {
    answer = () => null;
    const reporter = start();
    show(reporter, 1);
    await pass(3 * SECOND);
    show(reporter, 2);
    await pass(2 * MINUTE);
    expect(views()).toEqual([
      [2000, 1],
      [7250, 2],
      [37_250, 1],
      [97_250, 1],
    ]);
    expect(stampsOf(1).size).toBe(1);
    expect(reporter.snapshot()).toMatchObject({
      acks: 'silent',
      views: { waiting: 0, unanswered: 2, sent: 0 },
    });
    expect(codes()).toEqual(['broker-connected', 'acks-missing']);
    await pass(DAY);
    expect(views()).toHaveLength(2 + 14);
  });

  it('keeps no more unanswered views than may wait', async () => {
    answer = () => null;
    const reporter = start({ maxQueued: 3 });
    for (let post = 1; post <= 5; post++) {
      show(reporter, post);
      await pass(6 * SECOND);
    }
    await pass(10 * SECOND);
    expect(reporter.snapshot().views).toMatchObject({ waiting: 0, unanswered: 3, dropped: 2 });
    answer = () => '{"success":true}';
    await pass(2 * MINUTE);
    expect(reporter.snapshot().views).toMatchObject({ unanswered: 0, sent: 3, dropped: 2 });
    expect(
      views()
        .slice(-3)
        .map(([, post]) => post),
    ).toEqual([3, 4, 5]);
  });

  it('keeps no more views than may wait, also while one is sent again and again', async () => {
    const reporter = start({ maxQueued: 3 });
    show(reporter, 1);
    await pass(10 * SECOND);
    answer = () => null;
    for (let post = 2; post <= 7; post++) {
      show(reporter, post);
      await pass(6 * SECOND);
    }
    await pass(10 * MINUTE);
    expect(reporter.snapshot().views).toMatchObject({ waiting: 3, sent: 1, dropped: 3 });
    answer = () => '{"success":true}';
    await pass(10 * MINUTE);
    expect(
      views()
        .slice(-3)
        .map(([, post]) => post),
    ).toEqual([5, 6, 7]);
  });

  it.each([
    ['{"success":false,"error":"Rate limited, retry after 4.0s","error_code":"rate_limited"}', 5000],
    ['{"success":false,"error":"Oops","error_code":"processing_error"}', 5000],
  ])('sends again a second later in its timestamp, also after a reload: %s', async (failure, waitMs) => {
    answer = () => failure;
    const first = start();
    show(first, 1);
    await pass(2 * SECOND + 100);
    expect(first.snapshot().acks).toBe('answered');
    first.stop();
    const second = start();
    await pass(waitMs + 500);
    answer = () => '{"success":true}';
    await pass(MINUTE);
    expect(
      published.filter(({ topic }) => topic.endsWith('/view')).map(({ payload }) => payload.timestamp),
    ).toEqual(['2026-06-01T12:00:00Z', '2026-06-01T12:00:01Z', '2026-06-01T12:00:02Z']);
    expect(second.snapshot().views).toMatchObject({ waiting: 0, sent: 1 });
  });

  it('waits until the server has forgotten a view without a time that failed: there is no later one', async () => {
    let failures = 1;
    answer = () =>
      failures-- > 0
        ? '{"success":false,"error":"Oops","error_code":"processing_error"}'
        : '{"success":true}';
    const reporter = start({}, 0.5, 'ws://broker', START + DAY);
    show(reporter, 1);
    await pass(2 * MINUTE);
    expect(views()).toEqual([
      [2000, 1],
      [62_250, 1],
    ]);
    expect(stampsOf(1)).toEqual(new Set(['1970-01-01T00:00:00Z']));
    expect(reporter.snapshot().views).toMatchObject({ waiting: 0, sent: 1 });
  });

  it('counts from the last time that a view without a time was sent when another of the post waits for it', async () => {
    const reporter = start({}, 0.5, 'ws://broker', START + DAY);
    show(reporter, 1);
    await pass(10 * SECOND);
    answer = () => null; // the server is away
    show(reporter, 2);
    await pass(3 * SECOND);
    reporter.handleEvent({ event: 'slider:stop' });
    show(reporter, 2);
    await pass(3 * SECOND);
    answer = () => '{"success":true}';
    await pass(3 * MINUTE);
    expect(views()).toEqual([
      [2000, 1],
      [12_000, 2],
      [22_000, 2],
      [82_250, 2],
    ]);
  });

  it('says offline and disconnects when the TV is suspended, and connects at once when it comes back', async () => {
    const reporter = start();
    show(reporter, 1);
    await pass(MINUTE);
    reporter.handleEvent({ event: 'app:suspend' });
    expect(published[published.length - 1]?.payload).toMatchObject({
      status: 'offline',
      current_post_id: null,
    });
    expect(opened[0]?.closed).toBe(true);
    await pass(60 * MINUTE);
    expect(opened).toHaveLength(1);
    reporter.handleEvent({ event: 'app:resume' });
    await pass(0);
    expect(opened).toHaveLength(2);
    expect(published[published.length - 1]?.payload).toMatchObject({ status: 'online' });
  });

  it('says that the clock jumped, and has it measured again', async () => {
    start();
    await pass(MINUTE);
    vi.setSystemTime(START + DAY);
    await pass(10 * SECOND);
    expect(codes()).toEqual(['broker-connected', 'clock-jumped']);
  });

  it('goes to the next broker where one does not answer, and after an hour back to the first', async () => {
    dead = ['ws://one'];
    const reporter = start({}, 0.5, ['ws://one', 'ws://two', 'ws://three']);
    const tried = () => opened.map(({ atMs, options }) => [atMs - (atMs % 50), options.url]);
    expect(reporter.snapshot().broker.url).toBe('ws://one');
    await pass(10 * SECOND);
    expect(tried()).toEqual([
      [0, 'ws://one'],
      [750, 'ws://two'],
    ]);
    expect(reporter.snapshot()).toMatchObject({
      broker: { url: 'ws://two' },
      connection: { state: 'connected' },
    });
    show(reporter, 1);
    await pass(50 * MINUTE);
    expect(views()).toEqual([[12_000, 1]]);
    expect(opened).toHaveLength(2);
    // the first is still dead: the second again, for another hour
    await pass(15 * MINUTE);
    expect(tried().slice(2)).toEqual([
      [63 * MINUTE, 'ws://one'],
      [63 * MINUTE + 750, 'ws://two'],
    ]);
    expect(opened[1]!.closed).toBe(true);
    dead = [];
    await pass(63 * MINUTE);
    expect(tried().slice(4)).toEqual([[126 * MINUTE, 'ws://one']]);
    expect(opened[3]!.closed).toBe(true);
    // said to each broker that was left
    expect(statusesSaid().filter((status) => status === 'offline')).toHaveLength(2);
    await pass(5 * 60 * MINUTE);
    expect(opened).toHaveLength(5);
    expect(reporter.snapshot().broker.url).toBe('ws://one');
  });

  it('cannot use a broker of a list from a page that came over https, and says so, and uses the next', async () => {
    const reporter = start({}, 0.5, ['ws://one', 'wss://two'], START, true);
    await pass(MINUTE);
    expect(opened.map(({ options }) => options.url)).toEqual(['wss://two']);
    expect(codes()).toEqual(['broker-insecure', 'broker-connected']);
    expect(reporter.snapshot().broker.url).toBe('wss://two');
  });
});
