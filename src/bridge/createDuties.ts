import { reasonOf } from './text/reasonOf.js';

/** What one bridge at a time does for all: it begins when the bridge leads and ends when it does no longer. */
interface Duties {
  setLeads(leads: boolean): void;
  /** Resolves when nothing is under way. */
  close(): Promise<void>;
}

/** How soon what could not begin is tried again. */
const AGAIN_MS = 5000;

/** @param start begins them; what it gives ends them */
export function createDuties(
  start: () => Promise<() => unknown>,
  onFault: (sentence: string) => void,
): Duties {
  let isWanted = false;
  let end: (() => unknown) | undefined;
  let working = Promise.resolve();
  let again: NodeJS.Timeout | undefined;

  async function settle(): Promise<void> {
    try {
      if (isWanted && !end) end = await start();
      if (!isWanted && end) {
        const last = end;
        end = undefined;
        await last();
      }
    } catch (error) {
      onFault(`What one bridge does for all could not begin or end: ${reasonOf(error)}`);
      again = setTimeout(next, AGAIN_MS);
    }
  }

  function next(): void {
    clearTimeout(again);
    working = working.then(settle);
  }

  return {
    setLeads(leads) {
      isWanted = leads;
      next();
    },
    async close() {
      isWanted = false;
      next();
      await working;
      clearTimeout(again);
    },
  };
}
