import { openApp, type Start } from './openApp.js';
import { inTurn, numbers, pause } from './inTurn.js';

export interface FirstMenuOptions {
  rounds: number;
  /** Nothing of an earlier start is there. */
  forget: boolean;
}

export interface FirstMenuResult {
  plugin: Start[];
  empty: Start[];
}

/** The first rounds warm the engine up, and do not count. */
const WARM_UP = 2;
/** What a frame that was closed leaves behind is not to be in the next round's time. */
const SETTLE_MS = 30;

function forgetAll(): Promise<void> {
  localStorage.clear();
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase('keyval-store');
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** Starts the plugin and the empty plugin in turn, always at the same address, as a TV does; nothing is cached. */
export function firstMenu({ rounds, forget }: FirstMenuOptions): Promise<FirstMenuResult> {
  const result: FirstMenuResult = { plugin: [], empty: [] };
  const start = (page: string): Promise<Start> => {
    const app = openApp(`/round/${page}/${page}.html`);
    return app.started.then((times) => {
      app.close();
      return pause(SETTLE_MS).then(() => times);
    });
  };
  return inTurn(numbers(rounds + WARM_UP), (round) => {
    const pages: ('plugin' | 'empty')[] = round % 2 ? ['plugin', 'empty'] : ['empty', 'plugin'];
    return (forget ? forgetAll() : Promise.resolve()).then(() =>
      inTurn(pages, (page) =>
        start(page).then((times) => {
          if (round >= WARM_UP) result[page].push(times);
        }),
      ),
    );
  }).then(() => result);
}
