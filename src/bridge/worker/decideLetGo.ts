/** A queue from which nothing has come for so long costs nobody anything. */
const BUSY_MS = 10_000;

interface Holding {
  queue: string;
  /** When the last message came from it; null = none came. */
  lastAtMs: number | null;
}

/**
 * Which queues a worker gives up, so that each of them has its share: the broker gives a queue to whoever came first,
 * and all of them to a worker that was there alone.
 * @param held those that the worker stands in line for
 * @param workers how many they are
 * @returns none where it is within its share
 * @example decideLetGo([{ queue: 'a', lastAtMs: 5 }, { queue: 'b', lastAtMs: 5 }], 2, 6) // ['b']
 */
export function decideLetGo(held: readonly Holding[], workers: number, nowMs: number): string[] {
  const busy = held.filter(({ lastAtMs }) => lastAtMs !== null && nowMs - lastAtMs < BUSY_MS);
  return busy.slice(Math.ceil(held.length / Math.max(1, workers))).map(({ queue }) => queue);
}
