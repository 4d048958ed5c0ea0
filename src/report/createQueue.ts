import { createHead, type Head } from './createHead.js';
import { createRecords } from './createRecords.js';
import type { Rung, Rungs } from './createRungs.js';
import { oldestPlace, unansweredIn, waitingIn, type Place } from './nextPlace.js';
import type { ReportNotice } from './reportCodes.js';
import type { StoredView } from './storedView.js';

/** How a view leaves its place; `unanswered`: it stays stored, and all others go before it. */
export type Leaving = 'sent' | 'refused' | 'dropped' | 'to-end' | 'unanswered';

/** The views in the storages, in the order in which they go. */
interface Queue {
  /** Stores a view at the end; before `open` it waits in memory. */
  add: (view: StoredView) => void;
  /** The storage can be written. */
  open: () => void;
  isOpen: () => boolean;
  /** The first; null where there is none, or it is not known yet. */
  head: () => Head | null;
  /** Looks for it, where it is not known. */
  findHead: () => void;
  /** It may be another one by now. */
  forgetHead: () => void;
  /** Resolves when that is stored. Never rejects. */
  change: (head: Head, fields: Partial<StoredView>) => Promise<void>;
  leave: (head: Head, how: Leaving) => void;
  /** Drops the oldest view where too many are kept, unless it may be answered. */
  trim: () => void;
  /** Somebody cleared the storage under a page that lives: what it knows goes back in. */
  putBack: (rung: Rung) => void;
  waiting: () => number;
  /** Sent, confirmed by the broker, and kept until a server answers. */
  unanswered: () => number;
}

interface QueueOptions {
  log: (notice: ReportNotice) => void;
  rungs: Rungs;
  maxQueued: number;
  /** Nobody else sends. */
  isOwner: () => boolean;
  /** A server has answered at this broker. */
  hasAnswered: () => boolean;
  /** The head may be answered at any moment. */
  isBusy: () => boolean;
  /** A view leaves: to be counted, before it is stored that it does. */
  leaving: (how: Leaving) => void;
  /** That is stored. */
  left: (from: Rung) => void;
  /** The head may have changed. */
  changed: () => void;
}

export function createQueue(options: QueueOptions): Queue {
  const { rungs, maxQueued, isOwner, hasAnswered, isBusy } = options;
  const head = createHead({ rungs, isOwner, hasAnswered, changed });
  const records = createRecords({
    rungs,
    stored: () => {
      // A new one goes first.
      if (head.current()?.isOld) head.forget();
    },
    taken: head.forget,
    changed,
  });

  const waiting = (): number => waitingIn(rungs.all, hasAnswered()) + records.pending();
  const unanswered = (): number => unansweredIn(rungs.all, hasAnswered());

  function leave(place: Place, how: Leaving, moved: StoredView | null = null): void {
    options.leaving(how);
    const removed = records.remove(place, how !== 'unanswered', moved);
    head.leave(removed.then(() => options.left(place.rung)));
  }

  let saidDropped = false;
  function trim(): void {
    const oldest = oldestPlace(rungs.all);
    if (!oldest || !head.current() || isBusy() || waiting() + unanswered() <= maxQueued) return;
    leave(oldest, 'dropped');
    if (saidDropped) return;
    saidDropped = true;
    const message = `More than ${maxQueued} views are kept; the oldest are dropped.`;
    options.log({ code: 'outbox-dropped', level: 'warn', message });
  }

  function changed(): void {
    trim();
    options.changed();
  }

  return {
    add: records.add,
    open: records.open,
    isOpen: records.isOpen,
    head: head.current,
    findHead: head.find,
    forgetHead: head.forget,
    change: (before, fields) => {
      const after = { ...before, view: { ...before.view, ...fields } };
      head.replace(after);
      return records.replace(after);
    },
    leave: (place, how) => {
      const { view } = place;
      leave(place, how, how === 'to-end' ? { ...view, rounds: view.rounds + 1, failed: true } : null);
    },
    trim,
    putBack: (rung) => {
      head.forget();
      records.putBack(rung);
    },
    waiting,
    unanswered,
  };
}
