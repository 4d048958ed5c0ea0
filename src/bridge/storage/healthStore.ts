import type { HealthStore } from '../health/healthStore.js';
import type { Database } from './sql.js';

/**
 * What is written to see that it can be. SQLite writes the page of a row that stays as it is; PostgreSQL a message
 * into its log that nobody reads, for which a worker needs no right: a server that only reads, or whose disk is full,
 * refuses it.
 */
const WRITE = {
  sqlite: 'UPDATE schema_version SET version = version',
  postgres: `SELECT pg_logical_emit_message(TRUE, 'msx-bridge', 'ready'),
    current_setting('transaction_read_only') AS read_only`,
};

export const healthStore = (database: Database): HealthStore => ({
  write: () =>
    database.transaction(async (sql) => {
      const [row] = await sql.query(WRITE[database.kind]);
      if (row?.read_only === 'on') throw new Error('the server takes no writes: transactions are read-only');
    }),
  async tvsOnline() {
    const [row] = await database.query(
      `SELECT COUNT(*) AS online FROM players WHERE connection_status = 'online'`,
    );
    return Number(row?.online);
  },
});
