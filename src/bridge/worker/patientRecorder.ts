import { NotTaken } from '../ingest/createIngest.js';
import type { Recorder, Taken } from '../ingest/createRecorder.js';
import { backoffMs } from '../limits/backoffMs.js';
import type { Store } from '../stores/store.js';
import { reasonOf } from '../text/reasonOf.js';
import { pause } from '../limits/pause.js';

interface Patience {
  /** Said once, when the database stops answering. */
  onAway: (reason: string) => void;
  onBack: (awayMs: number) => void;
  /** Said once: waiting does not help. */
  onSetup: (reason: string) => void;
  /** Whose fault an error is. */
  faultOf: Store['faultOf'];
  /** A clock that nobody sets. */
  nowMs: () => number;
}

/** A recorder that tries again for as long as its database is away. */
interface PatientRecorder extends Recorder {
  /** The same for anything else that is written into this database. @throws what is the fault of a message, and NotTaken */
  patiently<T>(write: () => Promise<T>): Promise<T>;
  /** What waits for the database is rejected with NotTaken, as is what fails from now on. */
  giveUp(): void;
}

/** @param recorder whose errors are the messages' own faults are passed on */
export function patientRecorder(recorder: Recorder, patience: Patience): PatientRecorder {
  let awaySinceMs: number | undefined;
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;

  async function patiently<T>(write: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        const written = await write();
        if (awaySinceMs !== undefined) {
          patience.onBack(patience.nowMs() - awaySinceMs);
          awaySinceMs = undefined;
        }
        return written;
      } catch (error) {
        const fault = patience.faultOf(error);
        if (fault === 'message') throw error;
        const reason = reasonOf(error);
        if (fault === 'setup') {
          if (!isOver()) patience.onSetup(reason);
          over.abort();
        }
        if (isOver()) throw new NotTaken(reason, { cause: error });
        if (awaySinceMs === undefined) {
          awaySinceMs = patience.nowMs();
          patience.onAway(reason);
        }
        await pause(backoffMs(attempt, Math.random()), over.signal);
        if (isOver()) throw new NotTaken(reason, { cause: error });
      }
    }
  }

  return {
    record: (arrivals): Promise<Taken[]> => patiently(() => recorder.record(arrivals)),
    patiently,
    giveUp: () => over.abort(),
  };
}
