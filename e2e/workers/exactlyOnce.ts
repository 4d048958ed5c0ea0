import { setTimeout as pause } from 'node:timers/promises';
import { onStage, type Must, type Run } from './onStage.js';
import { POST_ID, type Stage, type Worker } from './stage.js';
import { connectTv, viewTimeMs, type Tv } from './workersTv.js';

const TVS = 200;
/** Further TVs, each with two views within 5 s. */
const HASTY = 20;
const VIEWS_EACH = 10;
/** Every so many-th view is published once more, as if its PUBACK had been lost. */
const AGAIN_EVERY = 4;
/** player-status.md, Rate Limiting, and a little for clocks that round. */
const PACE_MS = 5050;
const PACE_LIMIT_MS = 5000;
/** How long the killed worker is away: long enough that TVs send again what waits for it. */
const AWAY_MS = 4000;

/**
 * 200 TVs, 2,000 views and as many redeliveries as come, two workers, one of which is killed in the middle of
 * a wave and started again: each view is recorded once.
 */
export const exactlyOnce: Run = (print, isShared) =>
  onStage(print, [TVS + HASTY, TVS + HASTY, ['max_inflight_messages 100']], async (stage, must) => {
    const start = (name: 'one' | 'two'): Promise<Worker> =>
      stage.startWorker(
        name,
        ...(isShared ? ['--shared', '--name', name] : ['--part', name === 'one' ? '1/2' : '2/2']),
      );
    const first = await start('one');
    const two = await start('two');
    const tvs = await connectTvs(stage, 0, TVS);
    let one = first;
    const again = await reportAll(tvs, print, async () => {
      await first.kill();
      await pause(AWAY_MS);
      one = await start('one');
    });

    const hasty = await connectTvs(stage, TVS, HASTY);
    // One message after the other: a shared subscription hands them out in turn, so that a TV's two go to both.
    for (const tv of hasty)
      for (const view of [0, 1]) {
        await tv.publish(view, false);
        await tv.allAcked();
      }
    await Promise.all([...tvs, ...hasty].map((tv) => tv.end()));
    const codes = [await two.stop(), await one.stop()];

    await lookAtRows(stage, must);
    must(
      hasty.every((tv) => tv.acks().sort().join() === 'rate_limited,success'),
      `${HASTY} TVs with two views within 5 s have one recorded and one refused`,
    );
    lookAtCounts(one.counts(), two.counts(), { again, isShared }, must);
    must(codes.join() === '0,0', `SIGTERM ends a worker with ${codes.join(' and ')}`);
  });

const connectTvs = (stage: Stage, from: number, count: number): Promise<Tv[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => connectTv(from + i, stage)));

/**
 * Each TV reports all its views, some of them again.
 * @param restart begins in the middle
 * @returns how many were published again
 */
async function reportAll(
  tvs: readonly Tv[],
  print: (line: string) => void,
  restart: () => Promise<void>,
): Promise<number> {
  const restartAt = (TVS * VIEWS_EACH) / 2 + TVS / 2;
  const beganAt = performance.now();
  let done = 0;
  let again = 0;
  const restarts: Promise<void>[] = [];
  const restartOne = async (): Promise<void> => {
    print(`     ${done} views reported: SIGKILL for worker one`);
    await restart();
    print(`     worker one is back, ${done} views reported`);
  };
  const run = async (tv: Tv, i: number): Promise<void> => {
    for (let view = 0; view < VIEWS_EACH; view++) {
      await tv.report(view);
      done++;
      if (done >= restartAt && restarts.length === 0) restarts.push(restartOne());
      if ((i + view) % AGAIN_EVERY === 0) {
        again++;
        await tv.publish(view, true);
      }
      if (view < VIEWS_EACH - 1) await pause(PACE_MS);
    }
  };
  await Promise.all(tvs.map(run));
  await Promise.all(restarts);
  await Promise.all(tvs.map((tv) => tv.allAcked()));
  const seconds = ((performance.now() - beganAt) / 1000).toFixed(0);
  print(`     ${done} views in ${seconds} s, ${again} of them published again`);
  return again;
}

async function lookAtRows({ database }: Stage, must: Must): Promise<void> {
  const rows = await database.query(
    'SELECT player_key, post_id, viewed_at_ms, received_at_ms FROM views ORDER BY view_id',
  );
  const byPlayer = new Map<string, { viewedMs: number; receivedMs: number }[]>();
  for (const row of rows) {
    const list = byPlayer.get(String(row.player_key)) ?? [];
    list.push({ viewedMs: Number(row.viewed_at_ms), receivedMs: Number(row.received_at_ms) });
    byPlayer.set(String(row.player_key), list);
  }
  const lists = [...byPlayer.values()];
  const wanted = Array.from({ length: VIEWS_EACH }, (_, view) => viewTimeMs(view)).join();
  const whole = lists.filter((list) => list.map(({ viewedMs }) => viewedMs).join() === wanted);
  const gaps = lists.flatMap((list) =>
    list.slice(1).map(({ receivedMs }, i) => receivedMs - list[i]!.receivedMs),
  );
  const nearestMs = Math.min(...gaps);
  must(rows.length === TVS * VIEWS_EACH + HASTY, `${rows.length} views recorded, all of post ${POST_ID}`);
  must(whole.length === TVS, `${whole.length} TVs have each of their ${VIEWS_EACH} views once, in order`);
  must(nearestMs >= PACE_LIMIT_MS, `never two of a TV within 5 s (the nearest: ${nearestMs} ms)`);
}

/** @param one of the second worker of this name: what the first had counted is lost with it */
function lookAtCounts(
  one: Record<string, number>,
  two: Record<string, number>,
  { again, isShared }: { again: number; isShared: boolean },
  must: Must,
): void {
  must(
    (one.recorded ?? 0) > 0 && (two.recorded ?? 0) > 0,
    `both workers recorded: one ${one.recorded} since its return, two ${two.recorded}`,
  );
  const refused = [one.rateLimited ?? 0, two.rateLimited ?? 0];
  must(
    isShared ? refused.includes(0) && refused.includes(HASTY) : refused[0]! + refused[1]! === HASTY,
    `${isShared ? 'they went to different workers: ' : ''}one refused ${refused[0]}, two refused ${refused[1]}`,
  );
  const duplicates = (one.duplicates ?? 0) + (two.duplicates ?? 0);
  must(duplicates >= again / 2, `${duplicates} duplicates found`);
}
