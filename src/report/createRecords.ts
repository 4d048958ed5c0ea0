import type { Head } from './createHead.js';
import { recordOf, type Change, type Rung, type Rungs } from './createRungs.js';
import { leasePast } from './decideLease.js';
import type { Write } from './kv.js';
import type { Lease } from './lease.js';
import type { Place } from './nextPlace.js';
import type { StoredView } from './storedView.js';

/** Puts views into the storage. */
interface Records {
  /** Stores a view at the end; before `open` it waits in memory. */
  add: (view: StoredView) => void;
  /** The storage can be written. */
  open: () => void;
  isOpen: () => boolean;
  /** Views that are not in the storage yet. */
  pending: () => number;
  /** What it became. Resolves when that is stored, as far as it can be. Never rejects. */
  replace: (head: Head) => Promise<void>;
  /**
   * A view was sent; or it is gone. Resolves when that is stored, as far as it can be. Never rejects.
   *
   * @param moved what comes in at the end for it; null = nothing
   */
  remove: (place: Place, isGone: boolean, moved: StoredView | null) => Promise<void>;
  /** Somebody cleared the storage under a page that lives: what it knows goes back in. */
  putBack: (rung: Rung) => void;
}

/** A view comes in at the end. */
export function withView(lease: Lease, view: StoredView): Change {
  const last = lease.last + 1;
  return { lease: { ...lease, last }, writes: [[recordOf(last), view]] };
}

/**
 * A view was sent; or it is gone.
 *
 * @param moved what comes in at the end for it; null = nothing
 */
export function withoutView(
  before: Lease,
  number: number,
  isGone: boolean,
  moved: StoredView | null,
): Change {
  const removed: Change['writes'] = isGone ? [[recordOf(number), undefined]] : [];
  // Another page may have been faster.
  if (before.first > number) return { lease: before, writes: removed };
  const lease = leasePast(before, number, isGone);
  if (!moved) return { lease, writes: removed };
  const added = withView(lease, moved);
  return { lease: added.lease, writes: removed.concat(added.writes) };
}

interface RecordsOptions {
  rungs: Rungs;
  /** A view is there. */
  stored: () => void;
  /** Another page was done with a view that is replaced. */
  taken: () => void;
  /** All is said of what was stored. */
  changed: () => void;
}

export function createRecords({ rungs, stored, taken, changed }: RecordsOptions): Records {
  const { home, onHome, transact, setBroken } = rungs;
  let isOpen = false;
  /** Views that came before, in order. */
  const early: StoredView[] = [];
  /** Views on their way into the storage. */
  let storing = 0;

  function store(view: StoredView): void {
    storing++;
    let { mine } = home();
    let last: number;
    void onHome(
      ({ lease }, rung) => {
        const change = withView(lease, view);
        ({ mine } = rung);
        ({ last } = change.lease);
        return change;
      },
      () => {
        storing--;
        mine[last] = view;
        stored();
      },
    ).then(changed);
  }

  function replace({ rung, number, view }: Head): Promise<void> {
    const writes: Write[] = [[recordOf(number), view]];
    const isThere = (): boolean => rung.known.first <= number;
    let isMine = false;
    if (rung.mine[number]) rung.mine[number] = view;
    return onHome(
      (look, at) => {
        const { lease } = look;
        ({ isMine } = look);
        return isMine ? { lease, writes: at === rung && lease.first <= number ? writes : [] } : null;
      },
      () => {
        if (!isThere()) taken();
      },
    ).then(() =>
      // A storage that fails here stops no view.
      isMine && rung !== home() && isThere()
        ? transact(rung, ({ lease }) => ({ lease, writes })).catch(() => undefined)
        : undefined,
    );
  }

  function remove({ rung, number }: Place, isGone: boolean, moved: StoredView | null): Promise<void> {
    const { mine } = rung;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
    if (isGone) delete mine[number];
    return transact(rung, ({ lease }) => {
      const change = withoutView(lease, number, isGone, moved);
      if (moved && change.lease !== lease) mine[change.lease.last] = moved;
      return change;
    }).catch((error: unknown) => {
      rung.known = leasePast(rung.known, number, isGone);
      setBroken(rung, error);
      if (moved) store(moved);
    });
  }

  return {
    add: (view) => {
      if (isOpen) store(view);
      else early.push(view);
    },
    open: () => {
      isOpen = true;
      early.splice(0).forEach(store);
    },
    isOpen: () => isOpen,
    pending: () => storing + early.length,
    replace,
    remove,
    putBack: (rung) => {
      const { mine } = rung;
      rung.mine = {};
      Object.keys(mine)
        .map(Number)
        .sort((a, b) => a - b)
        .forEach((number) => store(mine[number]!));
    },
  };
}
