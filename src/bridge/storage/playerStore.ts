import type { Player } from '../players/player.js';
import type { PlayerRecord, PlayerStore } from '../players/playerStore.js';
import { databaseFault } from './databaseFault.js';
import type { Database, Sql, SqlRow } from './sql.js';
import { tell } from './notice.js';
import { slices, type Way } from './slices.js';
import { numberOrNull, textOf, textOrNull } from './rowValues.js';

export function playerStore(database: Database): PlayerStore {
  return {
    faultOf: databaseFault,
    async all() {
      const records: PlayerRecord[] = [];
      for await (const { text, values } of slices(database, BY_ID))
        records.push(
          ...(await database.query(`${SELECT_PLAYERS} WHERE ${text} ORDER BY player_id`, values)).map(
            toPlayerRecord,
          ),
        );
      return records;
    },
    save: (players) =>
      database.transaction(async (sql) => {
        const refused: string[] = [];
        for (const player of players) if (!(await upsert(sql, player))) refused.push(player.playerId);
        return refused;
      }),
    remove: (playerId) =>
      database.transaction(async (sql) => {
        await sql.query(
          'DELETE FROM player_words WHERE player_key IN (SELECT player_key FROM players WHERE player_id = ?)',
          [playerId],
        );
        await sql.query('DELETE FROM players WHERE player_id = ?', [playerId]);
        await sql.query('DELETE FROM commands WHERE player_id = ?', [playerId]);
        await sql.query('DELETE FROM pairings WHERE player_id = ?', [playerId]);
        if (database.kind === 'postgres') await tell(sql, { players: [playerId] });
      }),
    setTokenHash: (playerId, hash) =>
      database.transaction(async (sql) => {
        await sql.query('UPDATE players SET token_hash = ? WHERE player_id = ?', [hash, playerId]);
        if (database.kind === 'postgres') await tell(sql, { token: playerId });
      }),
    tokenHash: async (playerId) => {
      const [row] = await database.query('SELECT token_hash FROM players WHERE player_id = ?', [playerId]);
      return textOrNull(row?.token_hash);
    },
    byTokenHash: async (hash) =>
      (await database.query(`${SELECT_PLAYERS} WHERE token_hash = ?`, [hash])).map(toPlayerRecord)[0],
    allOffline: async () => {
      await database.query(`UPDATE players SET connection_status = 'offline'`);
    },
  };
}

const BY_ID: Way = {
  table: 'players',
  where: [],
  key: ['player_id'],
  direction: 'up',
  after: null,
  until: null,
};

/** To be followed by WHERE, or by nothing. */
export const SELECT_PLAYERS = `SELECT player_id, player_key, device_id, display_name, owner, platform, msx_version, user_agent, address,
  registered_at_ms, last_activity_at_ms, connection_status, last_seen_at_ms, current_post_id,
  current_since_ms, firmware_version, token_hash FROM players`;

/** `device_id` to `address`, as the statements that add a player have them. */
export const descriptionOf = (player: Player) => [
  player.deviceId,
  player.displayName,
  player.owner,
  player.platform,
  player.msxVersion,
  player.userAgent,
  player.address,
];

/** @returns whether the player has its key now, or wants none */
async function upsert(sql: Sql, player: Player): Promise<boolean> {
  // A key belongs to one player, and stays with it.
  const [holder] =
    player.playerKey === null
      ? []
      : await sql.query('SELECT player_id FROM players WHERE player_key = ? AND player_id <> ?', [
          player.playerKey,
          player.playerId,
        ]);
  await sql.query(
    `INSERT INTO players (player_id, player_key, device_id, display_name, owner, platform, msx_version, user_agent, address,
       registered_at_ms, last_activity_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (player_id) DO UPDATE SET player_key = excluded.player_key, device_id = excluded.device_id,
       display_name = excluded.display_name, owner = excluded.owner, platform = excluded.platform,
       msx_version = excluded.msx_version, user_agent = excluded.user_agent, address = excluded.address,
       last_activity_at_ms = excluded.last_activity_at_ms`,
    [
      player.playerId,
      holder ? null : player.playerKey,
      ...descriptionOf(player),
      player.registeredAtMs,
      player.lastActivityAtMs,
    ],
  );
  return holder === undefined;
}

export function toPlayerRecord(row: SqlRow): PlayerRecord {
  return {
    playerId: textOf(row.player_id),
    playerKey: textOrNull(row.player_key),
    deviceId: textOrNull(row.device_id),
    displayName: textOf(row.display_name),
    owner: textOrNull(row.owner),
    platform: textOf(row.platform),
    msxVersion: textOrNull(row.msx_version),
    userAgent: textOf(row.user_agent),
    address: textOf(row.address),
    registeredAtMs: Number(row.registered_at_ms),
    lastActivityAtMs: Number(row.last_activity_at_ms),
    connectionStatus: row.connection_status === 'online' ? 'online' : 'offline',
    lastSeenAtMs: numberOrNull(row.last_seen_at_ms),
    currentPostId: numberOrNull(row.current_post_id),
    currentSinceMs: numberOrNull(row.current_since_ms),
    firmwareVersion: textOrNull(row.firmware_version),
    hasToken: row.token_hash !== null,
  };
}
