import { setTimeout as pause } from 'node:timers/promises';
import type { Intent } from '../../src/makapix/view.js';
import type { ReporterSnapshot } from '../../src/report/reporterSnapshot.js';
import { createDeletions } from './createDeletions.js';
import { INTERVAL_MS, TIMING, VIEWS } from './times.js';
import type { World } from './world.js';

/** The TV of a run: the page that MSX talks to, and what a person shows there. */
export interface ChaosTv {
  /** MSX opens a page, and talks to that from now on. */
  open: () => Promise<void>;
  reload: () => Promise<void>;
  /** A second page comes; for a moment both live, then the old one goes. */
  openSecond: () => Promise<void>;
  /** SIGKILL, and a start with the same storage. */
  restart: () => Promise<void>;
  /** Shows a picture. @param waitUntilKept its view is stored or sent before anything else happens */
  show: (waitUntilKept: boolean) => Promise<void>;
  showSome: () => Promise<void>;
  snapshot: () => Promise<ReporterSnapshot>;
  /** An engine writes localStorage when it likes: what stands there may be gone after a power cut. */
  storedInTexts: () => Promise<number[]>;
  /** Whether no view waits any more. */
  isQuiet: () => Promise<boolean>;
  until: (isSo: () => boolean | Promise<boolean>, what: string) => Promise<void>;
}

interface Picture {
  postId: number;
  intent: Intent;
  /** It was shown before. */
  again: boolean;
}

/** What a person shows next: a new picture, or now and then an artwork once more. */
function choosePicture({ random, ledger }: Pick<World, 'random' | 'ledger'>): Picture {
  if (ledger.artworks.length > 0 && random.next() < 0.05)
    return { postId: random.pick(ledger.artworks), intent: 'artwork', again: true };
  return { postId: ++ledger.shown, intent: random.next() < 0.2 ? 'artwork' : 'channel', again: false };
}

const hasArrived = ({ arrived }: World['server'], postId: number): boolean =>
  arrived.some(({ payload }) => payload?.post_id === postId);

export function createTv({ playerKey, broker, server, browser, random, ledger, until }: World): ChaosTv {
  let pages = 0;
  /** The frame of the page that MSX talks to. */
  let page = '';

  const begin = (frame: string): Promise<void> =>
    browser.call(frame, 'begin', { playerKey, url: broker.url, views: VIEWS, timing: TIMING });
  async function openFrame(): Promise<string> {
    const frame = `page ${++pages}`;
    await browser.open(frame);
    for (const postId of await browser.call(frame, 'storedInTexts')) ledger.elsewhere.add(postId);
    await begin(frame);
    return frame;
  }

  const stored = (): Promise<number[]> => browser.call(page, 'stored');
  const isSafe = async (postId: number): Promise<boolean> =>
    hasArrived(server, postId) || (await stored()).includes(postId);
  const describe = async (): Promise<string> =>
    JSON.stringify({ stored: await stored(), snapshot: await tv.snapshot() });

  /** Waits until a view is where it can be found again, and says in the ledger where that is. */
  async function keep(postId: number, intent: Intent): Promise<void> {
    const isKept = async (): Promise<boolean> =>
      (await isSafe(postId)) || (await tv.storedInTexts()).includes(postId);
    await tv.until(isKept, `view ${postId} is neither stored nor sent`);
    if (!(await isSafe(postId))) {
      ledger.elsewhere.add(postId);
      return;
    }
    ledger.certain.add(postId);
    if (intent === 'artwork') ledger.artworks.push(postId);
    await pause(random.between(0, 2 * INTERVAL_MS));
  }

  const heedDeletion = createDeletions(browser, ledger, async () => {
    const kept = (await stored()).concat(await tv.storedInTexts());
    return [...ledger.certain].filter((postId) => !kept.includes(postId) && !hasArrived(server, postId));
  });

  const tv: ChaosTv = {
    open: async () => {
      page = await openFrame();
    },
    reload: async () => {
      await browser.reload(page);
      await begin(page);
    },
    openSecond: async () => {
      const old = page;
      const second = await openFrame();
      await tv.show(true);
      page = second;
      await tv.show(true);
      await pause(random.between(0, 100));
      await browser.close(old);
    },
    restart: async () => {
      await browser.kill();
      await tv.open();
      await heedDeletion();
    },
    show: async (waitUntilKept) => {
      const { postId, intent, again } = choosePicture({ random, ledger });
      if (again) {
        ledger.note('the same artwork again');
        ledger.again.add(postId);
      } else ledger.shownAtMs.set(postId, Date.now());
      await browser.call(page, 'show', postId, intent);
      if (again || !waitUntilKept) await pause(random.between(0, 12));
      else await keep(postId, intent);
    },
    showSome: async () => {
      for (let i = random.between(0, 3); i > 0; i--) await tv.show(true);
    },
    snapshot: () => browser.call(page, 'snapshot'),
    storedInTexts: () => browser.call(page, 'storedInTexts'),
    isQuiet: async () => {
      const { waiting, unanswered } = (await tv.snapshot()).views;
      return waiting + unanswered + (await stored()).length + (await tv.storedInTexts()).length === 0;
    },
    until: (isSo, what) => until(isSo, what, describe),
  };
  return tv;
}
