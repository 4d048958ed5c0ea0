import Libsql from 'libsql';
import { storableValues, type Database, type Sql, type SqlRow, type SqlValue } from './sql.js';

/** How long a statement waits for another process that holds the file, in ms. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a SQLite file, made anew where there is none.
 *
 * A commit is on disk before it returns (`synchronous = FULL` in WAL mode), since views are acknowledged
 * after it.
 * @param file a path, or `:memory:`
 * @throws what libsql throws for a file that cannot be opened
 */
export function openSqlite(file: string): Database {
  const db = new Libsql(file);
  db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA foreign_keys = ON');

  const statements = new Map<string, ReturnType<typeof db.prepare>>();
  const prepared = (text: string) => {
    const known = statements.get(text);
    if (known) return known;
    const statement = db.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  // libsql works at once; the promise keeps the interface of a database across the network.
  const sql: Sql = {
    query: (text, values = []) =>
      new Promise((resolve) => {
        const statement = prepared(text);
        if (!statement.reader) {
          statement.run(storableValues(values));
          resolve([]);
        } else resolve(statement.all(storableValues(values)) as SqlRow[]);
      }),
  };

  /** One connection: a transaction has to have it for itself until it ends. */
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined); // whoever waits is told by `mine`
    return mine;
  };

  return {
    kind: 'sqlite',
    query: (text: string, values?: readonly SqlValue[]) => alone(() => sql.query(text, values)),
    transaction: (work) =>
      alone(async () => {
        db.exec('BEGIN IMMEDIATE');
        try {
          const result = await work(sql);
          db.exec('COMMIT');
          return result;
        } catch (error) {
          if (db.inTransaction) db.exec('ROLLBACK');
          throw error;
        }
      }),
    close: () =>
      alone(() => {
        db.close();
        return Promise.resolve();
      }),
  };
}
