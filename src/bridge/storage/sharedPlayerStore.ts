import type { Activity, SharedPlayerStore } from '../players/sharedPlayerStore.js';
import type { PlayerRecord } from '../players/playerStore.js';
import { databaseFault } from './databaseFault.js';
import { tell } from './notice.js';
import { descriptionOf, playerStore, SELECT_PLAYERS, toPlayerRecord } from './playerStore.js';
import type { Database, Sql, SqlValue } from './sql.js';
import { valueList } from './valueList.js';

/** PostgreSQL's clock, as ms since 1970. */
const NOW_MS = 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)';

/** So many players are looked at in one statement. */
const AT_ONCE = 256;

/** @param database PostgreSQL */
export function sharedPlayerStore(database: Database): SharedPlayerStore {
  const players = playerStore(database);
  const select = async (where: string, values: readonly SqlValue[]): Promise<PlayerRecord[]> =>
    (await database.query(`${SELECT_PLAYERS} WHERE ${where}`, values)).map(toPlayerRecord);

  async function read(playerIds: readonly string[]): Promise<PlayerRecord[]> {
    const records: PlayerRecord[] = [];
    for (const some of inSlices(playerIds)) {
      const { text, values } = valueList(
        '?',
        some.map((playerId) => [playerId]),
      );
      records.push(...(await select(`player_id IN (${text})`, values)));
    }
    return records;
  }

  return {
    faultOf: databaseFault,
    all: () => players.all(),
    remove: (playerId) => players.remove(playerId),
    read,
    readByKey: async (playerKey) => (await select('player_key = ?', [playerKey]))[0],
    activeSince: (timeMs) =>
      select('last_activity_at_ms >= ? OR last_seen_at_ms >= ?', [Math.floor(timeMs), Math.floor(timeMs)]),
    clockMs: async () => Number((await database.query(`SELECT ${NOW_MS} AS now_ms`))[0]?.now_ms),
    async add(player) {
      for (;;) {
        await database.transaction(async (sql) => {
          const added = await sql.query(
            `INSERT INTO players (player_id, device_id, display_name, owner, platform, msx_version, user_agent,
               address, registered_at_ms, last_activity_at_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${NOW_MS}, ${NOW_MS})
             ON CONFLICT (player_id) DO NOTHING RETURNING player_id`,
            [player.playerId, ...descriptionOf(player)],
          );
          if (added.length > 0) await tell(sql, { players: [player.playerId] });
        });
        const [record] = await read([player.playerId]);
        if (record) return record; // else it was removed meanwhile
      }
    },
    async giveKey(playerId, playerKey, mayMove) {
      try {
        return await database.transaction((sql) => giveKey(sql, playerId, playerKey, mayMove));
      } catch (error) {
        if (isTaken(error)) return false; // another bridge has given it to another player at the same time
        throw error;
      }
    },
    async change(playerId, changes) {
      const columns = { display_name: changes.displayName, owner: changes.owner };
      const given = Object.entries(columns).filter(
        (one): one is [string, string | null] => one[1] !== undefined,
      );
      if (given.length === 0) return (await read([playerId]))[0];
      return database.transaction(async (sql) => {
        const [row] = await sql.query(
          `UPDATE players SET ${given.map(([column]) => `${column} = ?`).join(', ')} WHERE player_id = ?
           RETURNING *`,
          [...given.map(([, value]) => value), playerId],
        );
        if (row) await tell(sql, { players: [playerId] });
        return row && toPlayerRecord(row);
      });
    },
    async active(activities, isNews) {
      for (const some of inSlices(activities))
        await database.transaction(async (sql) => {
          await writeActive(sql, some);
          if (isNews) await tell(sql, { players: some.map(({ playerId }) => playerId) });
        });
    },
    retire: (idleMs) =>
      database.transaction(async (sql) => {
        const retired = await sql.query(
          `UPDATE players SET connection_status = 'offline'
           WHERE connection_status = 'online' AND ${NOW_MS} - GREATEST(last_activity_at_ms, last_seen_at_ms) > ?
           RETURNING player_id`,
          [idleMs],
        );
        if (retired.length > 0) await tell(sql, { players: retired.map((row) => String(row.player_id)) });
        return retired.length;
      }),
  };
}

function* inSlices<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < values.length; from += AT_ONCE) yield values.slice(from, from + AT_ONCE);
}

async function giveKey(sql: Sql, playerId: string, playerKey: string, mayMove: boolean): Promise<boolean> {
  const [holder] = await sql.query(
    'SELECT player_id, device_id FROM players WHERE player_key = ? FOR UPDATE',
    [playerKey],
  );
  if (holder && (!mayMove || holder.device_id !== null)) return false;
  const [player] = await sql.query(
    'SELECT player_id FROM players WHERE player_id = ? AND player_key IS NULL FOR UPDATE',
    [playerId],
  );
  if (!player) return false;
  if (holder)
    await sql.query('UPDATE players SET player_key = NULL WHERE player_id = ?', [holder.player_id!]);
  await sql.query('UPDATE players SET player_key = ? WHERE player_id = ?', [playerKey, playerId]);
  await tell(sql, { players: [playerId, ...(holder ? [String(holder.player_id)] : [])] });
  return true;
}

/** unique_violation (PostgreSQL, appendix A). */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23505';

const ACTIVITY = '(?, CAST(? AS BIGINT), ?, CAST(? AS TEXT))';

/** Held in one order, so that bridges do not wait for each other in a circle. */
async function writeActive(sql: Sql, activities: readonly Activity[]): Promise<void> {
  const ids = valueList(
    '?',
    activities.map(({ playerId }) => [playerId]),
  );
  await sql.query(
    `SELECT player_id FROM players WHERE player_id IN (${ids.text}) ORDER BY player_id FOR UPDATE`,
    ids.values,
  );
  const { text, values } = valueList(
    ACTIVITY,
    activities.map(({ playerId, agoMs, address, msxVersion }) => [
      playerId,
      Math.round(agoMs),
      address,
      msxVersion,
    ]),
  );
  await sql.query(
    `UPDATE players SET last_activity_at_ms = GREATEST(last_activity_at_ms, ${NOW_MS} - news.column2),
       address = CASE WHEN ${NOW_MS} - news.column2 >= last_activity_at_ms THEN news.column3 ELSE address END,
       msx_version = COALESCE(news.column4, msx_version)
     FROM (VALUES ${text}) AS news WHERE player_id = news.column1`,
    values,
  );
}
