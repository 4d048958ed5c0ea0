/** What a run keeps of its views, by their posts. */
export interface Ledger {
  /** How many posts were shown; the last one has this number. */
  shown: number;
  /** When each post was shown for the first time. */
  shownAtMs: Map<number, number>;
  /** Shown, and then in the storage or at the server: these must be in the record. */
  certain: Set<number>;
  /** Stood in a database that the engine has damaged at a SIGKILL: it threw it away, or cannot read it any more. */
  gone: Set<number>;
  /** What went at a start without the engine's word for it, and what it said instead; lines. */
  unexplained: string[];
  /** Were in localStorage, which waits for what is in IndexedDB: the order is kept within each. */
  elsewhere: Set<number>;
  /** Stood in the engine's database when that failed: it may come back without its last records. */
  doubtful: Set<number>;
  /** Certain views with the intent `artwork`: shown again on the same day, they do not count again. */
  artworks: number[];
  /** Of these, the ones that were shown again. */
  again: Set<number>;
  mishaps: Record<string, number>;
  /** The mishaps in order. */
  happened: { atMs: number; what: string }[];
  /** Counts a mishap. */
  note: (what: string) => void;
}

export function createLedger(): Ledger {
  const mishaps: Record<string, number> = {};
  const happened: Ledger['happened'] = [];
  return {
    shown: 0,
    shownAtMs: new Map(),
    certain: new Set(),
    gone: new Set(),
    unexplained: [],
    elsewhere: new Set(),
    doubtful: new Set(),
    artworks: [],
    again: new Set(),
    mishaps,
    happened,
    note: (what) => {
      happened.push({ atMs: Date.now(), what });
      mishaps[what] = (mishaps[what] ?? 0) + 1;
    },
  };
}
