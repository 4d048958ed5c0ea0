import { createHead, type QueuedView } from './createHead.js';
import { createIntake } from './createIntake.js';
import { createQueue, type Queue } from './createQueue.js';
import { createRungs } from './createRungs.js';
import { createTenure } from './createTenure.js';
import type { Holder } from './decideLease.js';
import type { Kv } from './kv.js';
import { NO_LEASE, type OutboxState } from './lease.js';
import { keptIn, unansweredIn } from './nextPlace.js';
import type { ReportNotice } from './reportCodes.js';
import type { StoredView } from './storedView.js';

/**
 * The views that wait, in storage, one record each, and which page of the plugin may send them.
 *
 * MSX may load the plugin anew before the old page is gone. The page that came last reports: it writes its
 * name into a lease, and every record is marked as sent in one transaction with a look at that lease, so the
 * old page finds out before it sends anything more. Web Locks would do the same, but TVs load plugins over
 * http, where browsers do not have them; a lease in the storage works everywhere and needs no clock that the
 * pages share. A page that lost the lease still stores its views, and takes over again when the lease has not
 * been renewed for three beats.
 *
 * The records are numbered, and the lease knows the first and the last: nothing here ever looks through the
 * storage, so adding, and taking over after a reload, cost the same with none and with 10,000.
 *
 * At a broker where no server has ever answered, views that were sent stay where they are, as unanswered; the
 * lease knows the first one that is not. When a server answers, all of them are simply to be sent again.
 */
export interface Outbox extends Queue {
  /** Takes the lease. Resolves when views can be sent. Never rejects. */
  open(): Promise<void>;
  /** Stores a view at the end; before `open` it waits in memory. */
  add(view: StoredView): void;
  /** The view to send next; where all were sent, the oldest of the unanswered (`isOld`). */
  head(): QueuedView | null;
  /** Renews the lease, or looks whether it is free: to be called every beat. Never rejects. */
  beat(): Promise<void>;
  /** Gives the lease back, as far as a page that closes can. */
  release(): void;
  state(): OutboxState;
  /** Remembers a connection attempt (device clock). */
  noteAttempts(attempts: number[]): void;
  /** A server has answered at this broker: what is unanswered is to be sent again, before all others. */
  noteAnswer(): void;
  /** Whether a server has ever answered at this broker. */
  hasAnswered(): boolean;
  waiting(): number;
  /** Sent, confirmed by the broker, and kept until a server answers. */
  unanswered(): number;
  isOwner(): boolean;
  storage(): Kv['kind'] | 'opening';
}

interface OutboxOptions {
  page: string;
  /** Where things are kept, the best first; the last one always works. */
  ladder: Kv[];
  /** The broker's address. */
  broker: string;
  /** So many views are kept, the unanswered among them. */
  maxQueued: number;
  log: (notice: ReportNotice) => void;
  /** Whether the head may be answered at any moment: then it is not dropped for want of room. */
  isBusy: () => boolean;
  /** The head, or who owns the lease, may have changed. */
  changed: () => void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { page, broker, log } = options;
  const holder: Holder = { page, isOwner: false, signature: page, state: NO_LEASE };
  const isOwner = (): boolean => holder.isOwner;
  const hasAnswered = (): boolean => holder.state.answeredAt === broker;
  const unanswered = (): number => unansweredIn(rungs.all, hasAnswered());

  const rungs = createRungs({
    ...options,
    holder,
    looked: (rung, { isMine, isCleared }) => {
      if (!isOwner() || rung !== rungs.home()) return;
      if (!isMine) tenure.lose();
      if (isCleared) intake.putBack(rung);
    },
    done: () => head.find(),
  });
  const tenure = createTenure({
    rungs,
    holder,
    log,
    changed: () => {
      head.forget();
      if (isOwner()) intake.open();
      head.find();
      options.changed();
    },
  });
  const head = createHead({ rungs, isOwner, hasAnswered, changed });
  const intake = createIntake(rungs, head, changed);
  const queue = createQueue({ ...options, rungs, head, intake, tenure });

  function changed(): void {
    queue.trim();
    options.changed();
  }

  return {
    ...queue,
    open: tenure.claim,
    add: intake.add,
    head: head.current,
    beat: tenure.beat,
    release: tenure.release,
    state: tenure.state,
    noteAttempts: (attempts) => {
      tenure.note({ attempts });
      void tenure.save();
    },
    noteAnswer: () => {
      if (unanswered()) head.forget();
      tenure.note({ answeredAt: broker });
      void tenure.save();
    },
    hasAnswered,
    waiting: () => keptIn(rungs.all) - unanswered() + intake.pending(),
    unanswered,
    isOwner,
    storage: () => (intake.isOpen() ? rungs.home().kv.kind : 'opening'),
  };
}
