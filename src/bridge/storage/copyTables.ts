import { inPowersOfTwo } from './valueList.js';
import type { Database, Sql, SqlRow } from './sql.js';

/** Rows that are read and written at once: 20 columns of them stay below what PostgreSQL takes. */
const ROWS = 512;

/** Thrown where a database that is to be filled has something in it already, or has less afterwards than it should. */
export class CannotCopy extends Error {}

/**
 * Copies every table of a SQLite database into a PostgreSQL database of the same version, all or nothing, with the
 * numbers that come next.
 * @returns how many rows each table has, in both
 * @throws CannotCopy, and what the databases throw; then nothing was copied
 */
export async function copyTables(from: Database, to: Database): Promise<Map<string, number>> {
  const tables = (
    await from.query(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'schema_version' AND name NOT LIKE 'libsql%'`,
    )
  ).map(({ name }) => String(name));
  return to.transaction(async (sql) => {
    const copied = new Map<string, number>();
    await sql.query('DELETE FROM owners'); // the one that each new database has
    for (const table of tables) {
      if ((await countOf(sql, table)) > 0) throw new CannotCopy(`${table} has rows already`);
      await copyRows(from, sql, table);
      await raiseNumbers(from, sql, table);
      const [there, here] = [await countOf(from, table), await countOf(sql, table)];
      if (there !== here) throw new CannotCopy(`${table} has ${there} rows there and ${here} here`);
      copied.set(table, here);
    }
    return copied;
  });
}

async function countOf(sql: Sql, table: string): Promise<number> {
  const [row] = await sql.query(`SELECT COUNT(*) AS count FROM ${table}`);
  return Number(row?.count);
}

async function copyRows(from: Sql, to: Sql, table: string): Promise<void> {
  for (let after = 0; ;) {
    const rows = await from.query(
      `SELECT rowid AS row_number, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS}`,
      [after],
    );
    for (const piece of inPowersOfTwo(rows)) await insert(to, table, piece);
    if (rows.length < ROWS) return;
    after = Number(rows.at(-1)!.row_number);
  }
}

async function insert(to: Sql, table: string, rows: readonly SqlRow[]): Promise<void> {
  const columns = Object.keys(rows[0]!).filter((column) => column !== 'row_number');
  const row = `(${columns.map(() => '?').join(', ')})`;
  await to.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => row).join(', ')}`,
    rows.flatMap((values) => columns.map((column) => values[column] ?? null)),
  );
}

/** What numbers itself goes on behind the highest number that there ever was. */
async function raiseNumbers(from: Sql, to: Sql, table: string): Promise<void> {
  const [highest] = await from.query('SELECT seq FROM sqlite_sequence WHERE name = ?', [table]);
  if (Number(highest?.seq ?? 0) < 1) return;
  const [own] = await to.query(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = ? AND is_identity = 'YES'`,
    [table],
  );
  if (own)
    await to.query(`SELECT setval(pg_get_serial_sequence(?, ?), ?)`, [
      table,
      String(own.column_name),
      highest!.seq ?? 1,
    ]);
}
