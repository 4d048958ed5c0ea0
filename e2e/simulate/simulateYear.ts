// A year of TVs by the bridge's own code for alerts, views and retention, on a real SQLite file, with a clock that jumps.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAlerts } from '../../src/bridge/alerts/createAlerts.js';
import { NO_ALERTS } from '../../src/bridge/alerts/alertSettings.js';
import { createRecorder } from '../../src/bridge/ingest/createRecorder.js';
import { startRetention } from '../../src/bridge/ingest/startRetention.js';
import { alertStore } from '../../src/bridge/storage/alertStore.js';
import { ingestStore } from '../../src/bridge/storage/ingestStore.js';
import { openTables } from '../../src/bridge/storage/openTables.js';
import { retentionStore } from '../../src/bridge/storage/retentionStore.js';
import type { Database } from '../../src/bridge/storage/sql.js';
import { viewStore } from '../../src/bridge/storage/viewStore.js';
import { addPlayersAndPosts, playerKeys } from '../bench/bridge/records.js';
import { createFacts, type Fact } from '../stage/createFacts.js';
import { createYearAlerts } from './createYearAlerts.js';
import { createYearViews } from './createYearViews.js';
import { LOOKED_AWAY, atLocal, lifeOf, localTimeOf, walk } from './yearOfTvs.js';

interface YearOptions {
  /** The TVs, by their numbers in yearOfTvs.ts. */
  tvs: readonly number[];
  days: number;
  /** As `--keep-views`. */
  keepDays: number;
}

interface Year {
  facts: Fact[];
  /** What should not be. */
  failures: string[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The longest time from one look to the next that is no sleep of the machine (createAlerts.ts). */
const LOOK_MS = 3 * MINUTE_MS;
/** After a restart TVs need some minutes to come back. */
const BACK_MS = 5 * MINUTE_MS;

/** @returns figures, and each alert, view and row that is not as promised (docs/operations.md, How long views are kept) */
export async function simulateYear(options: YearOptions): Promise<Year> {
  const folder = await mkdtemp(join(tmpdir(), 'year-'));
  const database = await openTables(join(folder, 'bridge.db'), (sentence) => console.error(sentence));
  try {
    await database.query('PRAGMA synchronous = OFF'); // nobody looks at what a power cut would leave
    return await live(options, database);
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
}

async function live({ tvs, days, keepDays }: YearOptions, database: Database): Promise<Year> {
  const { facts, fact } = createFacts('year', `${tvs.length} TVs, ${days} days`);
  const failures: string[] = [];
  const beganMs = performance.now();
  const clock = createJumpingClock(atLocal(0, 0));
  const lives = tvs.map((tv) => lifeOf(tv));
  /** As the bridge sees them; the same objects at each look, of which there are 175,200 in a year. */
  const all = tvs.map((_tv, i) => ({
    playerId: `msx_tv${i}`,
    displayName: `TV ${i}`,
    isOnline: false,
    health: null,
  }));
  const isShowing = tvs.map(() => false);
  const isThere = tvs.map(() => false);
  const keys = playerKeys(tvs.length);
  await addPlayersAndPosts(database, keys);
  const sights = lives.map(({ sessions, outages, blips }) => [sessions, outages, blips].map(walk));
  const isAsleep = walk(LOOKED_AWAY);
  const alerts = createYearAlerts(lives);
  const views = createYearViews({
    database,
    keys,
    recorder: createRecorder(ingestStore(database), clock.now),
    keepMs: keepDays * DAY_MS,
    failures,
  });

  /** The bridge from one start to its end. */
  const startBridge = async () => {
    const looking = await createAlerts({
      ...NO_ALERTS,
      store: alertStore(database),
      tvs: () => Promise.resolve(all),
      disk: () => Promise.resolve('well'),
      targets: ['webhook'],
      tellUnwritten: () => Promise.resolve(),
      localTimeOf,
      now: clock.now,
      onFault: (sentence) => failures.push(sentence),
    });
    const endRetention = startRetention({
      store: retentionStore(database),
      keepMs: keepDays * DAY_MS,
      now: clock.now,
      pauseFor: clock.pauseFor,
      onRemoved: () => undefined,
      onFault: (sentence) => failures.push(sentence),
    });
    return { startedMs: clock.now(), look: () => looking.look(), end: endRetention };
  };

  let bridge: Awaited<ReturnType<typeof startBridge>> | null = await startBridge();
  for (let atMs = clock.now(); atMs < atLocal(days, 0); atMs += LOOK_MS) {
    await clock.jump(atMs);
    const sleeps = isAsleep(atMs);
    if (sleeps && bridge) {
      await bridge.end();
      bridge = null;
    } else if (!sleeps) bridge ??= await startBridge();
    const areBack =
      bridge !== null && (bridge.startedMs === atLocal(0, 0) || atMs - bridge.startedMs >= BACK_MS);
    sights.forEach(([isOn, isOut, isBlip], i) => {
      const [on, out, blip] = [isOn!(atMs), isOut!(atMs), isBlip!(atMs)];
      isShowing[i] = on && !out;
      isThere[i] = on && !out && !blip;
      all[i]!.isOnline = isThere[i] && areBack;
    });
    alerts.sawAt(atMs, isThere);
    views.show(atMs, isShowing);
    if (!bridge) continue;
    await bridge.look();
    if (areBack) await views.send(atMs, bridge.startedMs);
    await views.count(atMs, bridge.startedMs);
  }
  await bridge?.end();
  failures.push(...alerts.judge(await bodiesIn(database), fact));
  await views.judge(viewStore(database), fact);
  fact('simulated within', (performance.now() - beganMs) / 1000, 's');
  return { facts, failures };
}

const bodiesIn = async (database: Database): Promise<string[]> =>
  (await database.query('SELECT body FROM alert_messages ORDER BY message_id')).map(({ body }) =>
    String(body),
  );

/** A clock that stands still until it jumps; whoever waits for a moment wakes when it has come. */
function createJumpingClock(startMs: number) {
  let nowMs = startMs;
  let sleepers: { untilMs: number; wake: () => void }[] = [];
  return {
    now: () => nowMs,
    pauseFor: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        sleepers.push({ untilMs: nowMs + ms, wake });
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
      }),
    /** Resolves when those that have woken have begun their work: what the database is asked afterwards comes after it. */
    async jump(toMs: number): Promise<void> {
      nowMs = toMs;
      const due = sleepers.filter(({ untilMs }) => untilMs <= nowMs);
      if (due.length === 0) return;
      sleepers = sleepers.filter(({ untilMs }) => untilMs > nowMs);
      for (const { wake } of due) wake();
      await Promise.resolve();
    },
  };
}
