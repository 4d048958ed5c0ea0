import type { Log } from '../tvx/notice.js';
import { noticeOf } from './codes.js';
import type { Kv, Write } from './kv.js';
import type { RecentStamps, StoredView } from './stored-view.js';

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
 * The records are numbered, and the lease knows the first, the last and how many: nothing here ever looks
 * through the storage, so adding, and taking over after a reload, cost the same with none and with 10,000.
 */
export interface Outbox {
  /** Takes the lease. Resolves when views can be sent. Never rejects. */
  open(): Promise<void>;
  /** Stores a view at the end; before `open` it waits in memory. */
  add(view: StoredView): void;
  /** The view to send next. */
  head(): { key: string; sentBefore: boolean } | null;
  /**
   * Before it is sent: `mark` says what it becomes, and it is stored so, unless this page may not send any
   * more (`passive`). `mark` returns null to leave it as it is (`left`).
   */
  prepare(key: string, mark: Mark): Promise<Prepared>;
  /** It leaves the outbox, and `counts` is how it is counted. */
  remove(key: string, counts: 'sent' | 'refused' | 'dropped'): void;
  /** All others first. The record is the one that `prepare` has seen. */
  toEnd(key: string): void;
  /** Whether the head is being sent: then it is not dropped for want of room. */
  setBusy(isBusy: boolean): void;
  /** Renews the lease, or looks whether it is free: to be called every beat. Never rejects. */
  beat(): Promise<void>;
  /** Gives the lease back, as far as a page that closes can. */
  release(): void;
  state(): OutboxState;
  /** Remembers a connection attempt (device clock). */
  noteAttempts(attempts: number[]): void;
  waiting(): number;
  isOwner(): boolean;
  storage(): Kv['kind'] | 'opening';
}

export type Mark = (view: StoredView, state: OutboxState) => { view: StoredView; state: OutboxState } | null;

export type Prepared = { outcome: 'ready'; view: StoredView } | { outcome: 'left' | 'passive' };

/** What the pages hand on to each other, beside the views. */
export interface OutboxState {
  /** Device clock, ms since 1970. */
  lastSentAtMs: number;
  attempts: number[];
  recent: RecentStamps;
  /** Views without a known time: post, and when it was sent (device clock). */
  unknown: [postId: number, sentAtMs: number][];
  sent: number;
  refused: number;
  dropped: number;
}

const NEW_STATE: OutboxState = {
  lastSentAtMs: 0,
  attempts: [],
  recent: [],
  unknown: [],
  sent: 0,
  refused: 0,
  dropped: 0,
};

/** One record in each storage: who reports, and where the queue begins and ends. */
interface Lease {
  /** The page that reports; '' = none. */
  owner: string;
  /** Changes at every beat: no page has to trust another's clock. 0 = nobody has ever owned it. */
  beat: number;
  /** No record has a lower number … */
  first: number;
  /** … or a higher one. */
  last: number;
  waiting: number;
}

const NO_LEASE: Lease = { owner: '', beat: 0, first: 1, last: 0, waiting: 0 };

/** A storage, and what its lease said last. */
interface Rung {
  kv: Kv;
  lease: Lease;
  /** This page has written its name there. */
  isClaimed: boolean;
  /** It cannot be read: only what this page remembers is left of it. */
  isBroken: boolean;
}

interface Current {
  rung: Rung;
  number: number;
  key: string;
  view: StoredView;
}

const LEASE = 'lease';
const STATE = 'state';
const recordOf = (number: number): string => `view:${number}`;
/** A lease that has not changed for so many beats belongs to a page that is gone. */
const BEATS_TO_TAKE_OVER = 3;

export interface OutboxOptions {
  page: string;
  ladder: Kv[];
  maxQueued: number;
  log: Log;
  /** The head, or who owns the lease, may have changed. */
  changed: () => void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { page, log, changed } = options;
  const rungs = options.ladder.map((kv): Rung => ({
    kv,
    lease: NO_LEASE,
    isClaimed: false,
    isBroken: false,
  }));
  /** The rung that takes new views: those above it do not hold. */
  let homeIndex = 0;
  /** Views that came before the storage was open, in order. */
  let early: StoredView[] = [];
  /** Views on their way into the storage. */
  let storing = 0;
  /** What this page has stored, in case the storage is cleared or breaks: by key. */
  let mine: Record<string, StoredView> = {};
  let current: Current | null = null;
  let isFinding = false;
  /** How often this page has taken the lease. */
  let claims = 0;
  let state = NEW_STATE;
  let owner = false;
  let opened = false;
  let busy = false;
  let beating = false;
  let saidDropped = false;
  let watched: { lease: string; beats: number } = { lease: '', beats: 0 };

  const home = (): Rung => rungs[homeIndex] as Rung;
  const keyOf = (rung: Rung, number: number): string => `${rung.kv.kind} ${number}`;
  const stored = (): number => rungs.reduce((sum, { lease }) => sum + lease.waiting, 0);

  /** This rung does not hold: everything new goes one lower. */
  function stepDown(from: Rung, reason: unknown): void {
    if (home() !== from || homeIndex === rungs.length - 1) return;
    homeIndex++;
    const why = reason instanceof Error && reason.message ? ` (${reason.message})` : '';
    const { kind } = home().kv;
    const code = kind === 'memory' ? 'storage-memory' : 'storage-fallback';
    log(noticeOf(code, `Views are kept in ${kind}: ${from.kv.kind} does not work${why}.`));
  }

  /** One transaction with a look at the lease. `lease` is the new one, if it changes. */
  function transact<T>(
    rung: Rung,
    decide: (lease: Lease) => { lease?: Lease; writes?: Write[]; result: T },
  ): Promise<T> {
    return rung.kv
      .change(LEASE, (value) => {
        const old = typeof value === 'object' && value !== null ? (value as Lease) : NO_LEASE;
        const { lease, writes = [], result } = decide(old);
        return {
          writes: lease ? writes.concat([[LEASE, lease]]) : writes,
          result: { lease: lease ?? old, result },
        };
      })
      .then(({ lease, result }) => {
        rung.lease = lease;
        return result;
      });
  }

  /** On the first rung that holds. Memory never fails, so this ends. */
  function onHome<T>(action: (rung: Rung) => Promise<T>): Promise<T> {
    const rung = home();
    return action(rung).catch((error: unknown) => {
      if (rung.kv.kind === 'memory') throw error;
      stepDown(rung, error);
      return onHome(action);
    });
  }

  function store(view: StoredView): void {
    storing++;
    void onHome((rung) =>
      transact(rung, (lease) => {
        const last = lease.last + 1;
        return {
          lease: { ...lease, last, waiting: lease.waiting + 1 },
          writes: [[recordOf(last), view]],
          result: keyOf(rung, last),
        };
      }),
    ).then((key) => {
      storing--;
      mine[key] = view;
      changed();
      find();
    });
  }

  /** Looks for the head of the queue, where it is not known. The better storage's views go first. */
  function find(): void {
    if (!owner || current || isFinding) {
      trim();
      return;
    }
    isFinding = true;
    const began = claims;
    void look(0, 0).then((found) => {
      isFinding = false;
      // Another page may have reported meanwhile, and sent what was found.
      if (began !== claims) {
        find();
        return;
      }
      current = found;
      if (found) trim();
      changed();
    });
  }

  function look(index: number, from: number): Promise<Current | null> {
    const rung = rungs[index];
    if (!rung) return Promise.resolve(null);
    const number = Math.max(from, rung.lease.first);
    if (rung.lease.waiting <= 0) return look(index + 1, 0);
    if (number > rung.lease.last) return recount(rung, number).then(() => look(index + 1, 0));
    const key = keyOf(rung, number);
    const found = (value: unknown): Promise<Current | null> =>
      typeof value === 'object' && value !== null
        ? Promise.resolve({ rung, number, key, view: value as StoredView })
        : look(index, number + 1);
    if (mine[key] || rung.isBroken) return found(mine[key]);
    return rung.kv.get(recordOf(number)).then(found, (error: unknown) => {
      rung.isBroken = true;
      stepDown(rung, error);
      return look(index, number);
    });
  }

  /** Records that should be there are not: somebody took them. Nothing waits below `number`. */
  function recount(rung: Rung, number: number): Promise<void> {
    return transact(rung, (lease) =>
      lease.last < number
        ? { lease: { ...lease, first: number, waiting: 0 }, result: undefined }
        : { result: undefined },
    ).catch(() => {
      rung.lease = { ...rung.lease, waiting: 0 };
    });
  }

  function trim(): void {
    if (stored() < options.maxQueued) saidDropped = false;
    if (!owner || busy || !current || stored() <= options.maxQueued) return;
    leave('dropped');
    if (saidDropped) return;
    saidDropped = true;
    const text = `More than ${options.maxQueued} views wait; the oldest are dropped (${state.dropped} so far).`;
    log(noticeOf('outbox-dropped', text));
  }

  /** The head leaves, and what is counted is stored with it; or it goes to the end. */
  function leave(how: 'sent' | 'refused' | 'dropped' | 'to-end'): void {
    if (!current) return;
    const { rung, number, key, view } = current;
    const moved = how === 'to-end' ? { ...view, rounds: view.rounds + 1 } : null;
    current = null;
    busy = false;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
    delete mine[key];
    if (how !== 'to-end') state = { ...state, [how]: state[how] + 1 };
    rung.lease = {
      ...rung.lease,
      first: number + 1,
      last: rung.lease.last + (moved ? 1 : 0),
      waiting: rung.lease.waiting - (moved ? 0 : 1),
    };
    transact(rung, (lease) => {
      const last = lease.last + (moved ? 1 : 0);
      const writes: Write[] = [[recordOf(number), undefined]];
      // Another page may have been faster.
      if (lease.first > number) return { writes, result: null };
      if (moved) writes.push([recordOf(last), moved]);
      if (lease.owner === page && rung === home()) writes.push([STATE, state]);
      const after = { ...lease, first: number + 1, last, waiting: lease.waiting - (moved ? 0 : 1) };
      return { lease: after, writes, result: moved && keyOf(rung, last) };
    }).then(
      (movedKey) => {
        if (movedKey && moved) mine[movedKey] = moved;
        find();
      },
      (error: unknown) => {
        rung.isBroken = true;
        stepDown(rung, error);
        find();
      },
    );
    if (rung !== home()) saveState();
  }

  /** A page that has lost the lease without knowing it has nothing to say any more. */
  function saveState(): void {
    void onHome((rung) =>
      transact(rung, (lease) => ({
        writes: lease.owner === page ? [[STATE, state]] : [],
        result: undefined,
      })),
    );
  }

  /** Takes the lease: from now on this page reports, and the storage is right where memory says otherwise. */
  function claim(): Promise<void> {
    return onHome((rung) =>
      transact(rung, (lease) => ({
        lease: { ...lease, owner: page, beat: lease.beat + 1 },
        result: undefined,
      })).then(() => {
        rung.isClaimed = true;
        return rung.kv.get(STATE);
      }),
    )
      .then((value) => {
        if (typeof value === 'object' && value !== null) state = { ...NEW_STATE, ...(value as OutboxState) };
        // What an earlier page had to put into a lesser storage.
        return Promise.all(
          rungs.slice(homeIndex + 1).map((rung) =>
            transact(rung, () => ({ result: undefined })).catch(() => {
              rung.isBroken = true;
            }),
          ),
        );
      })
      .then(() => {
        owner = true;
        claims++;
        current = null;
        mine = {};
        if (!opened) {
          opened = true;
          const came = early;
          early = [];
          came.forEach(store);
        }
        find();
        changed();
      });
  }

  function lose(): void {
    if (!owner) return;
    owner = false;
    current = null;
    watched = { lease: '', beats: 0 };
    log(noticeOf('outbox-passive', 'Another page of the plugin reports for this TV now.'));
    changed();
  }

  /** Somebody cleared the storage under a page that lives: what it knows goes back in. */
  function putBack(rung: Rung): void {
    const kept = Object.keys(mine)
      .filter((key) => key.indexOf(rung.kv.kind) === 0)
      .map((key) => ({ number: Number(key.split(' ')[1]), view: mine[key] as StoredView }))
      .sort((a, b) => a.number - b.number);
    mine = {};
    current = null;
    kept.forEach(({ view }) => store(view));
    saveState();
  }

  function renew(): Promise<void> {
    return onHome((rung) =>
      transact(rung, (lease) => {
        const isCleared = rung.isClaimed && lease.beat === 0;
        const isLost = lease.owner !== page && lease.beat !== 0;
        if (isLost) return { result: lose };
        const renewed = { ...lease, owner: page, beat: lease.beat + 1 };
        return { lease: renewed, result: isCleared ? () => putBack(rung) : find };
      }).then((next) => {
        rung.isClaimed = true;
        next();
      }),
    );
  }

  function watch(): Promise<void> {
    return onHome((rung) => transact(rung, (lease) => ({ result: lease }))).then((lease) => {
      const name = `${lease.owner} ${lease.beat}`;
      watched = { lease: name, beats: name === watched.lease ? watched.beats + 1 : 1 };
      return watched.beats > BEATS_TO_TAKE_OVER || lease.owner === '' ? claim() : undefined;
    });
  }

  function prepare(key: string, mark: Mark): Promise<Prepared> {
    const sending = current;
    const marked = sending?.key === key ? mark(sending.view, state) : null;
    if (!sending || !marked) return Promise.resolve({ outcome: 'left' });
    return saveMarked(sending, marked).then((outcome) => {
      if (outcome === 'passive') lose();
      if (outcome === 'left' && current === sending) {
        current = null;
        find();
      }
      if (outcome !== 'ready') return { outcome };
      sending.view = marked.view;
      if (mine[key]) mine[key] = marked.view;
      state = marked.state;
      return { outcome: 'ready', view: marked.view };
    });
  }

  /** `left`: another page was done with it. A storage that fails here stops no view. */
  function saveMarked(
    sending: Current,
    marked: { view: StoredView; state: OutboxState },
  ): Promise<Prepared['outcome']> {
    const { rung, number } = sending;
    const record: Write = [recordOf(number), marked.view];
    const at = home();
    return transact<Prepared['outcome']>(at, (lease) => {
      if (lease.owner !== page && lease.beat !== 0) return { result: 'passive' };
      if (at === rung && lease.first > number) return { result: 'left' };
      const writes: Write[] = [[STATE, marked.state]];
      return { writes: writes.concat(at === rung ? [record] : []), result: 'ready' };
    })
      .then((outcome) =>
        outcome === 'ready' && at !== rung
          ? transact(rung, () => ({ writes: [record], result: outcome }))
          : outcome,
      )
      .catch((error: unknown) => {
        stepDown(at, error);
        return 'ready';
      });
  }

  return {
    open: claim,
    add: (view) => {
      if (opened) store(view);
      else early.push(view);
    },
    head: () =>
      owner && current ? { key: current.key, sentBefore: current.view.timestamp !== undefined } : null,
    prepare,
    remove: (key, counts) => {
      if (current?.key === key) leave(counts);
    },
    toEnd: (key) => {
      if (current?.key === key) leave('to-end');
    },
    setBusy: (isBusy) => {
      if (busy === isBusy) return;
      busy = isBusy;
      trim();
    },
    beat: () => {
      if (!opened || beating) return Promise.resolve();
      beating = true;
      return (owner ? renew() : watch()).then(() => {
        beating = false;
      });
    },
    release: () => {
      if (!owner) return;
      owner = false;
      void onHome((rung) =>
        transact(rung, (lease) =>
          lease.owner === page
            ? { lease: { ...lease, owner: '' }, result: undefined }
            : { result: undefined },
        ),
      );
    },
    state: () => state,
    noteAttempts: (attempts) => {
      state = { ...state, attempts };
      if (owner) saveState();
    },
    waiting: () => stored() + storing + early.length,
    isOwner: () => owner,
    storage: () => (opened ? home().kv.kind : 'opening'),
  };
}
