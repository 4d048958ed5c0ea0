import type { SqlValue } from './sql.js';

/** `?`, or what makes one of it, for each column of a row. */
type RowTemplate = string;

/**
 * The rows of a `VALUES` or `IN` list. Its length is a power of two, the last row repeated as often as that
 * takes: a database remembers its statements by their text, and so there are few of them.
 * @param template one row, such as `(?, CAST(? AS BIGINT))`, or `?`
 * @param rows at least one
 */
export function valueList(
  template: RowTemplate,
  rows: readonly (readonly SqlValue[])[],
): { text: string; values: SqlValue[] } {
  const last = rows.at(-1) ?? [];
  const length = powerOfTwo(rows.length);
  const padded = [...rows, ...Array.from({ length: length - rows.length }, () => last)];
  return { text: Array.from({ length }, () => template).join(', '), values: padded.flat() };
}

function powerOfTwo(atLeast: number): number {
  let power = 1;
  while (power < atLeast) power *= 2;
  return power;
}

/**
 * Cuts into pieces whose lengths are powers of two, for lists that cannot be padded: rows that are inserted.
 */
export function inPowersOfTwo<T>(items: readonly T[]): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < items.length;) {
    const left = items.length - from;
    const length = powerOfTwo(left) === left ? left : powerOfTwo(left) / 2;
    pieces.push(items.slice(from, from + length));
    from += length;
  }
  return pieces;
}
