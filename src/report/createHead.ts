import type { Rungs } from './createRungs.js';
import { leasePast } from './decideLease.js';
import { nextPlace, type Place } from './nextPlace.js';
import type { StoredView } from './storedView.js';

/** A view that is first in the queue. */
export interface QueuedView {
  /** No other view has this one, not even in another storage. */
  key: string;
  view: StoredView;
  /** It was sent and not answered, and so were all others. */
  isOld: boolean;
}

export type Head = QueuedView & Place;

/** The first of the queue, as far as it is known. */
export interface HeadKeeper {
  current: () => Head | null;
  /** It is the same view, but changed. */
  replace: (changed: Head) => void;
  /** Looks for it, where it is not known. */
  find: () => void;
  /** It may be another one by now, also where it is just being looked for. */
  forget: () => void;
  /** The queue gets shorter: the next one is looked for when that is done. */
  leave: (done: Promise<void>) => void;
}

interface HeadOptions {
  rungs: Rungs;
  /** Nobody else sends. */
  isOwner: () => boolean;
  hasAnswered: () => boolean;
  /** It is known, or there is none. */
  changed: () => void;
}

export function createHead({ rungs, isOwner, hasAnswered, changed }: HeadOptions): HeadKeeper {
  let head: Head | null = null;
  let isBusy = false;
  /** How often what was known became worthless. */
  let forgotten = 0;

  function read(): Promise<Head | null> {
    const place = nextPlace(rungs.all, hasAnswered());
    if (!place) return Promise.resolve(null);
    const { rung, number } = place;
    return rungs.read(rung, number).then((view) => {
      if (view) return { ...place, key: `${rung.kv.kind} ${number}`, view };
      // Somebody took it.
      rung.known = leasePast(rung.known, number, true);
      return read();
    });
  }

  function find(): void {
    // Another page was done with it.
    if (head && head.number < head.rung.known.first) head = null;
    if (!isOwner() || head || isBusy) return;
    isBusy = true;
    const began = forgotten;
    void read().then((found) => {
      isBusy = false;
      const next = nextPlace(rungs.all, hasAnswered());
      // A new one goes first.
      const isLate = found && found.isOld && next && !next.isOld;
      if (began === forgotten && !isLate) head = found;
      // Views may have come meanwhile.
      if (next) find();
      changed();
    });
  }

  function forget(): void {
    forgotten++;
    head = null;
  }

  return {
    current: () => (isOwner() ? head : null),
    replace: (next) => {
      head = next;
    },
    find,
    forget,
    leave: (done) => {
      head = null;
      isBusy = true;
      void done.then(() => {
        isBusy = false;
        find();
      });
    },
  };
}
