import { isPostgres } from '../text/databaseName.js';
import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { redact } from '../text/redact.js';
import { reasonOf } from '../text/reasonOf.js';
import type { PostgresLimits } from './openPostgres.js';
import { SchemaTooNew, migrate } from './migrate.js';
import type { Database } from './sql.js';
import { openSqlite } from './openSqlite.js';

/**
 * Opens a database and makes the tables that are not there yet.
 * @param name a `postgres://…` URL, a SQLite file, or `:memory:`
 * @throws what the driver throws, and SchemaTooNew
 */
export async function openTables(
  name: string,
  onFault: (sentence: string) => void,
  limits?: PostgresLimits,
): Promise<Database> {
  const database = isPostgres(name)
    ? (await import('./openPostgres.js')).openPostgres(name, onFault, limits) // a bridge with a file starts without it
    : openSqlite(name);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What to do about tables that are too new, whatever else may be done about a database. */
const WAY_BACK =
  'a later version of this program has written it, so start that one or put the copy from before the upgrade in its place';

/**
 * @param remedy what to do about it, unless a later version has written it
 * @returns the problem of a database that cannot be used, without its password
 */
export function databaseProblem(name: string, error: unknown, remedy: string): BridgeProblem {
  return bridgeProblem(
    'database_unusable',
    `The database ${redact(name)} cannot be used (${reasonOf(error)}): ${error instanceof SchemaTooNew ? WAY_BACK : remedy}.`,
  );
}
