import { setTimeout as pause } from 'node:timers/promises';
import { playerKeyOf } from '../../src/makapix/playerKeyOf.js';
import { createRandom } from '../chaos/random.js';
import { ask } from '../stage/ask.js';
import type { SpawnedProgram } from '../stage/program.js';
import { keyOf, setClusterStage, type ClusterStage } from './clusterStage.js';
import { asks, startClusterTvs, type ClusterTvs } from './clusterTvs.js';
import { breakThings } from './breakThings.js';
import { callGuests, guestOf } from './callGuests.js';
import { sendCommands, type Sent } from './sendCommands.js';
import { tryRights } from './tryRights.js';
import { watchFlow } from './watchFlow.js';

const WORKERS = ['one', 'two', 'three'];
const BRIDGES = ['left', 'right'];
/** While everything breaks. */
const COMMANDS = { count: 100, everyMs: 1300 };
/** When all is well again: each has to be done. */
const LAST_COMMANDS = { count: 20, everyMs: 100 };
/** TVs that begin while everything breaks; their bridges register 100 a minute at most. */
const GUESTS = 40;
const CONNECTED_WITHIN_MS = 90_000;
/** A TV that has failed to connect again and again waits for 300 s at most, and then for the broker's answer. */
const TAKEN_WITHIN_MS = 330_000;
/** A bridge that has just lost its broker, or its database, is back by then. */
const READY_WITHIN_MS = 60_000;
/** What a TV says again after each connection is there by then; its next heartbeat is not. */
const KNOWN_WITHIN_MS = 30_000;
const LOOK_MS = 250;

interface Settings {
  tvs: number;
  posts: number;
  seed: number;
  /** The workers'. */
  program?: string;
  /** So long is waited in the end for what is not there yet. */
  patienceMs?: number;
}

type Print = (line: string) => void;

/**
 * TVs that show pictures, while everything that they report to breaks and comes back: each view is recorded once, in
 * the order of its TV, also where the TV asked for no ack; no command is done twice, and none is said to be done that was
 * not; each TV is one player; and nobody may do more than before.
 * @throws with what is not as it must be, when all has been tried
 */
export async function noneLost(
  print: Print,
  { tvs: count, posts, seed, patienceMs = TAKEN_WITHIN_MS, ...worker }: Settings,
): Promise<void> {
  print(
    `     seed ${seed}: ${count} TVs, ${count * posts} views, three nodes, PostgreSQL, three workers, two bridges`,
  );
  const stage = await setClusterStage(count, posts, worker);
  const faults: string[] = [];
  const must = (isSo: boolean, sentence: string): void => {
    print(`${isSo ? 'ok  ' : 'NOT '} ${sentence}`);
    if (!isSo) faults.push(sentence);
  };
  try {
    const workers = new Map<string, SpawnedProgram>();
    for (const name of WORKERS) workers.set(name, await stage.startWorker(name));
    const bridges = new Map<string, SpawnedProgram>();
    for (const name of BRIDGES) bridges.set(name, await stage.startBridge());
    const tvs = await startClusterTvs(stage.url, { tvs: count, posts, random: createRandom(seed + 1) });
    try {
      await until(() => tvs.connected() === count, CONNECTED_WITHIN_MS);
      must(tvs.connected() === count, `${tvs.connected()} TVs are connected`);
      const flow = watchFlow(stage.database, count * posts);
      const shown = tvs.show();
      const commanding = { bridges, tvs: count, random: createRandom(seed + 2) };
      const sending = sendCommands({ ...commanding, ...COMMANDS, name: 'meanwhile ' });
      const calling = callGuests(bridges, GUESTS);
      await breakThings({ stage, workers, bridges, random: createRandom(seed), print, flow });
      await shown;
      await calling;
      const sent = await sending;
      await until(() => flow.recorded() >= count * posts && tvs.waiting() === 0, patienceMs);
      await until(async () => (await knownAtLast(stage, posts)) === count, KNOWN_WITHIN_MS);
      await flow.close();
      await lookAt(stage, { count, posts, tvs }, must, print);
      await until(() => areReady(bridges), READY_WITHIN_MS);
      must(await areReady(bridges), 'each bridge says that it is ready');
      const sentLast = await sendCommands({ ...commanding, ...LAST_COMMANDS, name: 'in the end ' });
      await lookAtCommands(stage, { sent, sentLast, notices: tvs.notices }, must, print);
      await lookAtPlayers(stage, bridges, count, must);
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

/** Resolves when something is so, or when there is no patience left. */
async function until(isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
  for (const untilMs = performance.now() + patienceMs; !(await isSo()) && performance.now() < untilMs;)
    await pause(LOOK_MS);
}

async function lookAt(
  stage: ClusterStage,
  { count, posts, tvs }: { count: number; posts: number; tvs: ClusterTvs },
  must: (isSo: boolean, sentence: string) => void,
  print: Print,
): Promise<void> {
  const rows = await stage.database.query('SELECT player_key, post_id FROM views ORDER BY view_id');
  const byKey = new Map<string, number[]>();
  for (const row of rows) {
    const key = String(row.player_key);
    byKey.set(key, [...(byKey.get(key) ?? []), Number(row.post_id)]);
  }
  const wanted = Array.from({ length: posts }, (_, i) => i + 1);
  const seenOf = (tv: number): number[] => byKey.get(keyOf(tv)) ?? [];
  const all = Array.from({ length: count }, (_, tv) => tv);
  const lost = (some: readonly number[]): number =>
    some.reduce((sum, tv) => sum + wanted.filter((postId) => !seenOf(tv).includes(postId)).length, 0);
  const twice = all.reduce((sum, tv) => sum + seenOf(tv).length - new Set(seenOf(tv)).size, 0);
  const inOrder = all.filter((tv) => seenOf(tv).every((postId, i, seen) => i === 0 || postId > seen[i - 1]!));
  const [silent, asking] = [all.filter((tv) => !asks(tv)), all.filter(asks)];
  must(
    lost(asking) === 0,
    `${lost(asking)} of ${asking.length * posts} views that asked for an ack are lost`,
  );
  must(lost(silent) === 0, `${lost(silent)} of ${silent.length * posts} views that asked for none are lost`);
  must(twice === 0, `${twice} are there twice`);
  must(inOrder.length === count, `${inOrder.length} of ${count} TVs have theirs in order`);
  must(tvs.waiting() === 0, `${tvs.waiting()} views wait in TVs for the server`);
  for (const line of tvs.whoWaits()) print(`     ${line}`);
  must(tvs.givenUp() === 0, `${tvs.givenUp()} were given up by TVs`);
  const known = await knownAtLast(stage, posts);
  must(known === count, `${known} TVs are known to show their last picture`);
}

const areReady = async (bridges: ReadonlyMap<string, SpawnedProgram>): Promise<boolean> =>
  (await Promise.all([...bridges.values()].map((bridge) => ask(bridge.port(), '/readyz')))).every(
    ({ status }) => status === 200,
  );

/** What bridges and their history say about commands, beside what the TVs have done. */
async function lookAtCommands(
  stage: ClusterStage,
  { sent, sentLast, notices }: { sent: Sent[]; sentLast: Sent[]; notices: ReadonlyMap<string, number> },
  must: (isSo: boolean, sentence: string) => void,
  print: Print,
): Promise<void> {
  const rows = await stage.database.query('SELECT payload, result FROM commands');
  const history = rows.map(({ payload, result }) => ({
    label: (JSON.parse(String(payload)) as { text: string }).text,
    result: String(result),
  }));
  const isOk = ({ result }: { result: string }): boolean => result === 'ok';
  const all = [...sent, ...sentLast];
  const twice = [...notices].filter(([, times]) => times > 1);
  const untrue = [...all, ...history].filter((one) => isOk(one) && !notices.has(one.label));
  const mute = all.filter((one) => !isOk(one) && !one.error);
  const of = (wanted: string): number => sent.filter(({ result }) => result === wanted).length;
  const done = sent.filter(({ label }) => notices.has(label)).length;
  print(
    `     of ${sent.length} commands meanwhile ${done} were done; the bridges said ok to ${of('ok')}, no answer to ${of('no_answer')}, and were away for ${of('cut off')}`,
  );
  print(`     ${history.filter(isOk).length} of ${history.length} commands in the history are ok`);
  for (const why of new Set(sent.filter((one) => !isOk(one)).map(({ error }) => error))) print(`     ${why}`);
  must(twice.length === 0, `${twice.length} commands were done twice`);
  must(untrue.length === 0, `${untrue.length} commands are called ok that were not done`);
  must(mute.length === 0, `${mute.length} commands have failed without a word`);
  const lastOk = sentLast.filter(isOk).length;
  must(lastOk === sentLast.length, `${lastOk} of ${sentLast.length} commands in the end were done`);
}

/** @param count so many TVs were known from the beginning */
async function lookAtPlayers(
  { database }: ClusterStage,
  bridges: ReadonlyMap<string, SpawnedProgram>,
  count: number,
  must: (isSo: boolean, sentence: string) => void,
): Promise<void> {
  const wanted = GUESTS * bridges.size;
  const served = await callGuests(bridges, GUESTS, 0);
  must(served === wanted, `${served} of ${wanted} requests of new TVs are answered in the end`);
  const rows = await database.query('SELECT player_key FROM players');
  const keys = new Set(rows.map((row) => String(row.player_key)));
  const guests = Array.from({ length: GUESTS }, (_, guest) => playerKeyOf(guestOf(guest)));
  const known = guests.filter((key) => keys.has(key)).length;
  must(
    known === GUESTS && rows.length === count + GUESTS,
    `${known} of ${GUESTS} new TVs are known, and there are ${rows.length} players for ${count + GUESTS} TVs`,
  );
}

/** @returns how many TVs are known to be there, with the last post on screen */
async function knownAtLast({ database }: ClusterStage, posts: number): Promise<number> {
  const [row] = await database.query(
    `SELECT COUNT(*) AS players FROM players WHERE connection_status = 'online' AND current_post_id = ?`,
    [posts],
  );
  return Number(row?.players);
}
