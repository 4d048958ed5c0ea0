import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { openSocket } from '../../src/mqtt/openSocket.js';
import type { RanRequest } from '../../src/msx/ranRequest.js';
import { createRemote, type Remote } from '../../src/remote/createRemote.js';
import { createClock } from '../../src/report/createClock.js';
import { createReporter, type Reporter } from '../../src/report/createReporter.js';
import { createMemoryKv } from '../../src/report/createTextKv.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import type { Random } from '../chaos/random.js';
import { PASSWORD, keyOf } from './clusterStage.js';

/** From one picture to the next: more than the pace of views (player-status.md, Rate Limiting). */
const SHOW_EVERY_MS = 14_000;
const SPREAD_MS = 2000;
const MSX_BUILD = 163;
const RAN: RanRequest = 'ran';
/** Of those that have views waiting in the end. */
const MOST_TOLD = 3;
/** The TVs are switched on one after the other, so many in a second. */
const SWITCHED_ON_PER_S = 25;

/** TVs with the whole reporter of the page, and a slideshow that each of them shows. */
export interface ClusterTvs {
  /** Resolves when each has shown everything. */
  show(): Promise<void>;
  connected(): number;
  /** Views that are not with the server yet, or with the broker where nobody asked for an answer. */
  waiting(): number;
  /** What some of those say of themselves that have views waiting. */
  whoWaits(): string[];
  /** Views that they have given up. */
  givenUp(): number;
  /** How often each notice was shown that a command has asked for, by its text. */
  notices: ReadonlyMap<string, number>;
  stop(): void;
}

/** Whether a TV asks for acks: every other one. */
export const asks = (tv: number): boolean => tv % 2 === 0;

/** @param posts each TV shows the posts from 1 to this, one after the other */
export async function startClusterTvs(
  url: string,
  { tvs: count, posts, random }: { tvs: number; posts: number; random: Random },
): Promise<ClusterTvs> {
  Object.assign(globalThis, { WebSocket }); // what the reporter finds in a browser
  const tvs: Reporter[] = [];
  const notices = new Map<string, number>();
  const show = (text: string): void => void notices.set(text, (notices.get(text) ?? 0) + 1);
  for (let tv = 0; tv < count; tv++) {
    const reporter = createTv(url, tv, random, show);
    reporter.start();
    tvs.push(reporter);
    await pause(1000 / SWITCHED_ON_PER_S);
  }
  const sum = (of: (tv: Reporter) => number): number => tvs.reduce((all, tv) => all + of(tv), 0);
  const showAll = async (tv: Reporter): Promise<void> => {
    await pause(random.between(0, SHOW_EVERY_MS));
    for (let postId = 1; postId <= posts; postId++) {
      tv.handleData({ slider: slideOf(postId) });
      await pause(SHOW_EVERY_MS + random.between(-SPREAD_MS, SPREAD_MS));
    }
  };
  return {
    show: async () => {
      await Promise.all(tvs.map(showAll));
    },
    connected: () => sum((tv) => (tv.snapshot().connection.state === 'connected' ? 1 : 0)),
    waiting: () =>
      sum((tv) => {
        const { waiting, unanswered } = tv.snapshot().views;
        return waiting + unanswered;
      }),
    whoWaits: () =>
      tvs
        .map((tv, number) => ({ number, ...tv.snapshot() }))
        .filter(({ views }) => views.waiting + views.unanswered > 0)
        .slice(0, MOST_TOLD)
        .map(({ number, connection, views, acks }) =>
          JSON.stringify({ tv: number, connection, views, acks }),
        ),
    givenUp: () =>
      sum((tv) => {
        const { dropped, refused } = tv.snapshot().views;
        return dropped + refused;
      }),
    notices,
    stop: () => tvs.forEach((tv) => tv.stop()),
  };
}

function createTv(url: string, tv: number, random: Random, show: (notice: string) => void): Reporter {
  const remote = createTvRemote(show);
  return createReporter(
    {
      playerKey: keyOf(tv),
      firmwareVersion: 'cluster',
      broker: { url, password: PASSWORD },
      views: { ...DEFAULT_VIEW_SETTINGS, requestAck: asks(tv) },
      downlink: {
        topics: ['command'],
        connected: (publish, allowed) =>
          allowed.length > 0 ? remote.connected(publish) : Promise.resolve(null),
        message: (topic, payload) => remote.message(topic, payload),
      },
      requestData: noMsx,
      log: () => undefined, // brokers that are gone are what this is about
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
    },
    { openConnection: openSocket, ladder: () => [createMemoryKv()], random: () => random.next() },
  );
}

const noMsx = (): Promise<never> => Promise.reject(new Error('no MSX'));

/** What the page does with commands, with an MSX that shows each notice at once and says so. */
function createTvRemote(show: (notice: string) => void): Remote {
  let kept: string | null = null;
  const remote = createRemote({
    allowed: true,
    firmwareVersion: 'cluster',
    world: () => ({
      ...{ build: MSX_BUILD, pluginUrl: 'http://tv.test/plugin.html', artworkUrl: null, showsWebp: false },
      isOwn: () => false,
      tagged: (url) => url,
    }),
    read: () => Promise.resolve(kept),
    write(text) {
      kept = text;
      return Promise.resolve();
    },
    execute(action) {
      show(/^\[info:([^|]*)/.exec(action)?.[1] ?? action);
      remote.handleEvent({ event: 'plugin:answered', dataId: RAN, isProblem: false });
    },
    explain: () => undefined, // a notice is no view
    requestData: noMsx,
    saysPlayback: false,
    health: () => null,
    times: () => ({ nowMs: Date.now(), isMeasured: true }),
    setTimer(run, ms) {
      const timer = setTimeout(run, ms).unref(); // it says how it is again and again, as long as the page lives
      return () => clearTimeout(timer);
    },
    log: () => undefined, // its answers tell
  });
  return remote;
}

const slideOf = (postId: number) => ({
  index: postId,
  listIndex: postId,
  listSize: 1000,
  url: 'a.png',
  properties: { 'makapix:post_id': postId },
});
