import { openApp, type Start } from './openApp.js';
import { inTurn, numbers, pause } from './inTurn.js';
import { now } from './now.js';

/** The plugin, the plugin with configuration and menu in it, and the baselines (staticHost.ts). */
export type Page = 'plugin' | 'filled' | 'empty' | 'socket';

export interface FirstMenuOptions {
  rounds: number;
  pages: Page[];
  /** Nothing of an earlier start is there. */
  forget: boolean;
}

export interface FirstMenuResult {
  starts: Record<Page, Start[]>;
  /** A GET for a small file of the host, as the page sends it, and its answer. */
  roundTripMs: number[];
}

/** The first rounds warm the engine up, and do not count. */
const WARM_UP = 2;
/** What a frame that was closed leaves behind is not to be in the next round's time. */
const SETTLE_MS = 200;
/** A first start has to keep what a second one finds, however slow the processor is. */
const WARM_UP_SETTLE_MS = 1000;

function forgetAll(): Promise<void> {
  localStorage.clear();
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase('keyval-store');
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** A GET: WebKit 538 needs 40 ms more for a POST, whose head and body it sends apart (a delayed acknowledgement). */
function roundTrip(): Promise<number> {
  const startedAt = now();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', `/round/trip/menu.json?t=${Date.now()}`);
    request.onload = () => resolve(now() - startedAt);
    request.onerror = () => reject(new Error('the host did not answer'));
    request.send();
  });
}

/**
 * Each page comes at each place, and after each other one: what one leaves behind would else be always in the same
 * other one's time.
 */
function orderIn(round: number, pages: Page[]): Page[] {
  const first = Math.floor(round / 2) % pages.length;
  const order = pages.slice(first).concat(pages.slice(0, first));
  return round % 2 ? order.reverse() : order;
}

/** Starts the pages in turn, each always at the same address, as a TV does; nothing is cached. */
export function firstMenu({ rounds, pages, forget }: FirstMenuOptions): Promise<FirstMenuResult> {
  const result: FirstMenuResult = {
    starts: { plugin: [], filled: [], empty: [], socket: [] },
    roundTripMs: [],
  };
  const start = (page: Page, isWarm: boolean): Promise<Start> => {
    const app = openApp(`/round/${page}/${page}.html`);
    return app.started.then((times) =>
      pause(isWarm ? 0 : WARM_UP_SETTLE_MS).then(() => {
        app.close();
        return pause(SETTLE_MS).then(() => times);
      }),
    );
  };
  return inTurn(numbers(rounds + WARM_UP), (round) => {
    const isWarm = round >= WARM_UP;
    return inTurn(orderIn(round, pages), (page) =>
      (forget ? forgetAll() : Promise.resolve())
        .then(() => start(page, isWarm))
        .then((times) => {
          if (isWarm) result.starts[page].push(times);
        }),
    )
      .then(roundTrip)
      .then((ms) => {
        if (isWarm) result.roundTripMs.push(ms);
      });
  }).then(() => result);
}
