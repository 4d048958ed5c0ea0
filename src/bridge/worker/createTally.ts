import type { Ingested } from '../ingest/createIngest.js';
import { NOTHING, countsSentence, withOne } from './counts.js';
import type { WorkerLog } from './workerLog.js';

/** How often it says what was taken. */
const COUNTS_EVERY_MS = 60_000;

/** Counts what was taken, and says it. */
interface Tally {
  add(ingested: Ingested): void;
  /** Says what it has not said yet, and nothing later. */
  close(): void;
}

export function createTally(log: WorkerLog): Tally {
  let counts = NOTHING;
  let hasToldDropped = false;
  const counting = setInterval(tellCounts, COUNTS_EVERY_MS);

  function tellCounts(): void {
    log('info', 'counts', countsSentence(counts), { ...counts });
    counts = NOTHING;
    hasToldDropped = false;
  }

  return {
    add(ingested) {
      counts = withOne(counts, ingested);
      if (ingested.taken.kind !== 'dropped' || hasToldDropped) return;
      hasToldDropped = true; // one a minute stands for all: whoever floods must not fill the log
      const { playerKey } = ingested.message;
      log('warn', 'dropped', `${playerKey} sent what cannot be taken: ${ingested.taken.problem}`, {
        playerKey,
      });
    },
    close() {
      clearInterval(counting);
      if (counts.taken > 0) tellCounts();
    },
  };
}
