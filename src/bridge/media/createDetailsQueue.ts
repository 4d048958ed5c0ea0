import { setTimeout as pause } from 'node:timers/promises';
import type { Kind } from './kind.js';
import type { Details } from './post.js';

/** What came within this time is written down together. */
const TOGETHER_MS = 100;

/** The details of files that are shown already, read one after the other. */
interface DetailsQueue {
  add(postId: number, file: string, kind: Kind): void;
  /** Resolves when there is nothing left to read. */
  idle(): Promise<void>;
}

/**
 * @param read gives null for a file that does not let itself be read
 * @param keep writes down what was read; never rejected
 */
export function createDetailsQueue(
  read: (file: string, kind: Kind) => Promise<Details | null>,
  keep: (read: ReadonlyMap<number, Details>) => Promise<void>,
): DetailsQueue {
  const underway = new Set<Promise<void>>();
  let together: { read: Map<number, Details>; kept: Promise<void> } | undefined;

  function keepSoon(postId: number, details: Details): Promise<void> {
    if (!together) {
      const mine = new Map<number, Details>();
      const kept = pause(TOGETHER_MS).then(() => {
        together = undefined;
        return keep(mine);
      });
      together = { read: mine, kept };
    }
    together.read.set(postId, details);
    return together.kept;
  }

  return {
    add(postId, file, kind) {
      const work = read(file, kind)
        .then((details) => details && keepSoon(postId, details))
        .then(() => void underway.delete(work));
      underway.add(work);
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
