import { NO_LEASE, type Lease, type OutboxState } from './lease.js';

/** The page that looks at a lease. */
export interface Holder {
  page: string;
  /** It reports, as far as it knows. */
  isOwner: boolean;
  /** What goes into the lease while it is its own: the page's name; '' = it gives the lease back. */
  signature: string;
  state: OutboxState;
}

/** What a page finds in a storage, and leaves there. */
export interface Look {
  lease: Lease;
  /** The page has the lease there. */
  isMine: boolean;
  /** Somebody cleared the storage under it. */
  isCleared: boolean;
}

/**
 * What becomes of a lease when a page looks at it.
 *
 * @param found the record; undefined = there is none
 * @param known what this page knew of the storage before
 * @param isUnread this page could not read it at some time: what is there is for the next one
 */
export function decideLease(found: unknown, known: Lease, isUnread: boolean, holder: Holder): Look {
  const old: Lease = { ...NO_LEASE, ...(found as Lease | undefined) };
  const isCleared = holder.isOwner && !old.owner;
  const isMine = isCleared || old.owner === holder.page;
  const from = isCleared || isUnread ? old : known;
  // A page that has lost the lease without knowing it has nothing to say any more.
  const lease = isMine
    ? {
        ...holder.state,
        owner: holder.signature,
        beat: old.beat + 1,
        first: Math.max(old.first, from.first),
        last: old.last,
        next: Math.max(old.next, from.next),
      }
    : old;
  return { lease, isMine, isCleared };
}

/** What a page knows of a storage after a look; of one that it could not read, that it was done with more. */
export const leaseKnown = (lease: Lease, known: Lease, isUnread: boolean): Lease =>
  isUnread
    ? { ...lease, first: Math.max(lease.first, known.first), next: Math.max(lease.next, known.next) }
    : lease;

/** The view with this number was sent; or it is gone. */
export const leasePast = (lease: Lease, number: number, isGone: boolean): Lease => ({
  ...lease,
  first: isGone && lease.first === number ? number + 1 : lease.first,
  next: Math.max(lease.next, number + 1),
});

/** What a page that does not report sees of the one that does. */
interface Watch {
  /** Owner and beat; '' = nobody has the lease. */
  seen: string;
  /** For how many beats that has been so. */
  beats: number;
  /** The lease may be taken. */
  isFree: boolean;
}

export const NO_WATCH: Watch = { seen: '', beats: 0, isFree: false };

/** A lease that has not changed for so many beats belongs to a page that is gone. */
const BEATS_TO_TAKE_OVER = 3;

/** After another beat: no page has to trust another's clock. */
export function decideWatch(before: Watch, { owner, beat }: Lease): Watch {
  const seen = owner && `${owner} ${beat}`;
  const beats = seen === before.seen ? before.beats + 1 : 1;
  return { seen, beats, isFree: !seen || beats > BEATS_TO_TAKE_OVER };
}
