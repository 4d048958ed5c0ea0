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
   * more (`passive`). `mark` returns null to leave it as it is (`left`).
   */
  prepare(key: string, mark: Mark): Promise<Prepared>;
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

interface Lease {
  /** The page that reports; '' = none. */
  owner: string;
  /** Changes at every beat: no page has to trust another's clock. */
  beat: number;
  /** Of the last view that any page has added: they number their views together. */
  sequence: number;
}

interface Entry {
  /** '' = not given yet. */
  key: string;
  /** Where it is stored; null = it is on its way. */
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
/** As many entries that are gone are kept at the front before they are let go of. */
const MAX_GONE = 1000;

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
  /** Entries before it are gone; so taking the first costs the same for any length. */
  let first = 0;
  let sequence = 0;
  let state = NEW_STATE;
  let owner = false;
  let opened = false;
  let watched: { lease: string; beats: number } = { lease: '', beats: 0 };
  /** The head, while it is being sent: not dropped for want of room. */
  let busyKey: string | null = null;
  /** What happened while the keys are being read; null = they are not. */
  let reading: { left: string[]; stored: Entry[] } | null = null;
  let loading: Entry | null = null;
  let beating = false;
  let trimming = false;

  const home = (): Kv => ladder[0] as Kv;
  const leaseOf = (value: unknown): Lease =>
    typeof value === 'object' && value !== null ? (value as Lease) : { owner: '', beat: 0, sequence: 0 };

  /** The first rung does not hold: everything new goes one lower. */
  function stepDown(from: Kv, reason: unknown): void {
    if (home() !== from || ladder.length < 2) return;
    ladder = ladder.slice(1);
    const why = reason instanceof Error && reason.message ? ` (${reason.message})` : '';
    const code = home().kind === 'memory' ? 'storage-memory' : 'storage-fallback';
    log(noticeOf(code, `Views are kept in ${home().kind}: ${from.kind} does not work${why}.`));
  }

  /** A transaction on the first rung that holds. Memory never fails, so this ends. */
  function onHome<T>(decide: (lease: Lease, kv: Kv) => { writes: Write[]; result: T }): Promise<T> {
    const kv = home();
    return kv
      .change(LEASE, (value) => decide(leaseOf(value), kv))
      .catch((error: unknown) => {
        if (kv.kind === 'memory') throw error;
        stepDown(kv, error);
        return onHome(decide);
      });
  }

  /** The next number, and the lease that remembers it. */
  function number(lease: Lease): { key: string; write: Write; isGap: boolean } {
    const isGap = lease.sequence > sequence;
    sequence = Math.max(sequence, lease.sequence) + 1;
    const digits = `000000000000${sequence}`.slice(-SEQUENCE_DIGITS);
    return { key: `${VIEW}${digits}:${page}`, write: [LEASE, { ...lease, sequence }], isGap };
  }

  function store(entry: Entry): void {
    void onHome((lease, kv) => {
      const numbered = number(lease);
      // Given once: a key that is tried in the next storage stays what it is.
      entry.key = entry.key || numbered.key;
      const record: Write[] = entry.view ? [[entry.key, entry.view]] : [];
      return { writes: record.concat([numbered.write]), result: { kv, isGap: numbered.isGap } };
    }).then(({ kv, isGap }) => {
      entry.kv = kv;
      reading?.stored.push(entry);
      // Dropped on its way into the storage.
      if (!entry.view) erase(entry);
      // Another page has added views before this one: they go first.
      if (isGap && owner && !reading) void readKeys(true).then(changed);
      changed();
    });
  }

  function trim(): void {
    let dropped = 0;
    while (owner && entries.length - first > options.maxQueued) {
      const oldest = entries[first]?.key === busyKey ? first + 1 : first;
      const [entry] = entries.splice(oldest, 1);
      if (!entry) break;
      dropped++;
      state = { ...state, dropped: state.dropped + 1 };
      if (entry.kv) erase(entry);
      else entry.view = null;
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

  /** The record goes, and what is counted is stored with it. `moved` comes instead. */
  function erase(entry: Entry, moved?: Entry): void {
    const { kv } = entry;
    reading?.left.push(entry.key);
    if (!kv) return;
    void kv
      .change(LEASE, (value) => {
        const lease = leaseOf(value);
        const writes: Write[] = [[entry.key, undefined]];
        if (moved) {
          const numbered = number(lease);
          moved.key = numbered.key;
          writes.push([moved.key, moved.view], numbered.write);
        }
        // A page that has lost the lease without knowing it has nothing to say any more.
        if (kv === home() && lease.owner === page) writes.push([STATE, state]);
        return { writes, result: undefined };
      })
      .then(
        () => {
          if (!moved) return;
          moved.kv = kv;
          changed();
        },
        (error: unknown) => stepDown(kv, error),
      );
    if (kv !== home()) saveState();
  }

  function saveState(): void {
    void onHome((lease) => ({
      writes: lease.owner === page ? [[STATE, state]] : [],
      result: undefined,
    }));
  }

  /**
   * One pass over the keys: what is there, in order, and what only this page knows.
   *
   * @param trustMemory false = another page had the lease, and may have marked what this one remembers.
   */
  function readKeys(trustMemory: boolean): Promise<void> {
    const during = { left: [] as string[], stored: [] as Entry[] };
    reading = during;
    const found: { key: string; kv: Kv }[] = [];
    return ladder
      .filter((kv) => kv.kind !== 'memory')
      .reduce<Promise<void>>(
        (before, kv) =>
          before
            .then(() => kv.keys())
            .then(
              (keys) => keys.forEach((key) => key.indexOf(VIEW) === 0 && found.push({ key, kv })),
              (error: unknown) => stepDown(kv, error),
            ),
        Promise.resolve(),
      )
      .then(() => {
        const known: Record<string, Entry> = {};
        const isFound: Record<string, boolean> = {};
        const mine = entries.slice(first);
        mine.forEach((entry) => (known[entry.key] = entry));
        const stored = found
          .filter(({ key }) => during.left.indexOf(key) < 0)
          .map(({ key, kv }): Entry => {
            isFound[key] = true;
            const entry = known[key] ?? { key, kv, view: null };
            entry.kv = kv;
            if (!trustMemory) entry.view = null;
            return entry;
          });
        const others = mine.filter(
          (entry) =>
            !isFound[entry.key] &&
            (entry.kv === null || entry.kv.kind === 'memory' || during.stored.indexOf(entry) >= 0),
        );
        entries = stored
          .concat(others.filter(({ key }) => key))
          .sort((a, b) => (a.key < b.key ? -1 : 1))
          .concat(others.filter(({ key }) => !key));
        first = 0;
        reading = null;
        trim();
      });
  }

  /** Takes the lease: from now on this page reports. */
  function claim(): Promise<void> {
    return onHome((lease) => {
      sequence = Math.max(sequence, lease.sequence);
      return { writes: [[LEASE, { owner: page, beat: 1, sequence }]], result: undefined };
    })
      .then(() => home().get(STATE))
      .then(
        (value) => {
          if (typeof value === 'object' && value !== null)
            state = { ...NEW_STATE, ...(value as OutboxState) };
        },
        (error: unknown) => stepDown(home(), error),
      )
      .then(() => readKeys(false))
      .then(() => {
        owner = true;
        if (!opened) entries.slice(first).forEach((entry) => entry.kv ?? store(entry));
        opened = true;
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
  function putBack(): void {
    entries.slice(first).forEach((entry) => {
      if (!entry.view) return;
      entry.kv = null;
      store(entry);
    });
    saveState();
  }

  function renew(): Promise<void> {
    return onHome((lease) => {
      const isCleared = lease.beat === 0;
      if (lease.owner !== page && !isCleared) return { writes: [], result: 'lost' as const };
      const renewed: Lease = { ...lease, owner: page, beat: lease.beat + 1 };
      const result = isCleared ? ('cleared' as const) : lease.sequence > sequence ? ('more' as const) : null;
      sequence = Math.max(sequence, lease.sequence);
      return { writes: [[LEASE, renewed]], result };
    }).then((result) => {
      if (result === 'lost') lose();
      else if (result === 'cleared') putBack();
      else if (result === 'more') return readKeys(true).then(changed);
      return undefined;
    });
  }

  function watch(): Promise<void> {
    return onHome((lease) => ({ writes: [], result: lease })).then((lease) => {
      const name = `${lease.owner} ${lease.beat}`;
      watched = { lease: name, beats: name === watched.lease ? watched.beats + 1 : 1 };
      return watched.beats > BEATS_TO_TAKE_OVER || lease.owner === '' ? claim() : undefined;
    });
  }

  function find(key: string): number {
    for (let i = first; i < entries.length; i++) if (entries[i]?.key === key) return i;
    return -1;
  }

  function take(key: string): Entry | null {
    const index = find(key);
    const entry = entries[index];
    if (!entry) return null;
    if (index === first) {
      first++;
      if (first > MAX_GONE && first * 2 > entries.length) {
        entries = entries.slice(first);
        first = 0;
      }
    } else entries.splice(index, 1);
    if (busyKey === key) busyKey = null;
    return entry;
  }

  function prepare(key: string, mark: Mark): Promise<Prepared> {
    const entry = entries[find(key)];
    const marked = entry?.view && mark(entry.view, state);
    if (!entry?.kv || !marked) return Promise.resolve({ outcome: 'left' });
    busyKey = key;
    return saveMarked(entry.kv, key, marked).then((mayHave) => {
      if (!mayHave) {
        lose();
        return { outcome: 'passive' };
      }
      entry.view = marked.view;
      state = marked.state;
      return { outcome: 'ready', view: marked.view };
    });
  }

  /** A view of an earlier page is read when it is its turn; one that cannot be read is passed over. */
  function load(entry: Entry, kv: Kv): void {
    if (loading === entry) return;
    loading = entry;
    void kv
      .get(entry.key)
      .catch((error: unknown) => stepDown(kv, error))
      .then((value) => {
        loading = null;
        if (typeof value === 'object' && value !== null) entry.view ??= value as StoredView;
        else take(entry.key);
        changed();
      });
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
        const lease = leaseOf(value);
        const mine = lease.owner === page || lease.beat === 0;
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
    add: (view) => {
      const entry: Entry = { key: '', kv: null, view };
      entries.push(entry);
      if (!opened) return;
      store(entry);
      trim();
    },
    head: () => {
      const entry = entries[first];
      // Stored before it is sent: one that is not yet makes the others behind it wait. While the keys are
      // being read, another page's views may come in front.
      if (!owner || !entry?.kv || (reading && entry.key !== busyKey)) return null;
      if (entry.view) return { key: entry.key, sentBefore: entry.view.timestamp !== undefined };
      load(entry, entry.kv);
      return null;
    },
    prepare,
    remove: (key, counts) => {
      const entry = take(key);
      if (!entry) return;
      state = { ...state, [counts]: state[counts] + 1 };
      erase(entry);
    },
    toEnd: (key) => {
      const entry = take(key);
      if (!entry?.view) return;
      const moved: Entry = { key: '', kv: null, view: { ...entry.view, rounds: entry.view.rounds + 1 } };
      entries.push(moved);
      erase(entry, moved);
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
      void onHome((lease) => ({
        writes: lease.owner === page ? [[LEASE, { ...lease, owner: '' }]] : [],
        result: undefined,
      }));
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
