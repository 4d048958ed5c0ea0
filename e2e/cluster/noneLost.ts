import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../chaos/random.js';
import { ask } from '../stage/ask.js';
import type { SpawnedProgram } from '../stage/program.js';
import { askQuestions } from './askQuestions.js';
import { breakThings } from './breakThings.js';
import { callGuests } from './callGuests.js';
import { setClusterStage, type ClusterStage } from './clusterStage.js';
import { LISTEN_AGAIN_MS } from './clusterTv.js';
import { startClusterTvs, type ClusterTvs } from './clusterTvs.js';
import { countKnown, lookAtPlayers } from './lookAtPlayers.js';
import { lookAtCommands } from './lookAtCommands.js';
import { lookAtViews } from './lookAtViews.js';
import type { Must, Print } from './must.js';
import { sendCommands } from './sendCommands.js';
import { tryRights } from './tryRights.js';
import { watchFlow } from './watchFlow.js';

const WORKERS = ['one', 'two', 'three'];
const BRIDGES = ['left', 'right'];
/** While everything breaks. */
const COMMANDS = { count: 100, everyMs: 1300 };
const QUESTIONS = { count: 100, everyMs: 1300 };
/** When all is well again: each has to be done, or answered. */
const LAST = { count: 20, everyMs: 100 };
/** TVs that begin while everything breaks; their bridges register 100 a minute at most. */
const GUESTS = 40;
/** No TV shows more than that, however long things are broken. */
const MOST_POSTS = 200;
const CONNECTED_WITHIN_MS = 90_000;
/** A TV that has failed to connect again and again waits for 300 s at most, and then for the broker's answer. */
const TAKEN_WITHIN_MS = 330_000;
/** A bridge that has just lost its broker, or its database, is back by then. */
const READY_WITHIN_MS = 60_000;
/** What a TV says again after each connection is there by then; its next heartbeat is not. */
const KNOWN_WITHIN_MS = 30_000;
/** A TV of which its own node has forgotten that it listens asks, waits 20 s for the answer, and connects anew by then. */
const HEARING_WITHIN_MS = LISTEN_AGAIN_MS + 30_000;
const LOOK_MS = 250;

interface Settings {
  tvs: number;
  /** Each TV shows so many at least, and goes on until nothing breaks any more. */
  posts: number;
  seed: number;
  /** The workers'. */
  program?: string;
  /** So long is waited in the end for what is not there yet. */
  patienceMs?: number;
}

interface Everything {
  stage: ClusterStage;
  workers: Map<string, SpawnedProgram>;
  bridges: Map<string, SpawnedProgram>;
  tvs: ClusterTvs;
}

/**
 * TVs that show pictures, while everything that they report to breaks and comes back: each view is recorded once, in
 * the order of its TV, also where the TV asked for no ack; no command is done twice, and none is said to be done that was
 * not; each TV is one player; what TVs ask is answered; and nobody may do more than before.
 * @throws with what is not as it must be, when all has been tried
 */
export async function noneLost(print: Print, { tvs: count, ...settings }: Settings): Promise<void> {
  const { seed, posts, program } = settings;
  print(
    `     seed ${seed}: ${count} TVs, ${posts} views of each at least, three nodes, PostgreSQL, three workers, two bridges`,
  );
  const stage = await setClusterStage(count, MOST_POSTS, program === undefined ? {} : { program });
  const faults: string[] = [];
  const must: Must = (isSo, sentence) => {
    print(`${isSo ? 'ok  ' : 'NOT '} ${sentence}`);
    if (!isSo) faults.push(sentence);
  };
  try {
    const workers = new Map<string, SpawnedProgram>();
    for (const name of WORKERS) workers.set(name, await stage.startWorker(name));
    const bridges = new Map<string, SpawnedProgram>();
    for (const name of BRIDGES) bridges.set(name, await stage.startBridge());
    const tvs = await startClusterTvs(stage.url, count, createRandom(seed + 1));
    try {
      await showAndBreak({ stage, workers, bridges, tvs }, settings, must, print);
    } finally {
      tvs.stop();
    }
    const { tried, passed } = await tryRights(stage);
    must(passed.length === 0, `of ${tried} things that a TV must not do, ${passed.length} were not refused`);
    for (const what of passed) print(`     a TV ${what}`);
  } finally {
    await stage.close();
  }
  if (faults.length > 0) throw new Error(`not as it must be, with seed ${seed}: ${faults.join('; ')}`);
}

async function showAndBreak(
  { stage, workers, bridges, tvs }: Everything,
  { posts, seed, patienceMs = TAKEN_WITHIN_MS }: Omit<Settings, 'tvs'>,
  must: Must,
  print: Print,
): Promise<void> {
  const count = tvs.all.length;
  await until(() => tvs.connected() === count, CONNECTED_WITHIN_MS);
  must(tvs.connected() === count, `${tvs.connected()} TVs are connected`);
  const flow = watchFlow(stage.database);
  let isOver = false;
  const showing = tvs.show(posts, MOST_POSTS, () => isOver);
  const commanding = { bridges, tvs: count, random: createRandom(seed + 2) };
  const asking = { tvs: tvs.all, random: createRandom(seed + 3) };
  const sending = sendCommands({ ...commanding, ...COMMANDS, name: 'meanwhile ' });
  const questions = askQuestions({ ...asking, ...QUESTIONS });
  const calling = callGuests(bridges, GUESTS);
  await breakThings({
    stage,
    workers,
    bridges,
    random: createRandom(seed),
    print,
    flow,
    nowS: tvs.journal.nowS,
  });
  isOver = true;
  const overAtMs = performance.now();
  const shown = await showing;
  const total = shown.reduce((sum, one) => sum + one, 0);
  print(`     ${total} views were shown`);
  await calling;
  const [sent, asked] = [await sending, await questions];
  await until(() => flow.recorded() >= total && tvs.waiting() === 0, patienceMs);
  await until(async () => (await countKnown(stage.database, shown)) === count, KNOWN_WITHIN_MS);
  await flow.close();
  await lookAtViews(stage.database, { shown, tvs }, must, print);
  await until(() => areReady(bridges), READY_WITHIN_MS);
  must(await areReady(bridges), 'each bridge says that it is ready');
  await until(() => performance.now() > overAtMs + HEARING_WITHIN_MS, HEARING_WITHIN_MS);
  const sentLast = await sendCommands({ ...commanding, ...LAST, name: 'in the end ' });
  await lookAtCommands(stage.database, { sent, sentLast, notices: tvs.notices }, must, print);
  print(`     of ${asked.count} questions of TVs meanwhile ${asked.answered} were answered`);
  for (const problem of asked.problems) print(`     ${problem}`);
  for (const line of stage.complaints()) print(`     ${line}`);
  const aside = await stage.putAside();
  must(aside === 0, `${aside} messages were put aside`);
  const askedLast = await askQuestions({ ...asking, ...LAST });
  must(
    askedLast.answered === askedLast.count,
    `${askedLast.answered} of ${askedLast.count} questions in the end were answered ${askedLast.problems.join(' ')}`.trim(),
  );
  await lookAtPlayers(stage.database, bridges, { known: count, guests: GUESTS }, must);
}

/** Resolves when something is so, or when there is no patience left. */
async function until(isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
  for (const untilMs = performance.now() + patienceMs; !(await isSo()) && performance.now() < untilMs;)
    await pause(LOOK_MS);
}

const areReady = async (bridges: ReadonlyMap<string, SpawnedProgram>): Promise<boolean> =>
  (await Promise.all([...bridges.values()].map((bridge) => ask(bridge.port(), '/readyz')))).every(
    ({ status }) => status === 200,
  );
