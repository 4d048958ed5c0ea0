import { SchemaTooNew } from './migrate.js';

/**
 * Whose fault an error of the database is:
 * - `message`: what is to be written cannot be written, now or later;
 * - `setup`: a person has to do something: password, rights, tables;
 * - `away`: it does not answer, is full or is busy, which passes.
 */
type DatabaseFault = 'message' | 'setup' | 'away';

/** SQLSTATE classes (PostgreSQL, appendix A): data exception, integrity constraint violation. */
const PG_MESSAGE = /^(?:22|23)...$/;
/** Invalid authorization, no such database or schema, no such table, column or right. */
const PG_SETUP = /^(?:28...|3D000|3F000|42...)$/;

/** SQLite, result codes. */
const SQLITE_MESSAGE = /^SQLITE_(?:CONSTRAINT|MISMATCH|RANGE|TOOBIG)/;
const SQLITE_AWAY = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|NOMEM)/;

/** What drivers say without a code: no password given, no TLS there, no such folder. */
const SETUP_SENTENCE = /SASL|does not support SSL|certificate|^ConnectionFailed/i;
/** Node's names for a peer whose certificate cannot be trusted. */
const TLS = /^(?:ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_)/;

/** Passed by the program itself, not by a database: the next try would fail as well. */
const isOurs = (error: Error): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;

export function databaseFault(error: unknown): DatabaseFault {
  if (!(error instanceof Error) || isOurs(error)) return 'message';
  if (error instanceof SchemaTooNew) return 'setup';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('SQLITE_'))
    return SQLITE_MESSAGE.test(code) ? 'message' : SQLITE_AWAY.test(code) ? 'away' : 'setup';
  if (PG_MESSAGE.test(code)) return 'message';
  return PG_SETUP.test(code) || TLS.test(code) || SETUP_SENTENCE.test(error.message) ? 'setup' : 'away';
}

/** What the driver says, in words. Where a name has several addresses, none of which answers, it says nothing. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error && typeof error.code === 'string' ? error.code : error.name);
}
