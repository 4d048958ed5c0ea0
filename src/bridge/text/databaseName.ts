import { bridgeProblem } from './bridgeProblem.js';
import { redact } from './redact.js';

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
