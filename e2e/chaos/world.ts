import { setTimeout as pause } from 'node:timers/promises';
import type { MakapixServer } from '../stage/makapix/startMakapixServer.js';
import type { TestBroker } from '../stage/startTestBroker.js';
import type { Ledger } from './ledger.js';
import type { Random } from './random.js';
import type { ChaosBrowser } from './startChaosBrowser.js';

/** What a run acts on, and what it notes. */
export interface World {
  playerKey: string;
  broker: TestBroker;
  server: MakapixServer;
  browser: ChaosBrowser;
  random: Random;
  ledger: Ledger;
  until: Until;
}

/**
 * Resolves when it is so.
 * @param describe how things are, for the error
 * @throws an Error when nothing has been recorded for long, or the run takes too long
 */
type Until = (
  isSo: () => boolean | Promise<boolean>,
  what: string,
  describe: () => Promise<string>,
) => Promise<void>;

/** Without a view that is done in so long, it is given up: nothing that waits here waits for longer than 6 s. */
const NO_PROGRESS_MS = 30_000;
const LOOK_MS = 25;

/** @param limitMs so long a run may take */
export function createPatience(limitMs: number, { recorded }: Pick<MakapixServer, 'recorded'>): Until {
  const endsAtMs = Date.now() + limitMs;
  return async (isSo, what, describe) => {
    let done = recorded.length;
    let sinceMs = Date.now();
    while (!(await isSo())) {
      if (recorded.length > done) {
        done = recorded.length;
        sinceMs = Date.now();
      }
      const isOver = Date.now() > endsAtMs;
      if (isOver || Date.now() - sinceMs > NO_PROGRESS_MS)
        throw new Error(`${what}${isOver ? '; the run takes too long' : ''}: ${await describe()}`);
      await pause(LOOK_MS);
    }
  };
}
