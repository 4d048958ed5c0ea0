import type { Player, PlayerState } from '../players/player.js';
import type { Database, Sql, SqlRow } from './sql.js';

/** A player's whole record, but for its token. */
export interface PlayerRecord extends Player, PlayerState {
  hasToken: boolean;
}

/** The players in the database. Each method throws what the database throws. */
export interface PlayerStore {
  all(): Promise<PlayerRecord[]>;
  /**
   * Inserts or replaces what the bridge knows of the players, in their order; what they report stays as it is.
   * @returns those whose key another player has: they have none
   */
  save(players: readonly Player[]): Promise<string[]>;
  /** Forgets a player and its token. Its views stay. */
  remove(playerId: string): Promise<void>;
  /** Replaces the token's hash; null takes it away. */
  setTokenHash(playerId: string, hash: string | null): Promise<void>;
  /** The player with this token. */
  byTokenHash(hash: string): Promise<PlayerRecord | undefined>;
  /** At the start nobody is connected, whatever the last run has left. */
  allOffline(): Promise<void>;
}

export function playerStore(database: Database): PlayerStore {
  return {
    all: async () => (await database.query(`${SELECT} ORDER BY player_id`)).map(toRecord),
    save: (players) =>
      database.transaction(async (sql) => {
        const refused: string[] = [];
        for (const player of players) if (!(await upsert(sql, player))) refused.push(player.playerId);
        return refused;
      }),
    remove: async (playerId) => {
      await database.query('DELETE FROM players WHERE player_id = ?', [playerId]);
    },
    setTokenHash: async (playerId, hash) => {
      await database.query('UPDATE players SET token_hash = ? WHERE player_id = ?', [hash, playerId]);
    },
    byTokenHash: async (hash) =>
      (await database.query(`${SELECT} WHERE token_hash = ?`, [hash])).map(toRecord)[0],
    allOffline: async () => {
      await database.query(`UPDATE players SET connection_status = 'offline'`);
    },
  };
}

const SELECT = `SELECT player_id, player_key, device_id, display_name, owner, platform, msx_version, user_agent, address,
  registered_at_ms, last_activity_at_ms, connection_status, last_seen_at_ms, current_post_id,
  current_since_ms, firmware_version, token_hash FROM players`;

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
      player.deviceId,
      player.displayName,
      player.owner,
      player.platform,
      player.msxVersion,
      player.userAgent,
      player.address,
      player.registeredAtMs,
      player.lastActivityAtMs,
    ],
  );
  return holder === undefined;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

function toRecord(row: SqlRow): PlayerRecord {
  return {
    playerId: text(row.player_id),
    playerKey: textOrNull(row.player_key),
    deviceId: textOrNull(row.device_id),
    displayName: text(row.display_name),
    owner: textOrNull(row.owner),
    platform: text(row.platform),
    msxVersion: textOrNull(row.msx_version),
    userAgent: text(row.user_agent),
    address: text(row.address),
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
