import { expect, test } from 'vitest';
import { formatRows, type Row } from './formatRows.js';

const row = (engine: string, missing: string | null, failure: string | null = null): Row => ({
  engine,
  tvs: 'a TV',
  missing,
  results: new Map(missing === null ? [['menu', { failure, tookMs: 1, userAgent: '' }]] : []),
});
const lineOf = (table: string, engine: string) =>
  table
    .split('\n')
    .find((line) => line.startsWith(engine))!
    .split(/\s{2,}/);

test('an engine that is not there is marked as skipped, never as passed', () => {
  const table = formatRows([row('old', 'no network')], ['menu', 'sound']);
  expect(lineOf(table, 'old')).toEqual(['old', 'SKIPPED', 'SKIPPED', 'a TV']);
});

test('each cell says whether the scenario passed, failed or did not run', () => {
  const table = formatRows([row('good', null), row('bad', null, 'no menu')], ['menu', 'sound']);
  expect(lineOf(table, 'good')).toEqual(['good', 'ok', '–', 'a TV']);
  expect(lineOf(table, 'bad')).toEqual(['bad', 'FAILED', '–', 'a TV']);
});
