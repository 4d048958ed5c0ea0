import { databaseFault, reasonOf } from '../storage/databaseFault.js';
import { databaseProblem, openTables } from '../storage/openTables.js';
import type { Database } from '../storage/sql.js';
import { backoffMs } from '../limits/backoffMs.js';
import { pause } from '../limits/pause.js';
import type { WorkerLog } from '../command/createWorkerLog.js';

/** A database that does not answer counts as away, so that the next attempt may reach another one. */
const LIMITS = { connectMs: 10_000, queryMs: 30_000, idleInTransactionMs: 30_000 };

/**
 * Opens the database, which may still be starting.
 * @param stopped ends the waiting
 * @returns undefined when the waiting was ended
 * @throws a BridgeProblem `database_unusable` for what does not pass by itself
 */
export async function openPatiently(
  name: string,
  log: WorkerLog,
  stopped: AbortSignal,
): Promise<Database | undefined> {
  const onFault = (sentence: string): void => log('warn', 'fault', sentence);
  for (let attempt = 0; !stopped.aborted; attempt++) {
    try {
      return await openTables(name, onFault, LIMITS);
    } catch (error) {
      if (databaseFault(error) !== 'away')
        throw databaseProblem(name, error, 'check the address, user name, password and rights in --database');
      const reason = reasonOf(error);
      if (attempt === 0)
        log('error', 'database_away', `The database does not answer (${reason}): trying again`, { reason });
      await pause(backoffMs(attempt, Math.random()), stopped);
    }
  }
  return undefined;
}
