import type { Said, WordStore } from '../commands/wordStore.js';
import { databaseFault } from './databaseFault.js';
import type { Database, Sql, SqlValue } from './sql.js';
import { inPowersOfTwo, valueList } from './valueList.js';

export function wordStore(database: Database): WordStore {
  return {
    faultOf: databaseFault,
    keep: (said) =>
      database.transaction(async (sql) => {
        await keepWords(sql, said);
        for (const one of said) if (one.kind === 'ack') await answer(sql, one);
      }),
  };
}

async function keepWords(sql: Sql, said: readonly Said[]): Promise<void> {
  // A statement may not touch a row twice. In one order, so that two workers do not wait for each other.
  const last = new Map<string, SqlValue[]>();
  for (const one of said)
    if (one.kind === 'word')
      last.set(`${one.playerKey} ${one.word}`, [one.playerKey, one.word, one.body, one.atMs]);
  const rows = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (const piece of inPowersOfTwo(rows)) {
    const { text, values } = valueList('(?, ?, ?, CAST(? AS BIGINT))', piece);
    await sql.query(
      `INSERT INTO player_words (player_key, word, body, at_ms)
       SELECT news.column1, news.column2, news.column3, news.column4
       FROM (VALUES ${text}) AS news JOIN players ON players.player_key = news.column1
       WHERE true
       ON CONFLICT (player_key, word) DO UPDATE SET body = excluded.body, at_ms = excluded.at_ms
       WHERE excluded.at_ms >= player_words.at_ms`,
      values,
    );
  }
}

/** A TV does not answer for another one. */
async function answer(sql: Sql, { playerKey, ack, atMs }: Said & { kind: 'ack' }): Promise<void> {
  await sql.query(
    `UPDATE commands SET result = ?, error = ?, ended_at_ms = ? WHERE command_id = ? AND result = 'no_answer'
       AND player_id IN (SELECT player_id FROM players WHERE player_key = ?)`,
    [ack.status, ack.status === 'ok' ? null : ack.error, atMs, ack.commandId, playerKey],
  );
}
