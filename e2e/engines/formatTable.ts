import type { Result } from './startLabRun.js';

/** One engine's row: a result for each scenario, or why the engine is not there. */
export interface Row {
  engine: string;
  tvs: string;
  missing: string | null;
  results: Map<string, Result>;
}

const mark = (result: Result | undefined): string =>
  result ? (result.failure === null ? 'ok' : 'FAILED') : '–';

/** Engines downwards, scenarios across; each cell `ok`, `FAILED`, or `–` for what did not run. */
export function formatTable(rows: Row[], scenarios: string[]): string {
  const head = ['engine', ...scenarios, 'stands for'];
  const body = rows.map(({ engine, tvs, missing, results }) => [
    engine,
    ...scenarios.map((name) => (missing === null ? mark(results.get(name)) : 'SKIPPED')),
    tvs,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((line) => line[column]!.length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
