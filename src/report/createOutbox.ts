import type { QueuedView } from './createHead.js';
import { createQueue, type Leaving } from './createQueue.js';
import { createRungs } from './createRungs.js';
import { createTenure } from './createTenure.js';
import type { Holder } from './decideLease.js';
import type { Kv } from './kv.js';
import { NO_LEASE, type OutboxState } from './lease.js';
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
export interface Outbox {
  /** Takes the lease. Resolves when views can be sent. Never rejects. */
  open(): Promise<void>;
  /** Stores a view at the end; before `open` it waits in memory. */
  add(view: StoredView): void;
  /** The view to send next; where all were sent, the oldest of the unanswered (`isOld`). */
  head(): QueuedView | null;
  /** Drops the oldest view where too many are kept, unless it may be answered: to be called before the head is sent. */
  trim(): void;
  /**
   * What changes in the head, and in what the pages hand on to each other. Resolves when that is stored; where
   * another page has the lease, or was done with the view, it is not the head any more.
   */
  mark(key: string, fields: Partial<StoredView>, changes: Partial<OutboxState>): Promise<void>;
  /**
   * The head leaves, and this is how it is counted; or all others go before it.
   *
   * @param changes in what the pages hand on to each other
   */
  leave(key: string, how: Leaving, changes?: Partial<OutboxState>): void;
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
  const note = (changes: Partial<OutboxState> | undefined): void => {
    holder.state = { ...holder.state, ...changes };
  };

  const rungs = createRungs({
    ...options,
    holder,
    looked: (rung, { isMine, isCleared }) => {
      if (!isOwner() || rung !== rungs.home()) return;
      if (!isMine) tenure.lose();
      if (isCleared) queue.putBack(rung);
    },
    done: () => queue.findHead(),
  });
  const tenure = createTenure({
    rungs,
    holder,
    log,
    changed: () => {
      queue.forgetHead();
      if (isOwner()) queue.open();
      queue.findHead();
      options.changed();
    },
  });
  const queue = createQueue({
    ...options,
    rungs,
    isOwner,
    hasAnswered,
    leaving: (how) => {
      if (how !== 'to-end' && how !== 'unanswered') note({ [how]: holder.state[how] + 1 });
    },
    left: (rung) => {
      if (rung !== rungs.home()) void tenure.save();
    },
  });

  return {
    open: tenure.claim,
    add: queue.add,
    head: queue.head,
    trim: queue.trim,
    mark: (key, fields, changes) => {
      const head = queue.head();
      if (!head || head.key !== key) return Promise.resolve();
      note(changes);
      return queue.change(head, fields);
    },
    leave: (key, how, changes) => {
      const head = queue.head();
      if (!head || head.key !== key) return;
      note(changes);
      queue.leave(head, how);
    },
    beat: tenure.beat,
    release: tenure.release,
    state: () => holder.state,
    noteAttempts: (attempts) => {
      note({ attempts });
      void tenure.save();
    },
    noteAnswer: () => {
      if (queue.unanswered()) queue.forgetHead();
      note({ answeredAt: broker });
      void tenure.save();
    },
    hasAnswered,
    waiting: queue.waiting,
    unanswered: queue.unanswered,
    isOwner,
    storage: () => (queue.isOpen() ? rungs.home().kv.kind : 'opening'),
  };
}
