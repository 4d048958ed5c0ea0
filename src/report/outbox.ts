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
 */
export interface Outbox {
  /** Looks through the storage, and takes the lease. Resolves when views can be sent. Never rejects. */
  open(): Promise<void>;
  /** Stores a view at the end; before `open` it waits in memory. */
  add(view: StoredView): void;
  /** The view to send next. */
  head(): { key: string; sentBefore: boolean } | null;
  /**
   * Before it is sent: `mark` says what it becomes, and it is stored so, unless this page may not send any
   * more (`passive`). `mark` returns null to leave it as it is (`left`). `gone`: it cannot be read.
   */
  prepare(key: string, mark: Mark): Promise<Prepared>;
  /** It is not in the storage any more; nothing is counted. */
  forget(key: string): void;
  /** It leaves the outbox, and `counts` is how it is counted. */
  remove(key: string, counts: 'sent' | 'refused' | 'dropped'): void;
  /** All others first. The record is the one that `prepare` has seen. */
  toEnd(key: string): void;
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

export type Prepared = { outcome: 'ready'; view: StoredView } | { outcome: 'left' | 'gone' | 'passive' };

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

interface Lease {
  owner: string;
  /** Changes at every beat: no page has to trust another's clock. */
  beat: number;
  /** Changes when a page that does not own it adds a view. */
  added: number;
}

interface Entry {
  key: string;
  /** null = not stored yet. */
  kv: Kv | null;
  /** Kept for the views of this page, so that a storage that is cleared loses none; loaded for the others. */
  view: StoredView | null;
}

const LEASE = 'lease';
const STATE = 'state';
const VIEW = 'view:';
/** Keys sort as texts: enough digits for a view a second in 30,000 years. */
const SEQUENCE_DIGITS = 12;
/** A lease that has not changed for so many beats belongs to a page that is gone. */
const BEATS_TO_TAKE_OVER = 3;

const keyOf = (sequence: number, page: string): string =>
  `${VIEW}${`000000000000${sequence}`.slice(-SEQUENCE_DIGITS)}:${page}`;
const sequenceOf = (key: string): number => Number(key.slice(VIEW.length, VIEW.length + SEQUENCE_DIGITS));

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
  /** The rungs of the ladder that still hold; the first is where things are stored. */
  let ladder = options.ladder;
  let entries: Entry[] = [];
  /** Entries before it are gone; kept so that taking the first costs the same for any length. */
  let first = 0;
  let sequence = 0;
  let state = NEW_STATE;
  let owner = false;
  let opened = false;
  let seenAdded = 0;
  let watched: { lease: string; beats: number } = { lease: '', beats: 0 };
  /** The head, while it is being sent: not dropped for want of room. */
  let busyKey: string | null = null;
  /** What left while the keys are being read; null = they are not. */
  let left: string[] | null = null;
  let beating = false;
  let trimming = false;

  const home = (): Kv => ladder[0] as Kv;
  const leaseOf = (value: unknown): Lease | null =>
    typeof value === 'object' && value !== null ? (value as Lease) : null;
  const isMine = (value: unknown): boolean => leaseOf(value)?.owner === page;

  /** The first rung does not hold: everything new goes one lower. */
  function stepDown(from: Kv, reason: unknown): void {
    if (home() !== from || ladder.length < 2) return;
    ladder = ladder.slice(1);
    const why = reason instanceof Error && reason.message ? ` (${reason.message})` : '';
    if (home().kind === 'memory')
      log(noticeOf('storage-memory', `Views can be kept in memory only: ${from.kind} does not work${why}.`));
    else
      log(
        noticeOf('storage-fallback', `Views are kept in ${home().kind}: ${from.kind} does not work${why}.`),
      );
  }

  /** Runs on the first rung that holds. Memory never fails, so this ends. */
  function onHome<T>(action: (kv: Kv) => Promise<T>): Promise<T> {
    const kv = home();
    return action(kv).catch((error: unknown) => {
      if (kv.kind === 'memory') throw error;
      stepDown(kv, error);
      return onHome(action);
    });
  }

  function store(entry: Entry): void {
    void onHome((kv) =>
      kv
        .change(LEASE, (value) => {
          const lease = leaseOf(value);
          const writes: Write[] = entry.view ? [[entry.key, entry.view]] : [];
          // The page that reports has to know that there is one more.
          if (lease && lease.owner !== page) writes.push([LEASE, { ...lease, added: lease.added + 1 }]);
          return { writes, result: undefined };
        })
        .then(() => {
          entry.kv = kv;
          // Dropped on its way into the storage.
          if (!entry.view) erase(entry);
        }),
    ).then(changed);
  }

  function push(view: StoredView): void {
    const entry: Entry = { key: opened ? keyOf(++sequence, page) : '', kv: null, view };
    entries.push(entry);
    if (!opened) return;
    store(entry);
    trim();
  }

  function trim(): void {
    let dropped = 0;
    while (owner && entries.length - first > options.maxQueued) {
      const oldest = entries[first]?.key === busyKey ? first + 1 : first;
      const [entry] = entries.splice(oldest, 1);
      if (!entry) break;
      left?.push(entry.key);
      dropped++;
      // It may be on its way into the storage.
      if (!entry.kv) entry.view = null;
      state = { ...state, dropped: state.dropped + 1 };
      erase(entry);
    }
    if (dropped > 0 && !trimming)
      log(
        noticeOf(
          'outbox-dropped',
          `More than ${options.maxQueued} views wait; the oldest are dropped (${state.dropped} so far).`,
        ),
      );
    trimming = dropped > 0 || (trimming && entries.length - first >= options.maxQueued);
  }

  /** The record goes, and what is counted is stored with it. */
  function erase(entry: Entry, more: Write[] = []): void {
    const { kv } = entry;
    if (!kv) {
      saveState();
      return;
    }
    const counts = state;
    const isHome = kv === home();
    void kv
      .change(LEASE, () => {
        const writes: Write[] = [[entry.key, undefined]];
        return { writes: writes.concat(more, isHome ? [[STATE, counts]] : []), result: undefined };
      })
      .catch((error: unknown) => stepDown(kv, error));
    if (!isHome) saveState();
  }

  function saveState(): void {
    const counts = state;
    void onHome((kv) => kv.change(LEASE, () => ({ writes: [[STATE, counts]], result: undefined })));
  }

  /**
   * One pass over the keys: what is there, in order, with what only this page knows.
   *
   * @param trustMemory false = another page had the lease, and may have marked what this one remembers.
   */
  function readKeys(trustMemory: boolean): Promise<void> {
    const found: Entry[] = [];
    left = [];
    const known: Record<string, Entry> = {};
    entries.slice(first).forEach((entry) => {
      if (entry.key) known[entry.key] = entry;
    });
    const unstored = entries.slice(first).filter((entry) => entry.kv === null || entry.kv.kind === 'memory');
    return ladder
      .filter((kv) => kv.kind !== 'memory')
      .reduce<Promise<void>>(
        (before, kv) =>
          before.then(() =>
            kv.keys().then(
              (keys) =>
                keys.forEach((key) => {
                  if (key.indexOf(VIEW) !== 0 || (left && left.indexOf(key) >= 0)) return;
                  found.push({ key, kv, view: trustMemory ? (known[key]?.view ?? null) : null });
                }),
              (error: unknown) => stepDown(kv, error),
            ),
          ),
        Promise.resolve(),
      )
      .then(() => {
        // Views may have come while the storage was read.
        const later = entries
          .slice(first)
          .filter((entry) => entry.kv === null && unstored.indexOf(entry) < 0);
        found.forEach(({ key }) => {
          sequence = Math.max(sequence, sequenceOf(key));
        });
        entries = found.concat(unstored.filter((entry) => entry.key !== '' && !has(found, entry.key)));
        entries.sort((a, b) => (a.key < b.key ? -1 : 1));
        first = 0;
        const fresh = unstored
          .filter((entry) => entry.key === '')
          .concat(later.filter((e) => !has(found, e.key)));
        opened = true;
        left = null;
        fresh.forEach((entry) => {
          const isNew = entry.key === '';
          if (isNew) entry.key = keyOf(++sequence, page);
          entries.push(entry);
          if (isNew) store(entry);
        });
      });
  }

  const has = (list: Entry[], key: string): boolean => list.some((entry) => entry.key === key);

  function claim(): Promise<void> {
    return onHome((kv) =>
      kv.change(LEASE, (value) => {
        const added = leaseOf(value)?.added ?? 0;
        const lease: Lease = { owner: page, beat: 1, added };
        return { writes: [[LEASE, lease]], result: added };
      }),
    )
      .then((added) => {
        seenAdded = added;
        return onHome((kv) => kv.get(STATE));
      })
      .then((value) => {
        if (typeof value === 'object' && value !== null) state = { ...NEW_STATE, ...(value as OutboxState) };
        return readKeys(false);
      })
      .then(() => {
        owner = true;
        trim();
        changed();
      });
  }

  function lose(): void {
    if (!owner) return;
    owner = false;
    watched = { lease: '', beats: 0 };
    log(noticeOf('outbox-passive', 'Another page of the plugin reports for this TV now.'));
    changed();
  }

  /** Somebody cleared the storage under a page that lives: what it knows goes back in. */
  function putBack(): Promise<void> {
    entries.slice(first).forEach((entry) => {
      if (entry.view) {
        entry.kv = null;
        store(entry);
      }
    });
    saveState();
    return claimAgain();
  }

  const claimAgain = (): Promise<void> =>
    onHome((kv) =>
      kv.change(LEASE, () => {
        const lease: Lease = { owner: page, beat: 1, added: 0 };
        return { writes: [[LEASE, lease]], result: undefined };
      }),
    ).then(() => {
      seenAdded = 0;
    });

  function renew(): Promise<void> {
    return onHome((kv) =>
      kv.change<Lease | 'cleared' | 'lost'>(LEASE, (value) => {
        const lease = leaseOf(value);
        if (!lease) return { writes: [], result: 'cleared' };
        if (lease.owner !== page) return { writes: [], result: 'lost' };
        const renewed = { ...lease, beat: lease.beat + 1 };
        return { writes: [[LEASE, renewed]], result: renewed };
      }),
    ).then((result) => {
      if (result === 'lost') {
        lose();
        return undefined;
      }
      if (result === 'cleared') return putBack();
      if (result.added === seenAdded) return undefined;
      seenAdded = result.added;
      return readKeys(true).then(() => {
        trim();
        changed();
      });
    });
  }

  function watch(): Promise<void> {
    return onHome((kv) => kv.get(LEASE)).then((value) => {
      const lease = JSON.stringify(leaseOf(value) && [leaseOf(value)?.owner, leaseOf(value)?.beat]);
      watched = { lease, beats: lease === watched.lease ? watched.beats + 1 : 1 };
      if (watched.beats > BEATS_TO_TAKE_OVER || leaseOf(value) === null) return claim();
      return undefined;
    });
  }

  const find = (key: string): number => {
    for (let i = first; i < entries.length; i++) if (entries[i]?.key === key) return i;
    return -1;
  };

  function take(key: string): Entry | null {
    const index = find(key);
    const entry = entries[index];
    if (!entry) return null;
    if (index === first) {
      first++;
      // Now and then what is gone is let go of.
      if (first > 1000 && first * 2 > entries.length) {
        entries = entries.slice(first);
        first = 0;
      }
    } else entries.splice(index, 1);
    if (busyKey === key) busyKey = null;
    left?.push(key);
    return entry;
  }

  function prepare(key: string, mark: Mark): Promise<Prepared> {
    const entry = entries[find(key)];
    const kv = entry?.kv;
    if (!entry || !kv) return Promise.resolve({ outcome: 'gone' });
    busyKey = key;
    return load(entry, kv).then((view): Prepared | Promise<Prepared> => {
      if (!view) return { outcome: 'gone' };
      const marked = mark(view, state);
      if (!marked) return { outcome: 'left' };
      return saveMarked(kv, key, marked).then((mayHave) => {
        if (!mayHave) {
          lose();
          return { outcome: 'passive' };
        }
        entry.view = marked.view;
        state = marked.state;
        return { outcome: 'ready', view: marked.view };
      });
    });
  }

  function load(entry: Entry, kv: Kv): Promise<StoredView | null> {
    if (entry.view) return Promise.resolve(entry.view);
    return kv.get(entry.key).then(
      (value) => {
        if (typeof value !== 'object' || value === null) return null;
        entry.view = value as StoredView;
        return entry.view;
      },
      (error: unknown) => {
        stepDown(kv, error);
        return null;
      },
    );
  }

  /** Resolves with false when another page has the lease. A storage that fails here stops no view. */
  function saveMarked(
    kv: Kv,
    key: string,
    marked: { view: StoredView; state: OutboxState },
  ): Promise<boolean> {
    const record: Write = [key, marked.view];
    const at = home();
    return at
      .change(LEASE, (value) => {
        const mine = isMine(value) || leaseOf(value) === null;
        const writes: Write[] = [[STATE, marked.state]];
        return { writes: mine ? writes.concat(at === kv ? [record] : []) : [], result: mine };
      })
      .then((mine) => (mine && at !== kv ? kv.change(key, () => ({ writes: [record], result: true })) : mine))
      .catch((error: unknown) => {
        stepDown(at, error);
        return true;
      });
  }

  return {
    open: claim,
    add: push,
    head: () => {
      const entry = entries[first];
      // Stored before it is sent: one that is not yet makes the others behind it wait.
      if (!owner || !entry || entry.kv === null) return null;
      const sentBefore = entry.view ? entry.view.timestamp !== undefined : true;
      return { key: entry.key, sentBefore };
    },
    prepare,
    forget: (key) => {
      take(key);
    },
    remove: (key, counts) => {
      const entry = take(key);
      if (!entry) return;
      state = { ...state, [counts]: state[counts] + 1 };
      erase(entry);
    },
    toEnd: (key) => {
      const entry = take(key);
      if (!entry?.view) return;
      const view = { ...entry.view, rounds: entry.view.rounds + 1 };
      const moved: Entry = { key: keyOf(++sequence, page), kv: entry.kv, view };
      entries.push(moved);
      erase(entry, [[moved.key, view]]);
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
      void home()
        .change(LEASE, (value) => ({
          writes: isMine(value) ? [[LEASE, undefined]] : [],
          result: undefined,
        }))
        .catch(() => undefined); // the page is closing; the next one takes the lease in any case
    },
    state: () => state,
    noteAttempts: (attempts) => {
      state = { ...state, attempts };
      if (owner) saveState();
    },
    waiting: () => entries.length - first,
    isOwner: () => owner,
    storage: () => (opened ? home().kind : 'opening'),
  };
}
