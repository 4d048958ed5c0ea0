import { setTimeout as pause } from 'node:timers/promises';
import { createFindings } from './findings.js';
import { POST_ID, setStage, type Worker } from './stage.js';
import { connectTv, viewTimeMs, type Tv } from './tv.js';

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
 * @param isShared whether the workers share a subscription, or divide the players
 * @throws with a sentence for each thing that is not as it must be
 */
export async function exactlyOnce(print: (line: string) => void, isShared: boolean): Promise<void> {
  const stage = await setStage(TVS + HASTY, TVS + HASTY, ['max_inflight_messages 100']);
  const { must, end } = createFindings(print);
  const start = (name: 'one' | 'two'): Promise<Worker> =>
    stage.startWorker(
      name,
      ...(isShared ? ['--shared', '--name', name] : ['--part', name === 'one' ? '1/2' : '2/2']),
    );
  try {
    const workers = [await start('one'), await start('two')];
    const tvs = await Promise.all(Array.from({ length: TVS }, (_, i) => connectTv(i, stage)));
    let done = 0;
    let again = 0;
    const kill = { at: (TVS * VIEWS_EACH) / 2 + TVS / 2, has: false, restarted: Promise.resolve() };
    const restart = async (): Promise<void> => {
      print(`     ${done} views reported: SIGKILL for worker one`);
      await workers[0]!.kill();
      await pause(AWAY_MS);
      workers.push(await start('one'));
      print(`     worker one is back, ${done} views reported`);
    };
    const beganAt = performance.now();
    const run = async (tv: Tv, i: number): Promise<void> => {
      for (let view = 0; view < VIEWS_EACH; view++) {
        await tv.report(view);
        done++;
        if (done >= kill.at && !kill.has) {
          kill.has = true;
          kill.restarted = restart();
        }
        if ((i + view) % AGAIN_EVERY === 0) {
          again++;
          await tv.publish(view, true);
        }
        if (view < VIEWS_EACH - 1) await pause(PACE_MS);
      }
    };
    await Promise.all(tvs.map(run));
    await kill.restarted;
    await Promise.all(tvs.map((tv) => tv.allAcked()));
    print(
      `     ${done} views in ${((performance.now() - beganAt) / 1000).toFixed(0)} s, ${again} of them published again`,
    );

    const hasty = await Promise.all(Array.from({ length: HASTY }, (_, i) => connectTv(TVS + i, stage)));
    // One message after the other: a shared subscription hands them out in turn, so that a TV's two go to both.
    for (const tv of hasty)
      for (const view of [0, 1]) {
        await tv.publish(view, false);
        await tv.allAcked();
      }
    await Promise.all([...tvs, ...hasty].map((tv) => tv.end()));
    const codes = [await workers[1]!.stop(), await workers[2]!.stop()];

    const rows = await stage.database.query(
      'SELECT player_key, post_id, viewed_at_ms, received_at_ms FROM views ORDER BY view_id',
    );
    const byPlayer = new Map<string, { viewedMs: number; receivedMs: number }[]>();
    for (const row of rows)
      byPlayer.set(String(row.player_key), [
        ...(byPlayer.get(String(row.player_key)) ?? []),
        { viewedMs: Number(row.viewed_at_ms), receivedMs: Number(row.received_at_ms) },
      ]);
    const lists = [...byPlayer.values()];
    const wanted = Array.from({ length: VIEWS_EACH }, (_, view) => viewTimeMs(view)).join();
    const whole = lists.filter((list) => list.map(({ viewedMs }) => viewedMs).join() === wanted);
    const gaps = lists.flatMap((list) =>
      list.slice(1).map(({ receivedMs }, i) => receivedMs - list[i]!.receivedMs),
    );
    must(rows.length === TVS * VIEWS_EACH + HASTY, `${rows.length} views recorded, all of post ${POST_ID}`);
    must(whole.length === TVS, `${whole.length} TVs have each of their ${VIEWS_EACH} views once, in order`);
    must(
      Math.min(...gaps) >= PACE_LIMIT_MS,
      `never two of a TV within 5 s (the nearest: ${Math.min(...gaps)} ms)`,
    );
    must(
      hasty.every((tv) => tv.acks().sort().join() === 'rate_limited,success'),
      `${HASTY} TVs with two views within 5 s have one recorded and one refused`,
    );
    const [one, two] = [workers[2]!.counts(), workers[1]!.counts()];
    must(
      (one.recorded ?? 0) > 0 && (two.recorded ?? 0) > 0,
      `both workers recorded: one ${one.recorded} since its return, two ${two.recorded}`,
    );
    const refused = [one.rateLimited ?? 0, two.rateLimited ?? 0];
    must(
      isShared ? refused.includes(0) && refused.includes(HASTY) : refused[0]! + refused[1]! === HASTY,
      `${isShared ? 'they went to different workers: ' : ''}one refused ${refused[0]}, two refused ${refused[1]}`,
    );
    must(
      (one.duplicates ?? 0) + (two.duplicates ?? 0) >= again / 2,
      `${(one.duplicates ?? 0) + (two.duplicates ?? 0)} duplicates found`,
    );
    must(codes.join() === '0,0', `SIGTERM ends a worker with ${codes.join(' and ')}`);
  } finally {
    await stage.close();
  }
  end();
}
