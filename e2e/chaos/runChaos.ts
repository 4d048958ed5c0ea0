import type { Engine } from '../engines/findEngine.js';
import { NO_FAULTS } from '../stage/makapix/createDesk.js';
import { startMakapixServer } from '../stage/makapix/startMakapixServer.js';
import { errorText } from '../stage/errorText.js';
import { startTestBroker } from '../stage/startTestBroker.js';
import { createTv, type ChaosTv } from './createTv.js';
import { heedStorage } from './heedStorage.js';
import { judge, type ChaosResult } from './judge.js';
import { createLedger } from './ledger.js';
import { createMishaps } from './createMishaps.js';
import { createRandom } from './random.js';
import { EngineEnded, startChaosBrowser } from './startChaosBrowser.js';
import { DUPLICATE_MEMORY_MS, INTERVAL_MS } from './times.js';
import { unruliness } from './unruliness.js';
import { createPatience, type World } from './world.js';

const PLAYER = '550e8400-e29b-41d4-a716-446655440000';

/** WebKit 538 crashes in its own database, mostly when it opens what a SIGKILL left: a mishap like others, within reason. */
const MAX_CRASHES = 20;
/** A run is given up after this, and so long for each view. */
const MAX_RUN_MS = 120_000;
const MAX_RUN_PER_VIEW_MS = 1000;

async function startWorld(engine: Engine, seed: number, wanted: number): Promise<World> {
  const broker = await startTestBroker();
  const server = await startMakapixServer({
    url: broker.url,
    intervalMs: INTERVAL_MS,
    duplicateMemoryMs: DUPLICATE_MEMORY_MS,
    reconnectMs: 5,
  });
  server.players.set(PLAYER, { owner: 'kim', ownerPermitted: true });
  return {
    playerKey: PLAYER,
    broker,
    server,
    browser: await startChaosBrowser(engine),
    random: createRandom(seed),
    ledger: createLedger(),
    until: createPatience(MAX_RUN_MS + wanted * MAX_RUN_PER_VIEW_MS, server),
  };
}

/** The server is away when the TV is switched on for the first time: nobody has ever answered it. */
async function firstStart({ server, ledger }: World, tv: ChaosTv): Promise<void> {
  await server.away();
  await tv.open();
  for (let i = 0; i < 3; i++) await tv.show(true);
  const isUnanswered = async (): Promise<boolean> =>
    (await tv.snapshot()).views.unanswered >= ledger.certain.size;
  await tv.until(isUnanswered, 'the broker has not confirmed the first views');
  await server.back();
  await tv.until(tv.isQuiet, 'the first views are not sent again');
}

/** @returns whether it was done; not where the engine ended by itself, which is then started again */
async function survived(world: World, tv: ChaosTv, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof EngineEnded)) throw error;
    const { note, mishaps } = world.ledger;
    note('browser crashed');
    if (mishaps['browser crashed']! > MAX_CRASHES) throw error;
    await survived(world, tv, tv.restart);
    return false;
  }
}

/** Mishaps until so many views are certain, and then quiet. @returns what is wrong with the TV at the end */
async function misbehave(world: World, tv: ChaosTv, seed: number, wanted: number): Promise<string[]> {
  const { server, random, ledger } = world;
  const mishap = createMishaps(world, tv);
  await firstStart(world, tv);
  server.faults = unruliness(createRandom(seed + 1), ledger.note);
  const step = async (): Promise<void> => {
    await heedStorage(world, tv);
    const isMishap = random.next() < 0.2;
    await tv.show(!isMishap || random.next() < 0.6);
    if (isMishap) await mishap();
  };
  while (ledger.certain.size < wanted) await survived(world, tv, step);

  server.faults = { ...NO_FAULTS };
  const settle = async (): Promise<void> => {
    await tv.until(tv.isQuiet, 'views are still waiting');
    await heedStorage(world, tv);
  };
  while (!(await survived(world, tv, settle))) continue;
  const { views, storage, acks } = await tv.snapshot();
  const isMeant = views.dropped + views.refused === 0 && storage === 'indexeddb' && acks === 'answered';
  return isMeant ? [] : [`not what was meant: ${JSON.stringify({ views, storage, acks })}`];
}

/**
 * Views in one engine, against a broker and a server that are killed, slow, away, refuse and fail, with
 * reloads, second pages and power cuts in between; then quiet, until nothing waits any more.
 */
export async function runChaos(engine: Engine, seed: number, wanted: number): Promise<ChaosResult> {
  const beganAtMs = Date.now();
  const world = await startWorld(engine, seed, wanted);
  const { broker, server, browser, ledger } = world;
  const failures = await misbehave(world, createTv(world), seed, wanted).catch((error: unknown) => [
    errorText(error),
    ...browser.said(),
  ]);
  await browser.stop();
  await server.close();
  await broker.close();
  const found = judge(ledger, server, {
    heard: browser.heard,
    connections: broker.connects(),
    beganAtMs,
    endedAtMs: Date.now(),
  });
  const all = failures.concat(found.failures);
  return { figures: found.figures, failures: all.length > 0 ? all.concat(ledger.unexplained) : all };
}
