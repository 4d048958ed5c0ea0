import pg from 'pg';
import { storableValues, type Database, type Sql, type SqlRow, type SqlValue } from './sql.js';

/** The type of COUNT(*) and BIGINT (pg_type.oid); times and IDs stay below 2^53. */
const INT8 = 20;

const CONNECTIONS = 8;

/** How long things may take, in ms; absent = for ever. */
export interface PostgresLimits {
  connectMs: number;
  queryMs?: number;
  /** A transaction whose client has vanished without a goodbye holds its rows no longer. */
  idleInTransactionMs?: number;
}

/** `a = ? AND b = ?` → `a = $1 AND b = $2`. No statement of ours holds a `?` in a text. */
export function numbered(text: string): string {
  let count = 0;
  return text.replace(/\?/g, () => `$${++count}`);
}

/**
 * Opens a PostgreSQL database. Several processes may work on it at once.
 * @param url `postgres://user:password@host:5432/name`
 * @param onFault gets a sentence when an idle connection breaks; the next statement opens a new one
 */
export function openPostgres(
  url: string,
  onFault: (sentence: string) => void,
  limits?: PostgresLimits,
): Database {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    types,
    ...(limits && {
      connectionTimeoutMillis: limits.connectMs,
      query_timeout: limits.queryMs,
      idle_in_transaction_session_timeout: limits.idleInTransactionMs,
      keepAlive: true,
    }),
  });
  pool.on('error', (error) => onFault(`The connection to the database broke: ${error.message}`));
  const sqlOf = (client: pg.Pool | pg.PoolClient): Sql => ({
    query: async (text, values: readonly SqlValue[] = []) =>
      (await client.query<SqlRow>(numbered(text), storableValues(values))).rows,
  });
  return {
    kind: 'postgres',
    query: (text, values) => sqlOf(pool).query(text, values),
    async transaction(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(pool, (client) => work(sqlOf(client)));
        } catch (error) {
          if (!isCollision(error) || tries === TRIES) throw error;
        }
      }
    },
    close: () => pool.end(),
  };
}

/** Two transactions that stand in each other's way: one of them is undone, and gets through the next time. */
const TRIES = 5;
/** serialization_failure, deadlock_detected (PostgreSQL, appendix A). */
const isCollision = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // The pool hears of those only that are not in use; nobody hearing of it would be the end of the process.
  const onBroken = (reason: Error): void => {
    broken = reason; // and what was asked of it is rejected
  };
  client.on('error', onBroken);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((reason: unknown) => {
      broken = reason instanceof Error ? reason : new Error(String(reason)); // not to be used again
    });
    throw error;
  } finally {
    client.off('error', onBroken);
    client.release(broken);
  }
}
