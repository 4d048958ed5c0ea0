import { bridgeProblem, type BridgeProblem } from '../problem.js';
import { reasonOf } from './fault.js';
import { openPostgres, type PostgresLimits } from './postgres.js';
import { migrate } from './schema.js';
import type { Database } from './sql.js';
import { openSqlite } from './sqlite.js';

/** Whether the name of a database is that of a PostgreSQL database rather than of a file. */
export const isPostgres = (name: string): boolean => /^postgres(?:ql)?:/.test(name);

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
  const database = isPostgres(name) ? openPostgres(name, onFault, limits) : openSqlite(name);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @returns the problem of a database that cannot be used, without its password */
export function databaseProblem(name: string, error: unknown, remedy: string): BridgeProblem {
  const shown = name.replace(/:[^:@/]*@/, ':…@'); // the password is nobody's business
  return bridgeProblem(
    'database_unusable',
    `The database ${shown} cannot be used (${reasonOf(error)}): ${remedy}.`,
  );
}
