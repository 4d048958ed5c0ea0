import type { PairingAsk, PairingStore } from '../pairing/pairingStore.js';
import { tell } from './notice.js';
import { textOf, textOrNull } from './rowValues.js';
import type { Database, Sql, SqlRow } from './sql.js';

export function pairingStore(database: Database): PairingStore {
  const tellToken = async (sql: Sql, playerId: string): Promise<void> => {
    if (database.kind === 'postgres') await tell(sql, { token: playerId });
  };
  return {
    countAsk: (limits, nowMs, windowMs) =>
      database.transaction(async (sql) => {
        for (const { who, most } of limits) {
          const [row] = await sql.query(COUNT_ASK, [who, nowMs, windowMs, windowMs]);
          if (Number(row?.asks) > most) return Number(row?.since_ms) + windowMs;
        }
        return null;
      }),
    begin: async (ask) => {
      await database.query(
        `INSERT INTO pairings (player_id, player_key, device_id, address, user_agent, code, poll_hash, until_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (player_id) DO UPDATE SET player_key = excluded.player_key, device_id = excluded.device_id,
           address = excluded.address, user_agent = excluded.user_agent, code = excluded.code,
           poll_hash = excluded.poll_hash, until_ms = excluded.until_ms`,
        [
          ask.playerId,
          ask.playerKey,
          ask.deviceId,
          ask.address,
          ask.userAgent,
          ask.code,
          ask.pollHash,
          ask.untilMs,
        ],
      );
    },
    byCode: async (code) => {
      const [row] = await database.query('SELECT * FROM pairings WHERE code = ?', [code]);
      return row ? { ...toAsk(row), untilMs: Number(row.until_ms) } : null;
    },
    claim: (code, nowMs, untilMs) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query(
          'UPDATE pairings SET code = NULL, until_ms = ? WHERE code = ? AND until_ms > ? RETURNING player_id',
          [untilMs, code, nowMs],
        );
        if (!row) return false;
        await sql.query('UPDATE players SET token_hash = NULL WHERE player_id = ?', [textOf(row.player_id)]);
        await tellToken(sql, textOf(row.player_id));
        return true;
      }),
    deliver: (playerKey, pollHash, tokenHash, nowMs) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query(
          `DELETE FROM pairings WHERE player_key = ? AND poll_hash = ? AND code IS NULL AND until_ms > ?
           RETURNING player_id`,
          [playerKey, pollHash, nowMs],
        );
        const [player] = row
          ? await sql.query('UPDATE players SET token_hash = ? WHERE player_id = ? RETURNING player_id', [
              tokenHash,
              textOf(row.player_id),
            ])
          : [];
        if (player) await tellToken(sql, textOf(player.player_id));
        return textOrNull(player?.player_id);
      }),
    unpair: (playerId) =>
      database.transaction(async (sql) => {
        await sql.query('DELETE FROM pairings WHERE player_id = ? AND code IS NULL', [playerId]);
        await sql.query('UPDATE players SET token_hash = NULL WHERE player_id = ?', [playerId]);
        await tellToken(sql, playerId);
      }),
    forgetBefore: async (beforeMs) => {
      await database.query('DELETE FROM pairings WHERE until_ms < ?', [beforeMs]);
      await database.query('DELETE FROM pairing_asks WHERE since_ms < ?', [beforeMs]);
    },
    secret: (name, fresh) =>
      database.transaction(async (sql) => {
        await sql.query('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', [
          name,
          fresh,
        ]);
        const [row] = await sql.query('SELECT value FROM secrets WHERE name = ?', [name]);
        return textOf(row?.value);
      }),
  };
}

/** A clock that was set back begins a new time as well: nobody waits until it is where it was. */
const IS_OVER = `excluded.since_ms - pairing_asks.since_ms >= ? OR excluded.since_ms < pairing_asks.since_ms`;

const COUNT_ASK = `INSERT INTO pairing_asks (who, since_ms, asks) VALUES (?, ?, 1)
  ON CONFLICT (who) DO UPDATE SET
    asks = CASE WHEN ${IS_OVER} THEN 1 ELSE pairing_asks.asks + 1 END,
    since_ms = CASE WHEN ${IS_OVER} THEN excluded.since_ms ELSE pairing_asks.since_ms END
  RETURNING asks, since_ms`;

const toAsk = (row: SqlRow): PairingAsk => ({
  playerId: textOf(row.player_id),
  playerKey: textOf(row.player_key),
  deviceId: textOrNull(row.device_id),
  address: textOf(row.address),
  userAgent: textOf(row.user_agent),
});
