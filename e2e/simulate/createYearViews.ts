import type { Recorder } from '../../src/bridge/ingest/createRecorder.js';
import type { ViewArrival } from '../../src/bridge/ingest/ingestStore.js';
import type { ViewStore } from '../../src/bridge/ingest/viewStore.js';
import type { Database } from '../../src/bridge/storage/sql.js';
import { createRandom } from '../chaos/random.js';
import { aView } from '../stage/connectPlayer.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** From one view of a TV to the next: a TV that sends many has as many more rows, and nothing else is other. */
const LEAST_MINUTES = 30;
const MOST_MINUTES = 60;
const POSTS = 500;
/** What a TV keeps between two views that have waited. */
const PACE_MS = 6000;
/** What comes together is written together: it costs the simulation less, and the rows are the same. */
const SENT_EVERY_MS = 30 * MINUTE_MS;
/** Ten minutes from one run of the retention to the next, and as much again for what it does in the steps of this clock. */
const OVERDUE_MS = 20 * MINUTE_MS;
/** The file has reached its size when views have been removed for as long as they are kept. */
const SETTLED_AFTER = 2;
/** As views wax and wane with the seasons of the places. */
const MOST_GROWTH = 1.25;

interface YearViewsOptions {
  database: Database;
  /** Of the TVs. */
  keys: readonly string[];
  recorder: Recorder;
  keepMs: number;
  failures: string[];
}

/** The views of a year: what is shown, what of it is kept, and whether that is what was promised. */
export function createYearViews({ database, keys, recorder, keepMs, failures }: YearViewsOptions) {
  const random = createRandom(7);
  const nextMs = keys.map(() => 0);
  const lastArrivalMs = keys.map(() => 0);
  const perDay = new Map<string, number>();
  const perPlayer = new Map<string, number>();
  /** When each that is recorded came, in order. */
  const received: number[] = [];
  let waiting: { tv: number; postId: number; shownMs: number; intent: 'artwork' | 'channel' }[] = [];
  let [shown, mostRows, settledBytes, mostBytes, firstMs, sentMs, countedMs] = [0, 0, 0, 0, 0, 0, 0];
  const numberOf = async (text: string, values: number[] = []): Promise<number> =>
    Number(Object.values((await database.query(text, values))[0] ?? {})[0]);

  return {
    /** @param isShowing whether each TV shows something */
    show(atMs: number, isShowing: readonly boolean[]): void {
      firstMs ||= atMs;
      for (let tv = 0; tv < keys.length; tv++)
        if (isShowing[tv] && atMs >= nextMs[tv]!) {
          nextMs[tv] = atMs + random.between(LEAST_MINUTES, MOST_MINUTES) * MINUTE_MS;
          const intent = random.next() < 0.2 ? 'artwork' : 'channel';
          waiting.push({ tv, postId: 1 + (shown++ % POSTS), shownMs: atMs, intent });
        }
    },

    /** What waits comes to the bridge, at the pace that TVs keep. @param sinceMs when the bridge was started */
    async send(atMs: number, sinceMs: number): Promise<void> {
      if (waiting.length === 0 || atMs - sentMs < SENT_EVERY_MS) return;
      sentMs = atMs;
      const arrivals = waiting.map(({ tv, postId, shownMs, intent }): ViewArrival => {
        const atMs = Math.max(shownMs + 2000, sinceMs, lastArrivalMs[tv]! + PACE_MS);
        lastArrivalMs[tv] = atMs;
        const timestamp = new Date(shownMs).toISOString();
        const view = aView(keys[tv]!, { post_id: postId, timestamp, intent, request_ack: true });
        return { kind: 'view', topicKey: keys[tv]!, view, time: { isKnown: true, atMs: shownMs }, atMs };
      });
      const taken = await recorder.record(arrivals);
      waiting.forEach(({ tv, shownMs }, i) => {
        if (taken[i]?.kind !== 'recorded')
          failures.push(`a view is not recorded: ${JSON.stringify(taken[i])}`);
        const day = new Date(shownMs).toISOString().slice(0, 10);
        perDay.set(day, (perDay.get(day) ?? 0) + 1);
        perPlayer.set(`msx_tv${tv}`, (perPlayer.get(`msx_tv${tv}`) ?? 0) + 1);
        received.push(Math.min(arrivals[i]!.atMs, atMs));
      });
      waiting = [];
    },

    /** Once a day, while the bridge has been up for long enough: what is there, and what should be. */
    async count(atMs: number, sinceMs: number): Promise<void> {
      if (atMs - countedMs < DAY_MS || atMs - sinceMs < 2 * OVERDUE_MS) return;
      countedMs = atMs;
      const rows = await numberOf('SELECT COUNT(*) FROM views');
      const overdue = await numberOf('SELECT COUNT(*) FROM views WHERE received_at_ms < ?', [
        atMs - keepMs - OVERDUE_MS,
      ]);
      const young = await numberOf('SELECT COUNT(*) FROM views WHERE received_at_ms >= ?', [atMs - keepMs]);
      const promised = received.filter((ms) => ms >= atMs - keepMs).length;
      const day = new Date(atMs).toISOString().slice(0, 10);
      if (overdue > 0) failures.push(`${day}: ${overdue} views are older than they are kept`);
      if (young !== promised) failures.push(`${day}: ${promised} views are to be kept, ${young} are`);
      const bytes = (await numberOf('PRAGMA page_count')) * (await numberOf('PRAGMA page_size'));
      if (atMs - firstMs < SETTLED_AFTER * keepMs) settledBytes = Math.max(settledBytes, bytes);
      else if (bytes > MOST_GROWTH * settledBytes)
        failures.push(`${day}: the file has grown to ${bytes} bytes`);
      mostRows = Math.max(mostRows, rows);
      mostBytes = Math.max(mostBytes, bytes);
    },

    /** What is counted apart from the views is what was recorded. */
    async judge(store: ViewStore, fact: (what: string, value: number, unit: string) => void): Promise<void> {
      const stats = await store.stats({});
      const recorded = received.length;
      if (stats.total !== recorded)
        failures.push(`${recorded} views were recorded, ${stats.total} are counted`);
      const counted = new Map(stats.perDay.map(({ day, total }) => [day, total]));
      for (const [day, views] of perDay)
        if (counted.get(day) !== views)
          failures.push(`${day} had ${views} views, ${counted.get(day)} are counted`);
      for (const { playerId, total } of stats.perPlayer)
        if (perPlayer.get(playerId) !== total) failures.push(`${playerId}: ${total} views are counted`);
      fact('views recorded', recorded, '');
      fact('counted at the end', stats.total, '');
      fact('single views at the end', await numberOf('SELECT COUNT(*) FROM views'), '');
      fact('single views on any day, at most', mostRows, '');
      fact('file while views only come, and as long again', settledBytes / 2 ** 20, 'MiB');
      fact('file on any day, at most', mostBytes / 2 ** 20, 'MiB');
    },
  };
}
