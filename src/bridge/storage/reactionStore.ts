import type { ReactionStore } from '../requests/reactionStore.js';
import { databaseFault } from './databaseFault.js';
import type { Database } from './sql.js';

export function reactionStore(database: Database): ReactionStore {
  // Who adds two at the same time waits: SQLite has one writer at a time, elsewhere the owner's row is held.
  const hold = database.kind === 'postgres' ? 'FOR UPDATE' : '';
  return {
    faultOf: databaseFault,
    add: (owner, postId, emoji, atMs, most) =>
      database.transaction(async (sql) => {
        await sql.query(`SELECT owner FROM owners WHERE owner = ? ${hold}`, [owner]);
        const given = await sql.query(`SELECT emoji FROM reactions WHERE owner = ? AND post_id = ?`, [
          owner,
          postId,
        ]);
        if (given.some((row) => row.emoji === emoji)) return 'there';
        if (given.length >= most) return 'full';
        await sql.query(
          `INSERT INTO reactions (owner, post_id, emoji, reacted_at_ms) VALUES (?, ?, ?, ?)
           ON CONFLICT DO NOTHING`,
          [owner, postId, emoji, atMs],
        );
        return 'there';
      }),
    remove: async (owner, postId, emoji) => {
      await database.query('DELETE FROM reactions WHERE owner = ? AND post_id = ? AND emoji = ?', [
        owner,
        postId,
        emoji,
      ]);
    },
    ofOwner: async (owner) =>
      (
        await database.query(
          `SELECT post_id, MAX(reacted_at_ms) AS at_ms FROM reactions WHERE owner = ?
           GROUP BY post_id ORDER BY MAX(reacted_at_ms) DESC, post_id DESC`,
          [owner],
        )
      ).map((row) => ({ postId: Number(row.post_id), atMs: Number(row.at_ms) })),
  };
}
