import type { ReportNotice } from './reportCodes.js';
import type { Kv, Write } from './kv.js';
import { decideWatch, leasePast, NO_WATCH, type Holder } from './decideLease.js';
import { NO_LEASE, type Lease, type OutboxState } from './lease.js';
import { createRungs, type Rung } from './createRungs.js';
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
  head(): { key: string; view: StoredView; isOld: boolean } | null;
  /**
   * Before the head is sent: what it becomes, and what the pages hand on to each other with it. Resolves when
   * that is stored; where another page has the lease, or was done with the view, it is not the head any more.
   */
  mark(view: StoredView, changes: Partial<OutboxState>): Promise<void>;
  /**
   * The view leaves, if it is the head, and this is how it is counted; or all others go before it.
   *
   * @param changes what the pages hand on to each other with it
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

type Leaving = 'sent' | 'refused' | 'dropped' | 'to-end' | 'unanswered';

interface Head {
  rung: Rung;
  number: number;
  key: string;
  view: StoredView;
  isOld: boolean;
}

const recordOf = (number: number): string => `view:${number}`;

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

export function createOutbox({
  page,
  ladder,
  broker,
  maxQueued,
  log,
  isBusy,
  changed,
}: OutboxOptions): Outbox {
  /** Views that came before the storage was open, in order. */
  const early: StoredView[] = [];
  /** Views on their way into the storage. */
  let storing = 0;
  let head: Head | null = null;
  let isFinding = false;
  /** How often this page has taken the lease. */
  let claims = 0;
  const me: Holder = { page, isOwner: false, signature: page, state: NO_LEASE };
  let saidDropped = false;
  let watch = NO_WATCH;

  const {
    all: rungs,
    home,
    transact,
    onHome,
    setBroken,
  } = createRungs({
    ladder,
    log,
    holder: me,
    looked: (rung, { isMine, isCleared }, committed) => {
      if (me.isOwner && rung === home()) {
        if (!isMine) lose();
        if (isCleared) putBack(rung);
      }
      committed?.();
      find();
    },
  });
  const hasAnswered = (): boolean => me.state.answeredAt === broker;
  const nextOf = ({ first, next }: Lease): number => (hasAnswered() ? first : Math.max(first, next));
  const hasNew = ({ known }: Rung): boolean => nextOf(known) <= known.last;
  const hasAny = ({ known: { first, last } }: Rung): boolean => first <= last;
  const waiting = (): number =>
    rungs.reduce((sum, { known }) => sum + known.last - nextOf(known) + 1, storing + early.length);
  const unanswered = (): number => rungs.reduce((sum, { known }) => sum + nextOf(known) - known.first, 0);

  const note = (changes: Partial<OutboxState>): void => {
    me.state = { ...me.state, ...changes };
    if (me.isOwner) void save();
  };

  const save = (): Promise<void> => onHome(({ isMine }) => (isMine ? [] : null));

  function store(view: StoredView): void {
    storing++;
    let number: number;
    let mine: Rung['mine'];
    void onHome(
      ({ lease }, rung) => {
        ({ mine } = rung);
        number = ++lease.last;
        return [[recordOf(number), view]];
      },
      () => {
        storing--;
        mine[number] = view;
        // A new one goes first.
        if (head && head.isOld) head = null;
      },
    ).then(() => {
      trim();
      changed();
    });
  }

  /** Looks for the head of the queue, where it is not known. The better storage's views go first. */
  function find(): void {
    if (!me.isOwner || head || isFinding) return;
    isFinding = true;
    const began = claims;
    void look(0, false).then(() => {
      isFinding = false;
      // Another page may have reported meanwhile, and sent what was found; or a new view came, which goes first.
      if (began !== claims || (head && head.isOld && rungs.some(hasNew))) head = null;
      // Views may have come meanwhile.
      if (rungs.some(hasAny)) find();
      trim();
      changed();
    });
  }

  /** @param isOld among those that were sent and not answered */
  function look(index: number, isOld: boolean): Promise<void> {
    const rung = rungs[index];
    if (!rung) return isOld ? Promise.resolve() : look(0, true);
    const { known } = rung;
    const number = isOld ? known.first : nextOf(known);
    if (number > (isOld ? nextOf(known) - 1 : known.last)) return look(index + 1, isOld);
    let found: unknown = rung.mine[number];
    const asked =
      found || rung.isBroken
        ? Promise.resolve()
        : rung.kv
            .change(recordOf(number), (value) => {
              found = value;
              return [];
            })
            .catch((error: unknown) => setBroken(rung, error));
    return asked.then(() => {
      if (found) head = { rung, number, key: `${rung.kv.kind} ${number}`, view: found as StoredView, isOld };
      else {
        // Somebody took it.
        rung.known = leasePast(rung.known, number, true);
        return look(index, isOld);
      }
      return undefined;
    });
  }

  /** To be called whenever the head changes, and before it is sent. */
  function trim(): void {
    if (!me.isOwner || !head || waiting() + unanswered() <= maxQueued || isBusy()) return;
    const [rung] = rungs.filter(hasAny);
    leave({ ...head, rung: rung!, number: rung!.known.first }, 'dropped');
    if (saidDropped) return;
    saidDropped = true;
    const message = `More than ${maxQueued} views are kept; the oldest are dropped.`;
    log({ code: 'outbox-dropped', level: 'warn', message });
  }

  function leave({ rung, number, view }: Head, how: Leaving): void {
    const { mine } = rung;
    const isGone = how !== 'unanswered';
    const moved = how === 'to-end' ? { ...view, rounds: view.rounds + 1, failed: true } : undefined;
    head = null;
    isFinding = true;
    if (isGone && how !== 'to-end') me.state = { ...me.state, [how]: me.state[how] + 1 };
    void transact(rung, (look) => {
      const writes: Write[] = isGone ? [[recordOf(number), undefined]] : [];
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
      if (isGone) delete mine[number];
      // Another page may have been faster.
      if (look.lease.first > number) return writes;
      const lease = (look.lease = leasePast(look.lease, number, isGone));
      if (!moved) return writes;
      mine[++lease.last] = moved;
      return writes.concat([[recordOf(lease.last), moved]]);
    })
      .catch((error: unknown) => {
        rung.known = leasePast(rung.known, number, isGone);
        setBroken(rung, error);
        if (moved) store(moved);
      })
      .then(() => {
        if (rung !== home()) void save();
        isFinding = false;
        find();
      });
  }

  /** Takes the lease: from now on this page reports, and the storage is right where memory says otherwise. */
  const claim = (): Promise<void> =>
    onHome(({ lease }) => {
      me.signature = lease.owner = page;
      lease.beat++;
      me.state = lease;
      return [];
    })
      // What an earlier page had to put into a lesser storage.
      .then(() =>
        Promise.all(
          rungs.map((rung, index) => {
            rung.mine = {};
            return index > rungs.indexOf(home())
              ? transact(rung, () => null).catch((error: unknown) => setBroken(rung, error))
              : Promise.resolve();
          }),
        ),
      )
      .then(() => {
        me.isOwner = true;
        claims++;
        head = null;
        early.splice(0).forEach(store);
        find();
        changed();
      });

  function lose(): void {
    me.isOwner = false;
    head = null;
    watch = NO_WATCH;
    log({
      code: 'outbox-passive',
      level: 'info',
      message: 'Another page reports for this TV now.',
    });
    changed();
  }

  /** Somebody cleared the storage under a page that lives: what it knows goes back in. */
  function putBack(rung: Rung): void {
    const { mine } = rung;
    rung.mine = {};
    head = null;
    Object.keys(mine)
      .sort((a, b) => Number(a) - Number(b))
      .forEach((number) => {
        const view = mine[Number(number)];
        if (view) store(view);
      });
  }

  return {
    open: claim,
    add: (view) => {
      if (claims) store(view);
      else early.push(view);
    },
    head: () => (me.isOwner ? head : null),
    mark: (view, changes) => {
      trim();
      if (!head) return Promise.resolve();
      const { rung, number } = head;
      const record: Write[] = [[recordOf(number), view]];
      head.view = view;
      if (rung.mine[number]) rung.mine[number] = view;
      me.state = { ...me.state, ...changes };
      return onHome(({ lease, isMine }, at) => {
        if (!isMine) return null;
        if (at !== rung) return [];
        if (lease.first <= number) return record;
        // Another page was done with it.
        head = null;
        return [];
      }).then(() =>
        // A storage that fails here stops no view.
        head && rung !== home() ? transact(rung, () => record).catch(() => undefined) : undefined,
      );
    },
    leave: (key, how, changes) => {
      if (!head || head.key !== key) return;
      me.state = { ...me.state, ...changes };
      leave(head, how);
    },
    beat: () => {
      if (!claims) return Promise.resolve();
      if (me.isOwner) return save();
      return onHome(({ lease }) => {
        watch = decideWatch(watch, lease);
        return null;
      }).then(() => (watch.isFree ? claim() : undefined));
    },
    release: () => {
      if (!me.isOwner) return;
      me.isOwner = false;
      me.signature = '';
      void save();
    },
    state: () => me.state,
    noteAttempts: (attempts) => note({ attempts }),
    noteAnswer: () => {
      if (unanswered()) head = null;
      note({ answeredAt: broker });
    },
    hasAnswered,
    waiting,
    unanswered,
    isOwner: () => me.isOwner,
    storage: () => (claims ? home().kv.kind : 'opening'),
  };
}
