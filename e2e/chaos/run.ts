// npm run chaos [-- --seed 7 --views 200]: views against a broker that is killed, slow, refuses, drops acks and
// delivers twice, with reloads, second pages and hard kills of the browser in between. Afterwards the server's
// record must hold every view once, in order.
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { startTestBroker } from '../server/broker.js';
import { startMakapixServer } from '../server/makapix-server.js';
import { startServer } from '../tests/server.js';
import { startKillBrowser } from './kill-browser.js';
import type { ChaosSetup } from './page.js';
import { createRandom } from './random.js';

const PLAYER = '550e8400-e29b-41d4-a716-446655440000';
/** A day at the pace of a view every 40 ms. */
const INTERVAL_MS = 40;
const DWELL_MS = 5;
/** The run is given up after this. */
const MAX_RUN_MS = 240_000;
const MAX_SETTLE_MS = 30_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    views: { type: 'string', default: '200' },
  },
});
const seed = Number(values.seed);
const wanted = Number(values.views);
const random = createRandom(seed);
const beganAt = Date.now();
console.log(`chaos: seed ${seed}, ${wanted} views (again with: npm run chaos -- --seed ${seed})`);

const broker = await startTestBroker();
const server = await startMakapixServer({
  url: broker.url,
  intervalMs: INTERVAL_MS - 5,
  duplicateMemoryMs: 60_000,
  reconnectMs: 5,
});
server.players.set(PLAYER, { owner: 'kim', ownerPermitted: true });

let dropsInARow = 0;
let failsInARow = 0;
const count: Record<string, number> = {};
const note = (what: string): void => {
  count[what] = (count[what] ?? 0) + 1;
};
/** True now and then, at most twice in a row: three times is another rule (PUBACK has to do). */
server.faults.dropAck = () => {
  dropsInARow = dropsInARow < 2 && random.next() < 0.15 ? dropsInARow + 1 : 0;
  if (dropsInARow > 0) note('acks dropped');
  return dropsInARow > 0;
};
server.faults.deliverTwice = () => {
  const twice = random.next() < 0.1;
  if (twice) note('delivered twice');
  return twice;
};
server.faults.delayMs = () => (random.next() < 0.1 ? random.between(1, 60) : 0);
server.faults.failWith = () => {
  failsInARow = failsInARow < 3 && random.next() < 0.05 ? failsInARow + 1 : 0;
  if (failsInARow > 0) note('server errors');
  return failsInARow > 0 ? 'processing_error' : null;
};

const { outputFiles } = await build({
  entryPoints: [new URL('./page.ts', import.meta.url).pathname],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2017',
});
const script = outputFiles[0]!.text;
const web = await startServer(
  {},
  { '/': { body: `<!doctype html><title>chaos</title><script>${script}</script>`, type: 'text/html' } },
);
const browser = await startKillBrowser(`${web.origin}/`);
console.log(`chaos: ${browser.source}`);

const setup: ChaosSetup = {
  playerKey: PLAYER,
  url: broker.url,
  views: { minDwellMs: DWELL_MS, intervalMs: INTERVAL_MS },
  timing: {
    reconnectMinMs: 10,
    reconnectMaxMs: 80,
    maxAttempts: 10_000,
    connectTimeoutMs: 500,
    pubackTimeoutMs: 400,
    ackTimeoutMs: 250,
    paceMarginMs: 5,
    rateLimitedMs: 50,
    errorBackoffMs: 10,
    blockedRetryMs: 100,
    statusIntervalMs: 50,
    nothingGraceMs: 50,
    leaseBeatMs: 60,
  },
};
const begin = (page: Page): Promise<void> => page.evaluate((given) => window.chaos.begin(given), setup);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

await begin(browser.page());
let page = browser.page();

/** Shown, and in the storage or at the server: these must be in the record. */
const certain = new Set<number>();
let post = 0;

async function isKept(postId: number): Promise<boolean> {
  if (server.arrived.some(({ payload }) => payload?.post_id === postId)) return true;
  return (await page.evaluate(() => window.chaos.stored())).includes(postId);
}

async function show(waitUntilKept: boolean): Promise<void> {
  const shown = ++post;
  await page.evaluate((postId) => window.chaos.show(postId), shown);
  if (!waitUntilKept) {
    await sleep(random.between(0, 12));
    return;
  }
  while (!(await isKept(shown))) await sleep(5);
  certain.add(shown);
}

const MISHAPS: Record<string, () => Promise<void>> = {
  'broker killed': async () => {
    await broker.kill();
    await sleep(random.between(0, 150));
    await broker.restart();
  },
  'connections cut': async () => {
    broker.cut();
    await sleep(random.between(0, 30));
  },
  'broker slow': async () => {
    broker.slow(random.between(5, 60));
    await sleep(random.between(20, 200));
    broker.slow(0);
  },
  'broker refuses': async () => {
    broker.refuse(3);
    broker.cut(PLAYER);
    await sleep(random.between(20, 150));
    broker.refuse(0);
  },
  'page reloaded': async () => {
    await page.reload();
    await begin(page);
  },
  'second page': async () => {
    const old = page;
    const second = await browser.secondPage();
    await begin(second);
    // For a moment both live; then the old one goes.
    await show(true);
    page = second;
    await show(true);
    await sleep(random.between(0, 100));
    await old.close();
  },
  'browser killed': async () => {
    await browser.kill();
    page = browser.page();
    await begin(page);
  },
};
const MISHAP_NAMES = [
  ...Object.keys(MISHAPS),
  'broker killed',
  'connections cut',
  'page reloaded',
  'browser killed',
];

let failed: string | null = null;
try {
  while (certain.size < wanted) {
    if (Date.now() - beganAt > MAX_RUN_MS)
      throw new Error(`only ${certain.size} views in ${MAX_RUN_MS / 1000} s`);
    const isMishap = random.next() < 0.2;
    await show(!isMishap || random.next() < 0.6);
    if (!isMishap) continue;
    const name = random.pick(MISHAP_NAMES);
    note(name);
    await MISHAPS[name]!();
  }

  server.faults.dropAck = () => false;
  server.faults.failWith = () => null;
  const settled = async (): Promise<boolean> =>
    (await page.evaluate(() => window.chaos.stored())).length === 0 &&
    (await page.evaluate(() => window.chaos.snapshot().views.waiting)) === 0;
  const until = Date.now() + MAX_SETTLE_MS;
  while (!(await settled())) {
    if (Date.now() > until) {
      const snapshot = await page.evaluate(() => window.chaos.snapshot());
      const stored = await page.evaluate(() => window.chaos.stored());
      throw new Error(`views are still waiting: ${JSON.stringify({ stored, snapshot })}`);
    }
    await sleep(50);
  }

  const record = server.recorded.map(({ postId }) => postId);
  const lost = [...certain].filter((postId) => !record.includes(postId));
  const twice = record.filter((postId, i) => record.indexOf(postId) !== i);
  const disordered = record.filter((postId, i) => i > 0 && postId < record[i - 1]!);
  console.log(
    `chaos: ${post} shown, ${certain.size} of them certainly stored, ${record.length} recorded, ` +
      `${server.arrived.length} view messages, ${broker.connects()} connections, ${((Date.now() - beganAt) / 1000).toFixed(1)} s`,
  );
  console.log(
    `chaos: ${Object.entries(count)
      .map(([what, times]) => `${what} ${times}`)
      .sort()
      .join(', ')}`,
  );
  const { views, storage, acks } = await page.evaluate(() => window.chaos.snapshot());
  console.log(`chaos: lost ${lost.length}, twice ${twice.length}, out of order ${disordered.length}`);
  // What happened to those that are missing, to find out why.
  for (const postId of lost)
    console.log(
      `chaos: view ${postId}: ${server.arrived
        .filter(({ payload }) => payload?.post_id === postId)
        .map(({ atMs, outcome }) => `${outcome} after ${((atMs - beganAt) / 1000).toFixed(2)} s`)
        .join(', ')}`,
    );
  if (lost.length + twice.length + disordered.length > 0)
    failed = `lost ${lost.join() || 'none'}; twice ${twice.join() || 'none'}; out of order ${disordered.join() || 'none'}`;
  else if (views.dropped + views.refused > 0 || storage !== 'indexeddb' || acks !== 'answered')
    failed = `not what was meant: ${JSON.stringify({ views, storage, acks })}`;
} catch (error) {
  failed = error instanceof Error ? error.message : String(error);
}
await browser.close();
await web.close();
await server.close();
await broker.close();
if (failed !== null) {
  console.error(`chaos: FAILED with seed ${seed}: ${failed}`);
  process.exitCode = 1;
} else console.log('chaos: every view once, in order');
