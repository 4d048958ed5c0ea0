import { formatTable } from '../stage/formatColumns.js';
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
export function formatRows(rows: Row[], scenarios: string[]): string {
  const head = ['engine', ...scenarios, 'stands for'];
  const body = rows.map(({ engine, tvs, missing, results }) => [
    engine,
    ...scenarios.map((name) => (missing === null ? mark(results.get(name)) : 'SKIPPED')),
    tvs,
  ]);
  return formatTable([head, ...body], () => false);
}
