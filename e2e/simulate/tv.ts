import type { Connection, ConnectionOptions, OpenConnection } from '../../src/mqtt/connection.js';
import { createClock } from '../../src/report/createClock.js';
import { createMemoryKv } from '../../src/report/createTextKv.js';
import type { Kv } from '../../src/report/kv.js';
import { NO_LEASE } from '../../src/report/lease.js';
import { createReporter } from '../../src/report/createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import type { ReportTiming } from '../../src/report/reportTiming.js';
import type { Random } from '../chaos/random.js';
import type { SimulatedBroker } from './broker.js';
import { START_MS, type Events } from './events.js';
import { createWire } from './network.js';
import type { SimulatedServer } from './server.js';

/** A TV that reports, with the reporter that runs on TVs. */
export interface Tv {
  /** The page is loaded. */
  start(): void;
  /** The broker is gone. */
  lost(): void;
  /** This post is on screen. */
  show(postId: number): void;
  /** It was on screen for long enough. */
  viewed(): void;
  /** The posts of the views that the server has recorded, in its order. */
  recorded(): readonly number[];
  /** When it tried to connect, on the simulated clock. */
  attemptsMs(): number[];
  /** The longest time from a failed attempt to the next one. */
  longestWaitMs(): number;
}

/** What all TVs together are up to. */
export interface Tally {
  connected: number;
  /** Views whose answer the TV has not heard yet. */
  waiting: number;
}

interface TvOptions {
  events: Events;
  broker: SimulatedBroker;
  server: SimulatedServer;
  /** Of the TV's own decisions, 0 ≤ random < 1. */
  random: () => number;
  /** Of the world: how long things take on their way. */
  world: Random;
  address: string;
  timing: ReportTiming;
  /** From one view to the next. */
  intervalMs: number;
  /** Is kept up to date. */
  tally: Tally;
}

const URL = 'ws://broker.example/mqtt';
/** A record is written before its view is sent; in a TV's IndexedDB that takes about so long. */
const STORE_MS = 10;
/** There is one page on each TV: nobody waits for its sign of life. */
const NO_BEAT_MS = 24 * 3_600_000;
const MANY = 1_000_000;

const unheard = (what: string) => new Error(`nobody asks for ${what} here`);

/** What a TV keeps that a server has answered before. */
function storage(events: Events): Kv {
  const kv = createMemoryKv();
  void kv.change('lease', () => [['lease', { ...NO_LEASE, answeredAt: URL }]]);
  return {
    kind: 'memory',
    change: (key, decide) =>
      new Promise<void>((resolve) => events.at(events.nowMs() + STORE_MS, resolve)).then(() =>
        kv.change(key, decide),
      ),
  };
}

export function createTv(options: TvOptions): Tv {
  const { events, broker, server, world, tally, intervalMs } = options;
  const timing: ReportTiming = { ...options.timing, leaseBeatMs: NO_BEAT_MS };
  const account = server.newAccount();
  const attemptsMs: number[] = [];
  let open: ConnectionOptions | null = null;
  let failedAtMs = NaN;
  let longestWaitMs = 0;

  function connectionOf(mine: ConnectionOptions): Connection {
    const isMine = (): boolean => open === mine;
    const up = createWire(events, world, isMine);
    const down = createWire(events, world, isMine);
    /** There, and the broker's answer back. */
    const answered = (arrive: () => void): Promise<null> =>
      new Promise((resolve) =>
        up.send(() => {
          down.send(() => resolve(null));
          arrive();
        }),
      );
    const hear = (topic: string, postId: number, text: string): void => {
      if (server.isAnswered(text) && !account.heard.has(postId)) {
        account.heard.add(postId);
        tally.waiting--;
      }
      mine.message(`${topic}/ack`, text);
    };
    return {
      publish: (topic, payload) => {
        const sentAtMs = events.nowMs();
        const message = JSON.parse(payload) as Record<string, unknown>;
        const postId = message.post_id as number;
        return answered(() => {
          if (!topic.endsWith('/view'))
            server.takeStatus(account, message.current_post_id as number | null, sentAtMs);
          else {
            const text = server.takeView(account, postId, message);
            down.send(() => hear(topic, postId, text));
          }
        });
      },
      subscribe: () => answered(() => undefined),
      close: () => {
        throw unheard('an end of the connection');
      },
    };
  }

  const openConnection: OpenConnection = (mine) => {
    attemptsMs.push(events.nowMs());
    if (failedAtMs >= 0) longestWaitMs = Math.max(longestWaitMs, events.nowMs() - failedAtMs);
    return new Promise((resolve) =>
      broker.connect(options.address, mine.connectTimeoutMs, (isAccepted) => {
        failedAtMs = isAccepted ? NaN : events.nowMs();
        if (isAccepted) {
          open = mine;
          tally.connected++;
          resolve({ connection: connectionOf(mine) });
        } else resolve({ failure: { code: 'unreachable', message: 'The broker is away.' } });
      }),
    );
  };

  const reporter = createReporter(
    {
      playerKey: account.playerKey,
      firmwareVersion: 'simulate',
      broker: { url: URL },
      views: { ...DEFAULT_VIEW_SETTINGS, intervalMs },
      timing,
      requestData: () => Promise.reject(unheard('MSX')),
      log: () => undefined, // a broker that is gone is what this is about
      clock: createClock({
        builtAtMs: 0,
        wallMs: () => START_MS + events.nowMs(),
        monotonicMs: events.nowMs,
      }),
      pageIsSecure: false,
    },
    { openConnection, ladder: () => [storage(events)], random: options.random },
  );

  return {
    start: () => reporter.start(),
    lost: () => {
      if (!open) return;
      const gone = open;
      open = null;
      tally.connected--;
      gone.lost({ code: 'lost', message: 'The broker is away.' });
    },
    show: (postId) =>
      reporter.handleData({
        slider: {
          index: postId,
          listIndex: postId,
          listSize: MANY,
          url: 'a.png',
          properties: { 'makapix:post_id': postId },
        },
      }),
    viewed: () => {
      tally.waiting++;
    },
    recorded: () => account.recorded,
    attemptsMs: () => attemptsMs,
    longestWaitMs: () => longestWaitMs,
  };
}
