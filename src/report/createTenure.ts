import type { Rung, Rungs } from './createRungs.js';
import { decideWatch, NO_WATCH, type Holder } from './decideLease.js';
import type { Write } from './kv.js';
import type { Lease, OutboxState } from './lease.js';
import type { ReportNotice } from './reportCodes.js';

/** Whether this page is the one that reports. */
export interface Tenure {
  /** From now on this page reports, and the storage is right where memory says otherwise. Never rejects. */
  claim: () => Promise<void>;
  /** Another page does. */
  lose: () => void;
  /** Renews the lease, or looks whether it is free. Never rejects. */
  beat: () => Promise<void>;
  /** Gives the lease back, as far as a page that closes can. */
  release: () => void;
  /** Stores what the pages hand on, and some records with it, if this one has the lease. Never rejects. */
  save: (make?: (lease: Lease, rung: Rung) => Write[]) => Promise<void>;
  /** What they hand on … */
  state: () => OutboxState;
  /** … and what changes in it. */
  note: (changes: Partial<OutboxState> | undefined) => void;
}

interface TenureOptions {
  rungs: Rungs;
  /** This page; changes with its tenure. */
  holder: Holder;
  log: (notice: ReportNotice) => void;
  /** This page reports from now on, or does not any more. */
  changed: () => void;
}

export function createTenure({ rungs, holder, log, changed }: TenureOptions): Tenure {
  const { all, home, transact, onHome, setBroken } = rungs;
  let watch = NO_WATCH;

  const save: Tenure['save'] = (make) =>
    onHome(({ lease, isMine }, rung) => (isMine ? { lease, writes: make ? make(lease, rung) : [] } : null));

  /** What an earlier page had to put into lesser storages. */
  const lookBelow = (): Promise<unknown> =>
    Promise.all(
      all
        .slice(all.indexOf(home()) + 1)
        .map((rung) => transact(rung, () => null).catch((error: unknown) => setBroken(rung, error))),
    );

  const claim = (): Promise<void> =>
    onHome(({ lease: found }) => {
      const lease: Lease = { ...found, owner: holder.page, beat: found.beat + 1 };
      holder.signature = holder.page;
      holder.state = lease;
      return { lease, writes: [] };
    })
      .then(() => {
        all.forEach((rung) => (rung.mine = {}));
        return lookBelow();
      })
      .then(() => {
        holder.isOwner = true;
        changed();
      });

  return {
    claim,
    lose: () => {
      holder.isOwner = false;
      watch = NO_WATCH;
      log({ code: 'outbox-passive', level: 'info', message: 'Another page reports for this TV now.' });
      changed();
    },
    beat: () =>
      holder.isOwner
        ? save()
        : onHome(({ lease }) => {
            watch = decideWatch(watch, lease);
            return null;
          }).then(() => (watch.isFree ? claim() : undefined)),
    release: () => {
      if (!holder.isOwner) return;
      holder.isOwner = false;
      holder.signature = '';
      void save();
    },
    save,
    state: () => holder.state,
    note: (changes) => {
      holder.state = { ...holder.state, ...changes };
    },
  };
}
