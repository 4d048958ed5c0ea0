import type { ReportNotice } from './codes.js';
import type { Kv, Write } from './kv.js';
import { NO_LEASE, type Lease, type OutboxState } from './lease.js';
import type { StoredView } from './stored-view.js';

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

/** A storage. */
interface Rung {
  kv: Kv;
  /** What its lease said last. */
  lease: Lease;
  /** What this page has stored there, in case it is cleared or breaks: by number. */
  mine: Record<number, StoredView>;
  /** It could not be read: this page sends only what it remembers of it. The rest stays for the next page. */
  isBroken?: boolean;
}

interface Head {
  rung: Rung;
  number: number;
  key: string;
  view: StoredView;
  isOld: boolean;
}

const LEASE = 'lease';
const recordOf = (number: number): string => `view:${number}`;
/** A lease that has not changed for so many beats belongs to a page that is gone. */
const BEATS_TO_TAKE_OVER = 3;

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

/**
 * What a transaction writes beside the lease; null = nothing at all.
 *
 * @param lease the new lease, which it may change
 * @param isMine this page has the lease there
 */
type Make = (lease: Lease, isMine: boolean, rung: Rung) => Write[] | null;

export function createOutbox({
  page,
  ladder,
  broker,
  maxQueued,
  log,
  isBusy,
  changed,
}: OutboxOptions): Outbox {
  const rungs = ladder.map((kv): Rung => ({ kv, lease: NO_LEASE, mine: {} }));
  /** The rung that takes new views: those above it do not hold. */
  let homeIndex = 0;
  /** Views that came before the storage was open, in order. */
  const early: StoredView[] = [];
  /** Views on their way into the storage. */
  let storing = 0;
  let head: Head | null = null;
  let isFinding = false;
  /** How often this page has taken the lease. */
  let claims = 0;
  let state: OutboxState = NO_LEASE;
  let owner = false;
  /** What goes into the lease for its owner. */
  let signature = page;
  let opened = false;
  let saidDropped = false;
  let watched = '';
  let unchangedBeats = 0;

  const home = (): Rung => rungs[homeIndex]!;
  const hasAnswered = (): boolean => state.answeredAt === broker;
  /** The number of the next view to send. */
  const nextOf = ({ first, next }: Lease): number => (hasAnswered() ? first : Math.max(first, next));
  const waiting = (): number =>
    rungs.reduce((sum, { lease }) => sum + lease.last - nextOf(lease) + 1, storing + early.length);
  const unanswered = (): number => rungs.reduce((sum, { lease }) => sum + nextOf(lease) - lease.first, 0);

  /** This rung does not hold: everything new goes one lower. */
  function stepDown(from: Rung, reason: unknown): void {
    if (home() !== from || !rungs[homeIndex + 1]) return;
    homeIndex++;
    const { kind } = home().kv;
    const message = `Views are kept in ${kind}: ${from.kv.kind} fails (${String(reason)}).`;
    if (kind === 'memory')
      log({
        code: 'storage-memory',
        level: 'warn',
        message,
        remedy: 'Let MSX store data on the TV.',
      });
    else log({ code: 'storage-fallback', level: 'warn', message });
  }

  const setBroken = (rung: Rung, reason: unknown): void => {
    rung.isBroken = true;
    stepDown(rung, reason);
  };

  /** The view with this number was sent; or it is gone. */
  const pass = (lease: Lease, number: number, isGone: boolean): Lease => {
    if (isGone && lease.first === number) lease.first++;
    lease.next = Math.max(lease.next, number + 1);
    return lease;
  };

  /** One transaction with a look at the lease. */
  function transact(rung: Rung, make: Make, committed?: () => void): Promise<void> {
    let isMine: boolean;
    let isCleared: boolean;
    let lease: Lease;
    return rung.kv
      .change(LEASE, (value) => {
        const old: Lease = { ...NO_LEASE, ...(value as Lease | undefined) };
        isCleared = owner && !old.owner;
        isMine = isCleared || old.owner === page;
        const { beat, last } = old;
        // What this page could not read is there for the next one.
        const isOld = isCleared || rung.isBroken;
        const first = isOld ? old.first : Math.max(old.first, rung.lease.first);
        const next = isOld ? old.next : Math.max(old.next, rung.lease.next);
        // A page that has lost the lease without knowing it has nothing to say any more.
        lease = isMine ? { ...state, owner: signature, beat: beat + 1, first, last, next } : old;
        const writes = make(lease, isMine, rung);
        return writes ? writes.concat([[LEASE, lease]]) : [];
      })
      .then(() => {
        const { first, next } = rung.lease;
        rung.lease = rung.isBroken
          ? { ...lease, first: Math.max(lease.first, first), next: Math.max(lease.next, next) }
          : lease;
        if (owner && rung === home()) {
          if (!isMine) lose();
          if (isCleared) putBack(rung);
        }
        committed?.();
        find();
      });
  }

  /** On the first rung that holds. Memory never fails, so this ends. */
  function onHome(make: Make, committed?: () => void): Promise<void> {
    const rung = home();
    return transact(rung, make, committed).catch((error: unknown) => {
      if (rung.kv.kind === 'memory') throw error;
      stepDown(rung, error);
      return onHome(make, committed);
    });
  }

  const note = (changes: Partial<OutboxState>): void => {
    state = { ...state, ...changes };
    if (owner) void save();
  };

  const save = (): Promise<void> => onHome((_lease, isMine) => (isMine ? [] : null));

  function store(view: StoredView): void {
    storing++;
    let number: number;
    let mine: Rung['mine'];
    void onHome(
      (lease, _isMine, rung) => {
        ({ mine } = rung);
        number = ++lease.last;
        return [[recordOf(number), view]];
      },
      () => {
        storing--;
        mine[number] = view;
        // A new one goes first.
        if (head?.isOld) head = null;
      },
    ).then(() => {
      trim();
      changed();
    });
  }

  /** Looks for the head of the queue, where it is not known. The better storage's views go first. */
  function find(): void {
    if (!owner || head || isFinding) return;
    isFinding = true;
    const began = claims;
    void look(0, false).then(() => {
      isFinding = false;
      // Another page may have reported meanwhile, and sent what was found; or a new view came, which goes first.
      if (began !== claims || (head?.isOld && rungs.some(({ lease }) => nextOf(lease) <= lease.last)))
        head = null;
      // Views may have come meanwhile.
      if (rungs.some(({ lease }) => lease.first <= lease.last)) find();
      trim();
      changed();
    });
  }

  /** @param isOld among those that were sent and not answered */
  function look(index: number, isOld: boolean): Promise<void> {
    const rung = rungs[index];
    if (!rung) return isOld ? Promise.resolve() : look(0, true);
    const { lease } = rung;
    const number = isOld ? lease.first : nextOf(lease);
    if (number > (isOld ? nextOf(lease) - 1 : lease.last)) return look(index + 1, isOld);
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
        rung.lease = pass({ ...rung.lease }, number, true);
        return look(index, isOld);
      }
      return undefined;
    });
  }

  /** To be called whenever the head changes, and before it is sent. */
  function trim(): void {
    if (!owner || !head || waiting() + unanswered() <= maxQueued || isBusy()) return;
    const [rung] = rungs.filter(({ lease }) => lease.first <= lease.last);
    leave({ ...head, rung: rung!, number: rung!.lease.first }, 'dropped');
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
    if (isGone && how !== 'to-end') state = { ...state, [how]: state[how] + 1 };
    void transact(rung, (lease) => {
      const writes: Write[] = isGone ? [[recordOf(number), undefined]] : [];
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
      if (isGone) delete mine[number];
      // Another page may have been faster.
      if (lease.first > number) return writes;
      pass(lease, number, isGone);
      if (!moved) return writes;
      mine[++lease.last] = moved;
      return writes.concat([[recordOf(lease.last), moved]]);
    })
      .catch((error: unknown) => {
        rung.lease = pass({ ...rung.lease }, number, isGone);
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
    onHome((lease) => {
      signature = lease.owner = page;
      lease.beat++;
      state = lease;
      return [];
    })
      // What an earlier page had to put into a lesser storage.
      .then(() =>
        Promise.all(
          rungs.map((rung, index) => {
            rung.mine = {};
            return index > homeIndex
              ? transact(rung, () => null).catch((error: unknown) => setBroken(rung, error))
              : Promise.resolve();
          }),
        ),
      )
      .then(() => {
        owner = opened = true;
        claims++;
        head = null;
        early.splice(0).forEach(store);
        find();
        changed();
      });

  function lose(): void {
    owner = false;
    head = null;
    watched = '';
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
      if (opened) store(view);
      else early.push(view);
    },
    head: () => (owner ? head : null),
    mark: (view, changes) => {
      trim();
      if (!head) return Promise.resolve();
      const { rung, number } = head;
      const record: Write[] = [[recordOf(number), view]];
      head.view = view;
      if (rung.mine[number]) rung.mine[number] = view;
      state = { ...state, ...changes };
      return onHome((lease, isMine, at) => {
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
      if (head?.key !== key) return;
      state = { ...state, ...changes };
      leave(head, how);
    },
    beat: () => {
      if (!opened) return Promise.resolve();
      if (owner) return save();
      let seen = '';
      return onHome(({ owner: name, beat }) => {
        seen = name && `${name} ${beat}`;
        return null;
      }).then(() => {
        unchangedBeats = seen === watched ? unchangedBeats + 1 : 1;
        watched = seen;
        return !seen || unchangedBeats > BEATS_TO_TAKE_OVER ? claim() : undefined;
      });
    },
    release: () => {
      if (!owner) return;
      owner = false;
      signature = '';
      void save();
    },
    state: () => state,
    noteAttempts: (attempts) => note({ attempts }),
    noteAnswer: () => {
      if (unanswered()) head = null;
      note({ answeredAt: broker });
    },
    hasAnswered,
    waiting,
    unanswered,
    isOwner: () => owner,
    storage: () => (opened ? home().kv.kind : 'opening'),
  };
}
