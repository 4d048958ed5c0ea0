import { createClock } from '../../src/report/createClock.js';
import { createMemoryKv } from '../../src/report/createTextKv.js';
import type { Kv } from '../../src/report/kv.js';
import { NO_LEASE } from '../../src/report/lease.js';
import { createReporter } from '../../src/report/createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from '../../src/report/viewSettings.js';
import type { ReportTiming } from '../../src/report/reportTiming.js';
import { slideOf } from '../stage/slideOf.js';
import { START_MS, type Events } from './events.js';
import { createLine, unheard, type Line, type LineOptions } from './line.js';

/** A TV that reports, with the reporter that runs on TVs. */
export interface Tv extends Omit<Line, 'openConnection'> {
  /** The page is loaded. */
  start(): void;
  /** This post is on screen. */
  show(postId: number): void;
  /** It was on screen for long enough. */
  viewed(): void;
  /** The posts of the views that the server has recorded, in its order. */
  recorded(): readonly number[];
}

interface TvOptions extends LineOptions {
  /** Of the TV's own decisions, 0 ≤ random < 1. */
  random: () => number;
  timing: ReportTiming;
  /** From one view to the next. */
  intervalMs: number;
}

const URL = 'ws://broker.example/mqtt';
/** A record is written before its view is sent; in a TV's IndexedDB that takes about so long. */
const STORE_MS = 10;
/** There is one page on each TV: nobody waits for its sign of life. */
const NO_BEAT_MS = 24 * 3_600_000;

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

export function createTv({ random, intervalMs, ...options }: TvOptions): Tv {
  const { events, server, tally } = options;
  const timing: ReportTiming = { ...options.timing, leaseBeatMs: NO_BEAT_MS };
  const account = server.newAccount();
  const { openConnection, ...line } = createLine(options, account);
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
    { openConnection, ladder: () => [storage(events)], random },
  );

  return {
    ...line,
    start: () => reporter.start(),
    show: (postId) => reporter.handleData(slideOf(postId)),
    viewed: () => {
      tally.waiting++;
    },
    recorded: () => account.recorded,
  };
}
