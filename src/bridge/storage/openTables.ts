import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { redact } from '../text/redact.js';
import { reasonOf } from './databaseFault.js';
import type { PostgresLimits } from './openPostgres.js';
import { migrate } from './migrate.js';
import type { Database } from './sql.js';
import { openSqlite } from './openSqlite.js';

/** Whether the name of a database is that of a PostgreSQL database rather than of a file. */
export const isPostgres = (name: string): boolean => /^postgres(?:ql)?:/.test(name);

/** PostgreSQL's URLs may leave the host out (`postgres://user@/name?host=/run/postgresql`). */
const atSomeHost = (url: string): string => url.replace(/^(\w+:\/\/(?:[^/?#]*@)?)(?=\/|$)/, '$1localhost');

/**
 * @param option what names the database
 * @throws bridgeProblem `bad_option` for an address of something else, and for one that nobody can read
 */
export function checkDatabaseName(option: string, name: string): void {
  const isAddress = /^[a-z][\w+.-]*:\/\//i.test(name);
  if (isPostgres(name) ? isAddress && URL.canParse(atSomeHost(name)) : !isAddress) return;
  throw bridgeProblem(
    'bad_option',
    `${option} takes postgres://user:password@host/name (user name and password percent-encoded: / is %2F) or a file, not "${redact(name)}".`,
  );
}

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

/** @returns the problem of a database that cannot be used, without its password */
export function databaseProblem(name: string, error: unknown, remedy: string): BridgeProblem {
  return bridgeProblem(
    'database_unusable',
    `The database ${redact(name)} cannot be used (${reasonOf(error)}): ${remedy}.`,
  );
}
