import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engines/findEngine.js';
import type { Intent } from '../../src/makapix/view.js';
import { startTestBroker } from '../stage/startTestBroker.js';
import { startMakapixServer } from '../stage/makapix/startMakapixServer.js';
import { NO_FAULTS } from '../stage/makapix/createDesk.js';
import { isUntold } from './isUntold.js';
import { createRandom } from './random.js';
import { EngineEnded, startChaosBrowser } from './startChaosBrowser.js';
import { DUPLICATE_MEMORY_MS, INTERVAL_MS, SECOND_MS, TIMING, VIEWS } from './times.js';
import { unruliness } from './unruliness.js';

/** What a run in one engine has shown. */
export interface ChaosFigures {
  shown: number;
  /** Shown, and then in the storage or at the server: these must be in the record. */
  certain: number;
  recorded: number;
  messages: number;
  connections: number;
  seconds: number;
  lost: number[];
  /** Not recorded, and nobody could have told: see isUntold.ts. */
  untold: number[];
  /** Stood in a database of the engine that failed after a SIGKILL, and came back without them, or never. */
  gone: number[];
  twice: number[];
  disordered: number[];
  mishaps: Record<string, number>;
}

interface ChaosResult {
  figures: ChaosFigures;
  /** What is wrong, as sentences; empty = nothing. */
  failures: string[];
}

const PLAYER = '550e8400-e29b-41d4-a716-446655440000';
/** CONNACK, MQTT 3.1.1, 3.2.2.3. */
const UNAVAILABLE = 3;

/** WebKit 538 crashes in its own database, mostly when it opens what a SIGKILL left: a mishap like others, within reason. */
const MAX_CRASHES = 20;
/** Without a view that is done in so long, it is given up: nothing that waits here waits for longer than 6 s. */
const NO_PROGRESS_MS = 30_000;
/** A run is given up after this, and so long for each view. */
const MAX_RUN_MS = 120_000;
const MAX_RUN_PER_VIEW_MS = 1000;
const LOOK_MS = 25;

/**
 * Views in one engine, against a broker and a server that are killed, slow, away, refuse and fail, with
 * reloads, second pages and power cuts in between; then quiet, until nothing waits any more.
 */
export async function runChaos(engine: Engine, seed: number, wanted: number): Promise<ChaosResult> {
  const beganAt = Date.now();
  const random = createRandom(seed);
  const mishaps: Record<string, number> = {};
  const note = (what: string): void => {
    mishaps[what] = (mishaps[what] ?? 0) + 1;
  };

  const broker = await startTestBroker();
  const server = await startMakapixServer({
    url: broker.url,
    intervalMs: INTERVAL_MS,
    duplicateMemoryMs: DUPLICATE_MEMORY_MS,
    reconnectMs: 5,
  });
  server.players.set(PLAYER, { owner: 'kim', ownerPermitted: true });
  const browser = await startChaosBrowser(engine);

  const certain = new Set<number>();
  const gone = new Set<number>();
  /** Were in localStorage, which waits for what is in IndexedDB: the order is kept within each. */
  const elsewhere = new Set<number>();
  /** Stood in the engine's database when that failed: it may come back without its last records. */
  const doubtful = new Set<number>();
  /** Certain views with the intent `artwork`: shown again on the same day, they do not count again. */
  const artworks: number[] = [];
  let post = 0;
  let pages = 0;
  /** The frame of the page that MSX talks to. */
  let page = '';

  async function openPage(): Promise<string> {
    const frame = `page ${++pages}`;
    await browser.open(frame);
    for (const postId of await browser.call(frame, 'storedInTexts')) elsewhere.add(postId);
    await begin(frame);
    return frame;
  }
  const begin = (frame: string): Promise<void> =>
    browser.call(frame, 'begin', { playerKey: PLAYER, url: broker.url, views: VIEWS, timing: TIMING });

  const stored = (): Promise<number[]> => browser.call(page, 'stored');
  const hasArrived = (postId: number): boolean =>
    server.arrived.some(({ payload }) => payload?.post_id === postId);
  const isSafe = async (postId: number): Promise<boolean> =>
    hasArrived(postId) || (await stored()).includes(postId);
  /** An engine writes localStorage when it likes: what stands there may be gone after a power cut. */
  const storedInTexts = (): Promise<number[]> => browser.call(page, 'storedInTexts');

  async function show(waitUntilKept: boolean): Promise<void> {
    const again = artworks.length > 0 && random.next() < 0.05;
    const intent: Intent = again || random.next() < 0.2 ? 'artwork' : 'channel';
    const shown = again ? random.pick(artworks) : ++post;
    if (again) note('the same artwork again');
    await browser.call(page, 'show', shown, intent);
    if (again || !waitUntilKept) {
      await pause(random.between(0, 12));
      return;
    }
    const isKept = async (): Promise<boolean> =>
      (await isSafe(shown)) || (await storedInTexts()).includes(shown);
    await until(isKept, `view ${shown} is neither stored nor sent`);
    if (!(await isSafe(shown))) {
      elsewhere.add(shown);
      return;
    }
    certain.add(shown);
    if (intent === 'artwork') artworks.push(shown);
    await pause(random.between(0, 2 * INTERVAL_MS));
  }

  /** @throws an Error when nothing has been recorded for long, or the run takes too long */
  async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    let recorded = server.recorded.length;
    let sinceMs = Date.now();
    while (!(await isSo())) {
      if (server.recorded.length > recorded) {
        recorded = server.recorded.length;
        sinceMs = Date.now();
      }
      const isOver = Date.now() - beganAt > MAX_RUN_MS + wanted * MAX_RUN_PER_VIEW_MS;
      if (isOver || Date.now() - sinceMs > NO_PROGRESS_MS)
        throw new Error(`${what}${isOver ? '; the run takes too long' : ''}: ${await describe()}`);
      await pause(LOOK_MS);
    }
  }

  const describe = async (): Promise<string> =>
    JSON.stringify({ stored: await stored(), snapshot: await browser.call(page, 'snapshot') });

  const isQuiet = async (): Promise<boolean> => {
    const { waiting, unanswered } = (await browser.call(page, 'snapshot')).views;
    return waiting + unanswered + (await stored()).length + (await storedInTexts()).length === 0;
  };

  /** The server is away when the TV is switched on for the first time: nobody has ever answered it. */
  async function firstStart(): Promise<void> {
    await server.away();
    page = await openPage();
    for (let i = 0; i < 3; i++) await show(true);
    const isUnanswered = async (): Promise<boolean> =>
      (await browser.call(page, 'snapshot')).views.unanswered >= certain.size;
    await until(isUnanswered, 'the broker has not confirmed the first views');
    await server.back();
    await until(isQuiet, 'the first views are not sent again');
  }

  async function showSome(): Promise<void> {
    for (let i = random.between(0, 3); i > 0; i--) await show(true);
  }

  async function restart(): Promise<void> {
    await browser.kill();
    page = await openPage();
  }

  const MISHAPS: Record<string, () => Promise<void>> = {
    'broker killed': async () => {
      await broker.kill();
      try {
        await showSome();
        await pause(random.between(0, 150));
      } finally {
        await broker.restart();
      }
    },
    'connections cut': async () => {
      broker.cut();
      await pause(random.between(0, 30));
    },
    'broker slow': async () => {
      broker.slow(random.between(5, 60));
      await pause(random.between(20, 200));
      broker.slow(0);
    },
    'broker refuses': async () => {
      broker.refuse(UNAVAILABLE);
      broker.cut(PLAYER);
      await pause(random.between(20, 150));
      broker.refuse(0);
    },
    'server away': async () => {
      await server.away();
      try {
        await showSome();
        await pause(random.between(0, 60 * SECOND_MS));
      } finally {
        await server.back();
      }
    },
    'page reloaded': async () => {
      await browser.reload(page);
      await begin(page);
    },
    'second page': async () => {
      const old = page;
      const second = await openPage();
      // For a moment both live; then the old one goes.
      await show(true);
      page = second;
      await show(true);
      await pause(random.between(0, 100));
      await browser.close(old);
    },
    'browser killed': restart,
  };
  const names = Object.keys(MISHAPS).concat([
    'broker killed',
    'connections cut',
    'page reloaded',
    'browser killed',
    'server away',
  ]);

  const storage = async (): Promise<string> => (await browser.call(page, 'snapshot')).storage;
  /**
   * Where the engine's database fails (WebKit 538, after a SIGKILL), views go to localStorage until the next start.
   * The order is kept within each storage, so all go out before new ones come. Where it can never be written again,
   * what stands in it is gone.
   */
  async function heedStorage(): Promise<void> {
    for (const postId of await storedInTexts()) elsewhere.add(postId);
    if ((await storage()) !== 'localstorage') return;
    note('database failed');
    const done = new Set(server.recorded.map(({ postId }) => postId));
    for (const postId of certain) if (!done.has(postId)) doubtful.add(postId);
    await restart();
    await until(async () => (await storage()) !== 'opening', 'the storage does not open');
    if ((await storage()) === 'localstorage') {
      note('database damaged');
      // What cannot be read any more was there, too.
      const recorded = new Set(server.recorded.map(({ postId }) => postId));
      for (const postId of certain) if (!recorded.has(postId)) gone.add(postId);
      // Shown again, they would count for the first time.
      artworks.splice(0, artworks.length, ...artworks.filter((postId) => !gone.has(postId)));
      const isEmpty = async (): Promise<boolean> => (await storedInTexts()).length === 0;
      await until(isEmpty, 'what is in localStorage is still waiting');
      await browser.renew();
      page = await openPage();
    }
    await until(isQuiet, 'what was stored in two places is still waiting');
  }

  async function step(): Promise<void> {
    await heedStorage();
    const isMishap = random.next() < 0.2;
    await show(!isMishap || random.next() < 0.6);
    if (!isMishap) return;
    const name = random.pick(names);
    note(name);
    await MISHAPS[name]!();
  }

  /** Whether it was done; not where the engine ended by itself, which is then started again. */
  async function survived(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof EngineEnded)) throw error;
      note('browser crashed');
      if (mishaps['browser crashed']! > MAX_CRASHES) throw error;
      await survived(restart);
      return false;
    }
  }
  const failures: string[] = [];
  try {
    await firstStart();
    server.faults = unruliness(createRandom(seed + 1), note);
    while (certain.size < wanted) await survived(step);

    server.faults = { ...NO_FAULTS };
    const settle = async (): Promise<void> => {
      await until(isQuiet, 'views are still waiting');
      await heedStorage();
    };
    while (!(await survived(settle))) continue;
    const { views, storage, acks } = await browser.call(page, 'snapshot');
    if (views.dropped + views.refused > 0 || storage !== 'indexeddb' || acks !== 'answered')
      failures.push(`not what was meant: ${JSON.stringify({ views, storage, acks })}`);
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error), ...browser.said());
  }
  await browser.stop();
  await server.close();
  await broker.close();

  const looks = server.arrived.flatMap(({ atMs, payload, outcome }) =>
    payload ? [{ atMs, postId: payload.post_id, timestamp: payload.timestamp, outcome }] : [],
  );
  const record = server.recorded.map(({ postId }) => postId);
  const inOneStorage = record.filter((postId) => !elsewhere.has(postId) && !doubtful.has(postId));
  const unrecorded = [...certain].filter((postId) => !record.includes(postId));
  for (const postId of doubtful) gone.add(postId);
  const missing = unrecorded.filter((postId) => !gone.has(postId));
  const figures: ChaosFigures = {
    shown: post,
    certain: certain.size,
    recorded: record.length,
    messages: server.arrived.length,
    connections: broker.connects(),
    seconds: (Date.now() - beganAt) / 1000,
    lost: missing.filter((postId) => !isUntold(postId, looks, browser.heard)),
    untold: missing.filter((postId) => isUntold(postId, looks, browser.heard)),
    gone: unrecorded.filter((postId) => gone.has(postId)),
    twice: record.filter((postId, i) => record.indexOf(postId) !== i),
    disordered: inOneStorage.filter((postId, i) => i > 0 && postId < inOneStorage[i - 1]!),
    mishaps,
  };
  // What happened to those that are wrong, to find out why.
  const story = (postId: number): string =>
    server.arrived
      .filter(({ payload }) => payload?.post_id === postId)
      .map(
        ({ atMs, outcome, payload }) =>
          `${outcome} after ${((atMs - beganAt) / 1000).toFixed(2)} s (${payload?.intent}, ${payload?.timestamp.slice(-4)})`,
      )
      .join(', ');
  for (const what of ['lost', 'twice', 'disordered'] as const)
    for (const postId of figures[what]) failures.push(`${what}: view ${postId}: ${story(postId)}`);
  return { figures, failures };
}
