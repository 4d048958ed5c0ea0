import type { AlertStore } from '../alerts/alertStore.js';
import { databaseFault } from './databaseFault.js';
import { textOf } from './rowValues.js';
import type { Database } from './sql.js';

export function alertStore(database: Database): AlertStore {
  return {
    faultOf: databaseFault,
    watches: async () =>
      (await database.query('SELECT player_id, watch FROM tv_watches')).map((row) => ({
        playerId: textOf(row.player_id),
        text: textOf(row.watch),
      })),
    save: ({ watches, messages }) =>
      database.transaction(async (sql) => {
        for (const { playerId, text } of watches)
          if (text === null) await sql.query('DELETE FROM tv_watches WHERE player_id = ?', [playerId]);
          else
            await sql.query(
              `INSERT INTO tv_watches (player_id, watch) VALUES (?, ?)
               ON CONFLICT (player_id) DO UPDATE SET watch = excluded.watch`,
              [playerId, text],
            );
        for (const { target, body, madeAtMs } of messages)
          await sql.query('INSERT INTO alert_messages (target, body, made_at_ms) VALUES (?, ?, ?)', [
            target,
            body,
            madeAtMs,
          ]);
      }),
    first: async (target) => {
      const [row] = await database.query(
        'SELECT message_id, body, made_at_ms FROM alert_messages WHERE target = ? ORDER BY message_id LIMIT 1',
        [target],
      );
      return row
        ? { messageId: Number(row.message_id), body: textOf(row.body), madeAtMs: Number(row.made_at_ms) }
        : null;
    },
    remove: async (messageId) => {
      await database.query('DELETE FROM alert_messages WHERE message_id = ?', [messageId]);
    },
  };
}
