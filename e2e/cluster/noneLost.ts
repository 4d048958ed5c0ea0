import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../chaos/random.js';
import type { SpawnedProgram } from '../stage/program.js';
import { keyOf, setClusterStage, type ClusterStage } from './clusterStage.js';
import { asks, startClusterTvs, type ClusterTvs } from './clusterTvs.js';
import { breakThings } from './breakThings.js';
import { watchFlow } from './watchFlow.js';

const WORKERS = ['one', 'two', 'three'];
const CONNECTED_WITHIN_MS = 90_000;
/** A TV that has failed to connect again and again waits for 300 s at most, and then for the broker's answer. */
const TAKEN_WITHIN_MS = 330_000;
/** What a TV says again after each connection is there by then; its next heartbeat is not. */
const KNOWN_WITHIN_MS = 30_000;
const LOOK_MS = 250;

interface Settings {
  tvs: number;
  posts: number;
  seed: number;
  /** The worker's. */
  program?: string;
  /** So long is waited in the end for what is not there yet. */
  patienceMs?: number;
}

type Print = (line: string) => void;

/**
 * TVs that show pictures, while everything that they report to breaks and comes back: each view is recorded once, in
 * the order of its TV, also where the TV asked for no ack.
 * @throws with what is not as it must be, when all has been tried
 */
export async function noneLost(
  print: Print,
  { tvs: count, posts, seed, patienceMs = TAKEN_WITHIN_MS, ...worker }: Settings,
): Promise<void> {
  print(`     seed ${seed}: ${count} TVs, ${count * posts} views, three nodes, PostgreSQL, three workers`);
  const stage = await setClusterStage(count, posts, worker);
  const faults: string[] = [];
  const must = (isSo: boolean, sentence: string): void => {
    print(`${isSo ? 'ok  ' : 'NOT '} ${sentence}`);
    if (!isSo) faults.push(sentence);
  };
  try {
    const workers = new Map<string, SpawnedProgram>();
    for (const name of WORKERS) workers.set(name, await stage.startWorker(name));
    const tvs = await startClusterTvs(stage.url, { tvs: count, posts, random: createRandom(seed + 1) });
    try {
      await until(() => tvs.connected() === count, CONNECTED_WITHIN_MS);
      must(tvs.connected() === count, `${tvs.connected()} TVs are connected`);
      const flow = watchFlow(stage.database, count * posts);
      const shown = tvs.show();
      await breakThings({ stage, workers, random: createRandom(seed), print, flow });
      await shown;
      await until(() => flow.recorded() >= count * posts && tvs.waiting() === 0, patienceMs);
      await until(async () => (await knownAtLast(stage, posts)) === count, KNOWN_WITHIN_MS);
      await flow.close();
      await lookAt(stage, { count, posts, tvs }, must, print);
    } finally {
      tvs.stop();
    }
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

/** @returns how many TVs are known to be there, with the last post on screen */
async function knownAtLast({ database }: ClusterStage, posts: number): Promise<number> {
  const [row] = await database.query(
    `SELECT COUNT(*) AS players FROM players WHERE connection_status = 'online' AND current_post_id = ?`,
    [posts],
  );
  return Number(row?.players);
}
