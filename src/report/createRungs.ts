import type { ReportNotice } from './reportCodes.js';
import type { Kv, Write } from './kv.js';
import { decideLease, leaseKnown, type Holder, type Look } from './decideLease.js';
import { NO_LEASE, type Lease } from './lease.js';
import type { StoredView } from './storedView.js';

/** A storage. */
export interface Rung {
  kv: Kv;
  /** What its lease said last. */
  known: Lease;
  /** What this page has stored there, in case it is cleared or breaks: by number. */
  mine: Record<number, StoredView>;
  /** It could not be read: this page sends only what it remembers of it. The rest stays for the next page. */
  isBroken: boolean;
}

/** What a transaction leaves: the lease, and what it writes beside it. */
export interface Change {
  lease: Lease;
  writes: Write[];
}

/** What to do about a storage, once the lease is known; null = nothing. */
type Make = (look: Look, rung: Rung) => Change | null;

/** The storages of a TV, the best first. What does not hold is left for the next one below. */
export interface Rungs {
  all: Rung[];
  /** The one that takes new views: those above it do not hold. */
  home: () => Rung;
  /**
   * One transaction with a look at the lease.
   *
   * @param committed called when it is stored, before anybody else learns of it
   */
  transact: (rung: Rung, make: Make, committed?: () => void) => Promise<void>;
  /** On the first rung that holds. Memory never fails, so this ends. */
  onHome: (make: Make, committed?: () => void) => Promise<void>;
  /** A record; null where it is not there, or cannot be read. Never rejects. */
  read: (rung: Rung, number: number) => Promise<StoredView | null>;
  /** It failed: this page sends only what it remembers of it, and everything new goes one lower. */
  setBroken: (rung: Rung, reason: unknown) => void;
}

interface RungsOptions {
  ladder: Kv[];
  log: (notice: ReportNotice) => void;
  /** This page. */
  holder: Holder;
  /** A transaction has found this. */
  looked: (rung: Rung, look: Look) => void;
  /** A transaction is done. */
  done: () => void;
}

const LEASE = 'lease';

export const recordOf = (number: number): string => `view:${number}`;

export function createRungs({ ladder, log, holder, looked, done }: RungsOptions): Rungs {
  const all = ladder.map((kv): Rung => ({ kv, known: NO_LEASE, mine: {}, isBroken: false }));
  let homeIndex = 0;
  const home = (): Rung => all[homeIndex]!;

  function stepDown(from: Rung, reason: unknown): void {
    if (home() !== from || !all[homeIndex + 1]) return;
    homeIndex++;
    const { kind } = home().kv;
    const message = `Views are kept in ${kind}: ${from.kv.kind} fails (${String(reason)}).`;
    log(
      kind === 'memory'
        ? { code: 'storage-memory', level: 'warn', message, remedy: 'Let MSX store data on the TV.' }
        : { code: 'storage-fallback', level: 'warn', message },
    );
  }

  function setBroken(rung: Rung, reason: unknown): void {
    rung.isBroken = true;
    stepDown(rung, reason);
  }

  function transact(rung: Rung, make: Make, committed?: () => void): Promise<void> {
    let look: Look;
    return rung.kv
      .change(LEASE, (found) => {
        look = decideLease(found, rung.known, rung.isBroken, holder);
        const change = make(look, rung);
        if (!change) return [];
        look.lease = change.lease;
        return change.writes.concat([[LEASE, change.lease]]);
      })
      .then(() => {
        rung.known = leaseKnown(look.lease, rung.known, rung.isBroken);
        looked(rung, look);
        if (committed) committed();
        done();
      });
  }

  function onHome(make: Make, committed?: () => void): Promise<void> {
    const rung = home();
    return transact(rung, make, committed).catch((error: unknown) => {
      if (rung.kv.kind === 'memory') throw error;
      stepDown(rung, error);
      return onHome(make, committed);
    });
  }

  function read(rung: Rung, number: number): Promise<StoredView | null> {
    let found: unknown = rung.mine[number];
    const asked =
      found || rung.isBroken
        ? Promise.resolve()
        : rung.kv.change(recordOf(number), (value) => {
            found = value;
            return [];
          });
    return asked
      .catch((error: unknown) => setBroken(rung, error))
      .then(() => (found as StoredView | undefined) || null);
  }

  return { all, home, transact, onHome, read, setBroken };
}
