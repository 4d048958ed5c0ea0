import { recordOf, type Change } from './createRungs.js';
import { leasePast } from './decideLease.js';
import type { Write } from './kv.js';
import type { Lease } from './lease.js';
import type { StoredView } from './storedView.js';

/** A view comes in at the end. */
export function withView(lease: Lease, view: StoredView): Change {
  const last = lease.last + 1;
  return { lease: { ...lease, last }, writes: [[recordOf(last), view]] };
}

/**
 * A view was sent.
 *
 * @param isGone it goes; else it stays as unanswered
 * @param moved what comes in at the end for it; null = nothing
 */
export function withoutView(
  before: Lease,
  number: number,
  isGone: boolean,
  moved: StoredView | null,
): Change {
  const removed: Write[] = isGone ? [[recordOf(number), undefined]] : [];
  // Another page may have been faster.
  if (before.first > number) return { lease: before, writes: removed };
  const past = leasePast(before, number, isGone);
  if (!moved) return { lease: past, writes: removed };
  const { lease, writes } = withView(past, moved);
  return { lease, writes: removed.concat(writes) };
}
