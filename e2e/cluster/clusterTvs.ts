import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Reporter } from '../../src/report/createReporter.js';
import type { Random } from '../chaos/random.js';
import { createTv, type ClusterTv } from './clusterTv.js';
import { createJournal, type Journal } from './createJournal.js';

/** From one picture to the next: more than the pace of views (player-status.md, Rate Limiting). */
const SHOW_EVERY_MS = 14_000;
const SPREAD_MS = 2000;
/** Of those that have views waiting in the end. */
const MOST_TOLD = 3;
/** The TVs are switched on one after the other, so many in a second. */
const SWITCHED_ON_PER_S = 25;

/** TVs with the whole reporter of the page, and a slideshow that each of them shows. */
export interface ClusterTvs {
  all: readonly ClusterTv[];
  journal: Journal;
  /**
   * Each shows the posts from 1 on, one after the other.
   * @param least so many at least
   * @param most as many posts as there are
   * @param isOver asked before each one above the least: whether it was the last
   * @returns how many each has shown
   */
  show(least: number, most: number, isOver: () => boolean): Promise<number[]>;
  connected(): number;
  /** Views that are not with the server yet, or with the broker where nobody asked for an answer. */
  waiting(): number;
  /** What some of those say of themselves that have views waiting. */
  whoWaits(): string[];
  /** Views that they have given up. */
  givenUp(): number;
  /** How often each notice was shown that a command has asked for, by its text. */
  notices: ReadonlyMap<string, number>;
  stop(): void;
}

/** @returns when all are switched on */
export async function startClusterTvs(url: string, count: number, random: Random): Promise<ClusterTvs> {
  Object.assign(globalThis, { WebSocket }); // what the reporter finds in a browser
  const all: ClusterTv[] = [];
  const journal = createJournal();
  const notices = new Map<string, number>();
  const show = (text: string): void => void notices.set(text, (notices.get(text) ?? 0) + 1);
  for (let tv = 0; tv < count; tv++) {
    const one = createTv(tv, { url, random, journal, show });
    one.reporter.start();
    all.push(one);
    await pause(1000 / SWITCHED_ON_PER_S);
  }
  const reporters = all.map(({ reporter }) => reporter);
  const sum = (of: (tv: Reporter) => number): number => reporters.reduce((so, tv) => so + of(tv), 0);
  return {
    ...{ all, journal },
    show: (least, most, isOver) =>
      Promise.all(
        reporters.map(async (tv, number) => {
          await pause(random.between(0, SHOW_EVERY_MS));
          let shown = 0;
          while (shown < least || (shown < most && !isOver())) {
            tv.handleData({ slider: slideOf(++shown) });
            journal.shows(number, shown);
            await pause(SHOW_EVERY_MS + random.between(-SPREAD_MS, SPREAD_MS));
          }
          return shown;
        }),
      ),
    connected: () => sum((tv) => (tv.snapshot().connection.state === 'connected' ? 1 : 0)),
    waiting: () =>
      sum((tv) => {
        const { waiting, unanswered } = tv.snapshot().views;
        return waiting + unanswered;
      }),
    whoWaits: () =>
      reporters
        .map((tv, number) => ({ number, ...tv.snapshot() }))
        .filter(({ views }) => views.waiting + views.unanswered > 0)
        .slice(0, MOST_TOLD)
        .map(({ number, connection, views, acks }) =>
          JSON.stringify({ tv: number, connection, views, acks }),
        ),
    givenUp: () =>
      sum((tv) => {
        const { dropped, refused } = tv.snapshot().views;
        return dropped + refused;
      }),
    notices,
    stop: () => reporters.forEach((tv) => tv.stop()),
  };
}

const slideOf = (postId: number) => ({
  index: postId,
  listIndex: postId,
  listSize: 1000,
  url: 'a.png',
  properties: { 'makapix:post_id': postId },
});
