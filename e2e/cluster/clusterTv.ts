import { createAsk, type Ask } from '../../src/remote/createAsk.js';
import { openSocket } from '../../src/mqtt/openSocket.js';
import type { RanRequest } from '../../src/msx/ranRequest.js';
import { createRemote, type Remote } from '../../src/remote/createRemote.js';
import { createClock } from '../../src/report/createClock.js';
import { createReporter, type Reporter } from '../../src/report/createReporter.js';
import { createMemoryKv } from '../../src/report/createTextKv.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import type { Random } from '../chaos/random.js';
import { PASSWORD } from '../stage/rabbitUsers.js';
import { keyOf } from './clusterStage.js';
import type { Journal } from './createJournal.js';

const MSX_BUILD = 163;
const RAN: RanRequest = 'ran';

/** What the page has of what speaks with the broker: its reporter, its remote, and what it asks the server. */
export interface ClusterTv {
  reporter: Reporter;
  ask: Ask;
}

/** A page asks for what it listens to each three minutes, which would make the run longer. */
export const LISTEN_AGAIN_MS = 45_000;

/** Whether a TV asks for acks: every other one. */
export const asks = (tv: number): boolean => tv % 2 === 0;

interface TvSurroundings {
  /** Of the broker. */
  url: string;
  random: Random;
  journal: Journal;
  /** Gets each notice that a command asks for. */
  show: (notice: string) => void;
}

export function createTv(tv: number, { url, random, journal, show }: TvSurroundings): ClusterTv {
  const remote = createTvRemote(show);
  let questions = 0;
  const asking = createAsk({
    playerKey: () => keyOf(tv),
    newId: () => `tv${tv}-${questions++}`,
    blocked: () => null,
    setTimer,
  });
  const reporter = createReporter(
    {
      playerKey: keyOf(tv),
      firmwareVersion: 'cluster',
      broker: { url, password: PASSWORD },
      views: { ...DEFAULT_VIEW_SETTINGS, requestAck: asks(tv) },
      downlink: {
        topics: ['command', asking.topic],
        connected(publish, allowed) {
          asking.connected(allowed.includes(asking.topic) ? publish : null);
          return allowed.includes('command') ? remote.connected(publish) : Promise.resolve(null);
        },
        message: (topic, payload) => (topic === 'command' ? remote : asking).message(topic, payload),
      },
      requestData: noMsx,
      log: () => undefined, // brokers that are gone are what this is about
      clock: createClock({ builtAtMs: 0 }),
      pageIsSecure: false,
      timing: { listenAgainMs: LISTEN_AGAIN_MS },
    },
    {
      openConnection: journal.watching(tv, openSocket),
      ladder: () => [createMemoryKv()],
      random: () => random.next(),
    },
  );
  return { reporter, ask: asking.ask };
}

function setTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms).unref(); // it says how it is again and again, as long as the page lives
  return () => clearTimeout(timer);
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
    setTimer,
    log: () => undefined, // its answers tell
  });
  return remote;
}
