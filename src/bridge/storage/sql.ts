import { storable } from '../text/storable.js';

/** What a column holds and a placeholder takes. */
export type SqlValue = string | number | null;

/** The values of a statement as a database takes them. */
export const storableValues = (values: readonly SqlValue[]): SqlValue[] =>
  values.map((value) => (typeof value === 'string' ? storable(value) : value));

export type SqlRow = Record<string, SqlValue>;

/** Runs statements. Placeholders are `?`; rows come back as objects with the column's name. */
export interface Sql {
  /**
   * @returns the rows of a SELECT or of a RETURNING clause, else none
   * @throws what the driver throws: callers that answer somebody turn it into their own error
   */
  query(text: string, values?: readonly SqlValue[]): Promise<SqlRow[]>;
}

/** A database. There are two kinds; the statements are written so that both take them. */
export interface Database extends Sql {
  kind: 'sqlite' | 'postgres';
  /**
   * All or nothing: what `work` does through `sql` is on disk when the promise resolves, and undone when it
   * rejects. Nobody else's statements come in between. `work` may run again when another transaction was in
   * the way.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
