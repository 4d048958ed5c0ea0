import { databaseFault } from './databaseFault.js';

/**
 * Writes rows together; where the database cannot take one of them, each alone, so that one bad row stops no
 * other.
 * @param write all of them or none
 * @param onBad gets a row that cannot be written, and what the database says of it
 * @returns what was written
 * @throws what is not the fault of a row: the database is away, full, or not what it should be
 */
export async function writeApart<Row, Written>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<Written[]>,
  onBad: (row: Row, error: unknown) => void,
): Promise<Written[]> {
  try {
    return await write(rows);
  } catch (error) {
    if (databaseFault(error) !== 'message') throw error;
    if (rows.length === 1) {
      onBad(rows[0]!, error);
      return [];
    }
  }
  const written: Written[] = [];
  for (const row of rows) written.push(...(await writeApart([row], write, onBad)));
  return written;
}
