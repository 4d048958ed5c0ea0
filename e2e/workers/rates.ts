import { setTimeout as pause } from 'node:timers/promises';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import mqtt from 'mqtt';
import { keyOf, setStage, viewText } from './stage.js';
import { viewTimeMs } from './workersTv.js';

/** A view each: nobody is too fast. */
const TVS = 10_000;
const UNDER_WAY = 200;
const POLL_MS = 50;

/**
 * How fast workers take what waits for them: views are published while they are away, and then they start.
 * @returns views per second, from the first that is recorded to the last
 */
async function rateOf(workers: number, inHand: number): Promise<number> {
  const stage = await setStage(TVS, 0, ['max_inflight_messages 500']);
  try {
    const parts = Array.from({ length: workers }, (_, i) => `${i + 1}/${workers}`);
    const start = (part: string, ...options: string[]) =>
      stage.startWorker(`part ${part}`, '--part', part, ...options);
    for (const worker of await Promise.all(parts.map((part) => start(part)))) await worker.stop();
    const { url, password } = stage;
    const client = await mqtt.connectAsync(url, { username: 'server', password, reconnectPeriod: 0 });
    let next = 0;
    await Promise.all(
      Array.from({ length: UNDER_WAY }, async () => {
        for (let tv = next++; tv < TVS; tv = next++)
          await client.publishAsync(topicsOf(keyOf(tv)).view, viewText(tv, viewTimeMs(0), false), { qos: 1 });
      }),
    );
    await client.endAsync();
    await Promise.all(parts.map((part) => start(part, '--in-hand', String(inHand))));
    let first: { atMs: number; views: number } | undefined;
    for (;;) {
      const [row] = await stage.database.query('SELECT COUNT(*) AS views FROM views');
      const [atMs, views] = [performance.now(), Number(row?.views)];
      if (views > 0) first ??= { atMs, views };
      if (first && views === TVS) return ((views - first.views) / (atMs - first.atMs)) * 1000;
      await pause(POLL_MS);
    }
  } finally {
    await stage.close();
  }
}

/** Views per second with one worker and with two, by how many messages each has in hand. */
export async function rates(print: (line: string) => void): Promise<void> {
  print(
    `${TVS.toLocaleString('en')} views that wait, mosquitto, PostgreSQL, all on this machine; views a second`,
  );
  print('in hand   one worker   two workers');
  for (const inHand of [1, 20, 100, 500]) {
    const one = Math.round(await rateOf(1, inHand));
    const two = Math.round(await rateOf(2, inHand));
    print(`${String(inHand).padStart(7)}   ${String(one).padStart(10)}   ${String(two).padStart(11)}`);
  }
}
