/** Columns as wide as their widest cell; those of numbers stand to the right. */
export function formatColumns(lines: string[][], isNumber: (column: number) => boolean): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const padded = (cell: string, column: number): string =>
    isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n');
}

/** The same with a line of dashes below its head. */
export function formatTable(lines: string[][], isNumber: (column: number) => boolean): string {
  const dashes = lines[0]!.map((_, column) =>
    '-'.repeat(Math.max(...lines.map((line) => line[column]!.length))),
  );
  return formatColumns([lines[0]!, dashes, ...lines.slice(1)], isNumber);
}
