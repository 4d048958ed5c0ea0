import type { Said, WordStore } from '../commands/wordStore.js';
import { writeApart } from '../stores/writeApart.js';

/** Writes down what players say; what comes while that is done is written together. */
interface WordKeeper {
  /**
   * Resolves when it is on disk, with false where the store cannot take it.
   * @throws what the store throws
   */
  keep(said: Said): Promise<boolean>;
}

/** So much is written together at most. */
const BATCH = 500;

/** @param store whose methods may wait for as long as the database is away */
export function createWordKeeper(store: WordStore): WordKeeper {
  interface Waiting {
    said: Said;
    done: (isKept: boolean) => void;
    failed: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    isWorking = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      try {
        const write = (some: readonly Waiting[]) => store.keep(some.map(({ said }) => said)).then(() => []);
        await writeApart(store, batch, write, ({ done }) => done(false));
        for (const { done } of batch) done(true);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    isWorking = false;
  }

  return {
    keep: (said) =>
      new Promise((done, failed) => {
        waiting.push({ said, done, failed });
        if (!isWorking) void work();
      }),
  };
}
