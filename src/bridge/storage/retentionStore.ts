import type { RetentionStore } from '../ingest/retentionStore.js';
import type { Database } from './sql.js';

/** Any number that no other program takes. */
const ADVISORY_LOCK = 5_247_003;

/** What has come in the order of its numbers is found without an index of its own. */
export const retentionStore = (database: Database): RetentionStore => ({
  removeStep: (beforeMs, after, rows) =>
    database.transaction(async (sql) => {
      if (database.kind === 'postgres') {
        const [lock] = await sql.query(
          `SELECT CASE WHEN pg_try_advisory_xact_lock(${ADVISORY_LOCK}) THEN 1 ELSE 0 END AS taken`,
        );
        if (Number(lock?.taken) !== 1) return { removed: 0, last: after, isDone: true };
      }
      const [next] = await sql.query(
        `SELECT COUNT(*) AS views, MAX(view_id) AS last, MIN(received_at_ms) AS first_ms
         FROM (SELECT view_id, received_at_ms FROM views WHERE view_id > ? ORDER BY view_id LIMIT ?) AS next`,
        [after, rows],
      );
      if (Number(next?.views) === 0) return { removed: 0, last: after, isDone: true };
      const last = Number(next?.last);
      const removed = await sql.query(
        'DELETE FROM views WHERE view_id > ? AND view_id <= ? AND received_at_ms < ? RETURNING view_id',
        [after, last, beforeMs],
      );
      return { removed: removed.length, last, isDone: Number(next?.first_ms) >= beforeMs };
    }),
});
