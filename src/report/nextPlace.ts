import type { Rung } from './createRungs.js';
import type { Lease } from './lease.js';

/** Where a view is kept. */
export interface Place {
  rung: Rung;
  number: number;
  /** Among those that were sent and not answered. */
  isOld: boolean;
}

/** The first view of a storage that waits. Where a server has answered, all of them do. */
const nextOf = ({ first, next }: Lease, hasAnswered: boolean): number =>
  hasAnswered ? first : Math.max(first, next);

const sum = (rungs: Rung[], countIn: (lease: Lease) => number): number =>
  rungs.reduce((total, { known }) => total + countIn(known), 0);

/** All views in the storages. */
export const keptIn = (rungs: Rung[]): number => sum(rungs, ({ first, last }) => last - first + 1);

/** Those that were sent, confirmed by the broker, and kept until a server answers. */
export const unansweredIn = (rungs: Rung[], hasAnswered: boolean): number =>
  sum(rungs, (lease) => nextOf(lease, hasAnswered) - lease.first);

function firstIn(
  rungs: Rung[],
  beginOf: (lease: Lease) => number,
  endOf: (lease: Lease) => number,
  isOld: boolean,
): Place | null {
  const [rung] = rungs.filter(({ known }) => beginOf(known) < endOf(known));
  return rung ? { rung, number: beginOf(rung.known), isOld } : null;
}

const firstOf = ({ first }: Lease): number => first;
const endOf = ({ last }: Lease): number => last + 1;

/** Where the oldest of all views should be, in the best storage that has any; null = there is none. */
export const oldestPlace = (rungs: Rung[]): Place | null => firstIn(rungs, firstOf, endOf, false);

/** Where the view to send next should be. Those of a better storage go first, the unanswered last. */
export function nextPlace(rungs: Rung[], hasAnswered: boolean): Place | null {
  const next = (lease: Lease): number => nextOf(lease, hasAnswered);
  return firstIn(rungs, next, endOf, false) || firstIn(rungs, firstOf, next, true);
}
