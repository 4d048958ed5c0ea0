import type { Connection, ConnectionOptions, OpenConnection } from '../../../../src/mqtt/connection.js';
import { createClock } from '../../../../src/report/createClock.js';
import { createIndexedDbKv } from '../../../../src/report/createIndexedDbKv.js';
import { createMemoryKv } from '../../../../src/report/createTextKv.js';
import type { Kv } from '../../../../src/report/kv.js';
import { createReporter } from '../../../../src/report/createReporter.js';
import { DEFAULT_VIEW_SETTINGS } from '../../../../src/report/viewSettings.js';
import { ask } from '../../../engines/page/ask.js';
import { installFastClock } from './installFastClock.js';
import { inTurn, numbers } from './inTurn.js';

export interface MemoryOptions {
  hours: number;
  /** Where views are kept. A day of IndexedDB takes WebKit 538 a quarter of an hour. */
  storage: 'indexeddb' | 'memory';
  /** Whether the heap is looked into at the start and at the end. */
  heap: boolean;
}

export interface MemoryResult {
  /** What is measured: the heap after a collection, or all of the engine's resident memory. */
  of: 'heap' | 'resident';
  /** When everything has run once, in bytes, and after how many hours that was. */
  startBytes: number;
  startHour: number;
  /** The broker is away in one hour of so many. */
  hoursToAway: number;
  /** At the end of each hour, and of some more with the broker there, until nothing waits. */
  hourlyBytes: number[];
  viewsSent: number;
  viewsWaiting: number;
}

const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const SLIDE_MS = 10_000;
const SLIDES = 500;
/** Everything has run once, and nothing waits: with the broker, without it, and two hours to catch up. */
const WARM_UP_HOURS = [true, false, true, true];
/** At the pace of the protocol, what waits from an hour without a broker takes a little longer than an hour. */
const CATCH_UP_HOURS = 3;
/**
 * The broker is away in one hour of so many. In every other one, what waits would grow by 35 views in each two hours, at
 * the pace of the protocol.
 */
const HOURS_TO_AWAY = 3;
/** From a publish to its PUBACK, and from there to the server's answer. */
const ANSWER_MS = 40;
/** More than any chain of promises in the reporter is long. */
const STEPS_TO_SETTLE = 30;

interface Engine extends Window {
  gc?: () => void;
}
interface Heap {
  memory?: { usedJSHeapSize: number };
}

/** Everything that waits in the page gets its turn. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(0);
  });

/** A storage that knows whether it is at work. */
function watched(kv: Kv): { kv: Kv; isIdle: () => boolean } {
  let atWork = 0;
  const during = <T>(act: () => Promise<T>): Promise<T> => {
    atWork++;
    const done = <R>(value: R): R => {
      atWork--;
      return value;
    };
    return act().then(done, (error: unknown) => {
      atWork--;
      throw error;
    });
  };
  return {
    kv: {
      kind: kv.kind,
      change: (key, decide) => during(() => kv.change(key, decide)),
    },
    isIdle: () => atWork === 0,
  };
}

function measure(): Promise<number> {
  const { memory } = performance as Heap;
  const { gc } = window as Engine;
  if (!memory || !gc)
    return ask('/bench/resident', null).then((answer) => (answer as { bytes: number }).bytes);
  gc();
  return turn().then(() => {
    gc();
    return (performance as Heap).memory?.usedJSHeapSize ?? 0;
  });
}

/** What MSX says of the slide that is on screen. */
const slide = (index: number) => ({
  state: 2,
  index: index % SLIDES,
  number: (index % SLIDES) + 1,
  count: SLIDES,
  listIndex: index % SLIDES,
  listSize: SLIDES,
  url: `http://media.example/${index % SLIDES}.jpg`,
  properties: { 'makapix:post_id': (index % SLIDES) + 1, 'image:trigger': 'interaction:commit:slider' },
});

/** A broker with a server behind it that answers each view, and that can go away. */
function createBroker() {
  let isThere = true;
  let sent = 0;
  let current: { options: ConnectionOptions } | null = null;
  const connectionOf = (options: ConnectionOptions): Connection => ({
    publish: (topic) =>
      new Promise((resolve) => {
        setTimeout(() => {
          resolve(null);
          if (topic.slice(-5) !== '/view') return;
          sent++;
          setTimeout(() => options.message(`${topic}/ack`, '{"success":true}'), ANSWER_MS);
        }, ANSWER_MS);
      }),
    subscribe: () => Promise.resolve(null),
    close: () => (current = null),
  });
  const open: OpenConnection = (options) => {
    if (!isThere)
      return Promise.resolve({ failure: { code: 'unreachable', message: 'The broker is away.' } });
    current = { options };
    return Promise.resolve({ connection: connectionOf(options) });
  };
  return {
    open,
    switchTo: (there: boolean) => {
      isThere = there;
      const gone = current;
      if (there || !gone) return;
      current = null;
      gone.options.lost({ code: 'lost', message: 'The broker closed the connection.' });
    },
    viewsSent: () => sent,
  };
}

/** A slideshow with a view every 10 s, day and night, and a broker that is away in every third hour. */
export function memory({ hours, storage: kind, heap }: MemoryOptions): Promise<MemoryResult> {
  const fast = installFastClock(START_MS);
  const storage = watched(kind === 'memory' ? createMemoryKv() : createIndexedDbKv());
  let index = 0;

  // Memory needs no more than the steps of promises; a turn of WebKit 538 takes milliseconds.
  const settled = (): Promise<void> =>
    kind === 'memory'
      ? numbers(STEPS_TO_SETTLE).reduce((before) => before.then(() => undefined), Promise.resolve())
      : turn()
          .then(turn)
          .then(() => (storage.isIdle() ? undefined : settled()));
  const broker = createBroker();

  const reporter = createReporter(
    {
      playerKey: '550e8400-e29b-41d4-a716-446655440000',
      firmwareVersion: '1.0.0',
      broker: { url: 'ws://broker.example/mqtt' },
      views: DEFAULT_VIEW_SETTINGS,
      requestData: (dataId) => Promise.resolve(dataId === 'slider' ? slide(index) : {}),
      log: () => undefined,
      clock: createClock({ builtAtMs: 0, wallMs: fast.nowMs, monotonicMs: () => fast.nowMs() - START_MS }),
      pageIsSecure: false,
    },
    {
      openConnection: broker.open,
      ladder: () => [storage.kv, createMemoryKv()],
      random: () => 0.5,
    },
  );
  reporter.start();
  reporter.handleEvent({ event: 'slider:load', info: slide(index) });

  const showNext = (): Promise<void> => {
    index++;
    const { index: at, number, listIndex } = slide(index);
    reporter.handleEvent({ event: 'slider:position', index: at, number, listIndex });
    reporter.handleData({ slider: slide(index) });
    return fast.advance(SLIDE_MS, settled).then(turn);
  };
  const hour = (): Promise<number> => inTurn(numbers(HOUR_MS / SLIDE_MS), showNext).then(measure);
  const warmUp = inTurn(WARM_UP_HOURS, (isBrokerThere) => {
    broker.switchTo(isBrokerThere);
    return hour();
  });
  const look = <T>(result: T): Promise<T> =>
    heap ? ask('/bench/heap', null).then(() => result) : Promise.resolve(result);
  return warmUp.then(look).then(([, , , startBytes = 0]) =>
    inTurn(numbers(hours + CATCH_UP_HOURS), (number) => {
      broker.switchTo(number % HOURS_TO_AWAY !== 0 || number >= hours);
      return hour();
    })
      .then(look)
      .then((hourlyBytes) => ({
        of: (performance as Heap).memory && (window as Engine).gc ? 'heap' : 'resident',
        startBytes,
        startHour: WARM_UP_HOURS.length,
        hoursToAway: HOURS_TO_AWAY,
        hourlyBytes,
        viewsSent: broker.viewsSent(),
        viewsWaiting: reporter.snapshot().views.waiting,
      })),
  );
}
