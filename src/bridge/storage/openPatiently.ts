import { databaseFault } from './databaseFault.js';
import { reasonOf } from '../text/reasonOf.js';
import { databaseProblem, openTables } from './openTables.js';
import type { Database } from './sql.js';
import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';

/** A database that does not answer counts as away, so that the next attempt may reach another one. */
const LIMITS = { connectMs: 10_000, queryMs: 30_000, idleInTransactionMs: 30_000 };

/**
 * Opens the database, which may still be starting.
 * @param onAway is told once why it does not answer
 * @param stopped ends the waiting
 * @returns undefined when the waiting was ended
 * @throws a BridgeProblem `database_unusable` for what does not pass by itself
 */
export async function openPatiently(
  name: string,
  onAway: (reason: string) => void,
  onFault: (sentence: string) => void,
  stopped: AbortSignal,
): Promise<Database | undefined> {
  for (let attempt = 0; !stopped.aborted; attempt++) {
    try {
      return await openTables(name, onFault, LIMITS);
    } catch (error) {
      if (databaseFault(error) !== 'away')
        throw databaseProblem(name, error, 'check the address, user name, password and rights in --database');
      if (attempt === 0) onAway(reasonOf(error));
      await pause(backoffMs(attempt, Math.random()), stopped);
    }
  }
  return undefined;
}
