import {
  COMMANDS_KEPT,
  type CommandRecord,
  type CommandResult,
  type CommandStore,
  type Sender,
} from '../commands/commandStore.js';
import type { CommandType } from '../commands/commandTypes.js';
import { databaseFault } from './databaseFault.js';
import { numberOrNull, textOf, textOrNull } from './rowValues.js';
import type { Database, Sql, SqlRow } from './sql.js';
import { inPowersOfTwo, valueList } from './valueList.js';

export function commandStore(database: Database): CommandStore {
  return {
    faultOf: databaseFault,
    add: (records) =>
      database.transaction(async (sql) => {
        await insert(sql, await withoutKnown(sql, records));
        await forgetOld(sql, [...new Set(records.map(({ playerId }) => playerId))]);
      }),
    last: async (playerId) =>
      (
        await database.query(
          `SELECT * FROM commands WHERE player_id = ? ORDER BY sent_at_ms DESC, entry_id DESC LIMIT ${COMMANDS_KEPT}`,
          [playerId],
        )
      ).map(toRecord),
  };
}

/** So many are looked for in one statement. */
const AT_ONCE = 256;

async function withoutKnown(sql: Sql, records: readonly CommandRecord[]): Promise<CommandRecord[]> {
  const known = new Set<string>();
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const piece = records.slice(from, from + AT_ONCE);
    const players = valueList(
      '?',
      piece.map(({ playerId }) => [playerId]),
    );
    const commands = valueList(
      '?',
      piece.map(({ commandId }) => [commandId]),
    );
    const rows = await sql.query(
      `SELECT command_id FROM commands WHERE player_id IN (${players.text}) AND command_id IN (${commands.text})`,
      [...players.values, ...commands.values],
    );
    for (const row of rows) known.add(textOf(row.command_id));
  }
  return records.filter(({ commandId }) => !known.has(commandId));
}

const ROW = `(${Array.from({ length: 10 }, () => '?').join(', ')})`;

async function insert(sql: Sql, records: readonly CommandRecord[]): Promise<void> {
  const rows = records.map((one) => [
    one.commandId,
    one.playerId,
    one.type,
    JSON.stringify(one.payload),
    one.sender.by,
    one.sender.address,
    one.sentAtMs,
    one.result ?? 'no_answer',
    one.error,
    one.endedAtMs ?? one.sentAtMs,
  ]);
  for (const piece of inPowersOfTwo(rows)) {
    const { text, values } = valueList(ROW, piece);
    await sql.query(
      `INSERT INTO commands (command_id, player_id, command_type, payload, sent_by, address, sent_at_ms, result,
         error, ended_at_ms) VALUES ${text}`,
      values,
    );
  }
}

async function forgetOld(sql: Sql, playerIds: readonly string[]): Promise<void> {
  for (let from = 0; from < playerIds.length; from += AT_ONCE) {
    const { text, values } = valueList(
      '?',
      playerIds.slice(from, from + AT_ONCE).map((playerId) => [playerId]),
    );
    await sql.query(
      `DELETE FROM commands WHERE entry_id IN (
         SELECT entry_id FROM (
           SELECT entry_id, ROW_NUMBER() OVER (PARTITION BY player_id ORDER BY sent_at_ms DESC, entry_id DESC) AS place
           FROM commands WHERE player_id IN (${text})
         ) AS placed WHERE place > ${COMMANDS_KEPT}
       )`,
      values,
    );
  }
}

const toRecord = (row: SqlRow): CommandRecord => ({
  commandId: textOf(row.command_id),
  playerId: textOf(row.player_id),
  type: textOf(row.command_type) as CommandType,
  payload: JSON.parse(textOf(row.payload)) as Record<string, unknown>,
  sender: { by: textOf(row.sent_by) as Sender['by'], address: textOf(row.address) },
  sentAtMs: Number(row.sent_at_ms),
  result: textOf(row.result) as CommandResult,
  error: textOrNull(row.error),
  endedAtMs: numberOrNull(row.ended_at_ms),
});
