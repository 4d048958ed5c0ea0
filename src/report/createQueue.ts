import type { Head, HeadKeeper } from './createHead.js';
import type { Intake } from './createIntake.js';
import { recordOf, type Rungs } from './createRungs.js';
import type { Tenure } from './createTenure.js';
import { leasePast } from './decideLease.js';
import type { Write } from './kv.js';
import type { Lease, OutboxState } from './lease.js';
import { keptIn, oldestPlace, type Place } from './nextPlace.js';
import type { ReportNotice } from './reportCodes.js';
import type { StoredView } from './storedView.js';
import { withoutView } from './withoutView.js';

type Leaving = 'sent' | 'refused' | 'dropped' | 'to-end' | 'unanswered';

/** What becomes of the views that are stored. */
export interface Queue {
  /**
   * What changes in the head, and in what the pages hand on to each other. Resolves when that is stored; where
   * another page has the lease, or was done with the view, it is not the head any more.
   */
  mark: (key: string, fields: Partial<StoredView>, changes: Partial<OutboxState>) => Promise<void>;
  /**
   * The head leaves, and this is how it is counted; or all others go before it.
   *
   * @param changes in what the pages hand on to each other
   */
  leave: (key: string, how: Leaving, changes?: Partial<OutboxState>) => void;
  /** Drops the oldest view where too many are kept, unless it may be answered: to be called before the head is sent. */
  trim: () => void;
}

interface QueueOptions {
  rungs: Rungs;
  head: HeadKeeper;
  intake: Intake;
  tenure: Tenure;
  maxQueued: number;
  log: (notice: ReportNotice) => void;
  isBusy: () => boolean;
}

export function createQueue({ rungs, head, intake, tenure, maxQueued, log, isBusy }: QueueOptions): Queue {
  let saidDropped = false;

  /** @param moved what comes in at the end for it; null = nothing */
  function leave({ rung, number }: Place, how: Leaving, moved: StoredView | null): void {
    const { mine } = rung;
    const isGone = how !== 'unanswered';
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
    if (isGone) delete mine[number];
    if (isGone && how !== 'to-end') tenure.note({ [how]: tenure.state()[how] + 1 });
    const left = rungs
      .transact(rung, ({ lease }) => {
        const change = withoutView(lease, number, isGone, moved);
        if (moved && change.lease !== lease) mine[change.lease.last] = moved;
        return change;
      })
      .catch((error: unknown) => {
        rung.known = leasePast(rung.known, number, isGone);
        rungs.setBroken(rung, error);
        if (moved) intake.add(moved);
      });
    head.leave(
      left.then(() => {
        if (rung !== rungs.home()) void tenure.save();
      }),
    );
  }

  /** The head, if it is this view. */
  function headOf(key: string): Head | null {
    const current = head.current();
    return current && current.key === key ? current : null;
  }

  return {
    mark: (key, fields, changes) => {
      const before = headOf(key);
      if (!before) return Promise.resolve();
      const { rung, number } = before;
      const view = { ...before.view, ...fields };
      const write = ({ first }: Lease): Write[] => (first <= number ? [[recordOf(number), view]] : []);
      tenure.note(changes);
      head.replace({ ...before, view });
      if (rung.mine[number]) rung.mine[number] = view;
      return tenure
        .save((lease, at) => (at === rung ? write(lease) : []))
        .then(() =>
          // A storage that fails here stops no view.
          headOf(key) && rung !== rungs.home()
            ? rungs.transact(rung, ({ lease }) => ({ lease, writes: write(lease) })).catch(() => undefined)
            : undefined,
        );
    },
    leave: (key, how, changes) => {
      const left = headOf(key);
      if (!left) return;
      tenure.note(changes);
      const { view } = left;
      leave(left, how, how === 'to-end' ? { ...view, rounds: view.rounds + 1, failed: true } : null);
    },
    trim: () => {
      const oldest = oldestPlace(rungs.all);
      if (!oldest || !head.current() || isBusy() || keptIn(rungs.all) + intake.pending() <= maxQueued) return;
      leave(oldest, 'dropped', null);
      if (saidDropped) return;
      saidDropped = true;
      const message = `More than ${maxQueued} views are kept; the oldest are dropped.`;
      log({ code: 'outbox-dropped', level: 'warn', message });
    },
  };
}
