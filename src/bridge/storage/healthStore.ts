import type { HealthStore } from '../health/healthStore.js';
import type { Database } from './sql.js';

/**
 * What is written to see that it can be. SQLite writes no page in which nothing has changed, so it gets a view, which
 * needs about as much room as those of TVs, and is gone before the transaction ends. Its number is below all of theirs.
 * PostgreSQL writes a message into its log that nobody reads, for which a worker needs no right: a server that only
 * reads, or whose disk is full, refuses it.
 */
const WRITES = {
  sqlite: [
    `INSERT INTO views (view_id, player_key, player_id, post_id, viewed_at_ms, time_known, received_at_ms, intent,
       play_order, channel) VALUES (-1, '', '', 0, 0, 0, 0, '', 0, '')`,
    'DELETE FROM views WHERE view_id = -1',
  ],
  postgres: [
    `SELECT pg_logical_emit_message(TRUE, 'msx-bridge', 'ready'),
       current_setting('transaction_read_only') AS read_only`,
  ],
};

export const healthStore = (database: Database): HealthStore => ({
  write: () =>
    database.transaction(async (sql) => {
      for (const statement of WRITES[database.kind]) {
        const [row] = await sql.query(statement);
        if (row?.read_only === 'on')
          throw new Error('the server takes no writes: transactions are read-only');
      }
    }),
  async tvsOnline() {
    const [row] = await database.query(
      `SELECT COUNT(*) AS online FROM players WHERE connection_status = 'online'`,
    );
    return Number(row?.online);
  },
});
