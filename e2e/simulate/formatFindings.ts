import { formatColumns } from '../stage/formatColumns.js';
import { formatFacts } from '../stage/formatFacts.js';
import type { Finding, Limit, Row } from './finding.js';

const rate = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

const RATES_HEAD = ['', '', 'in all', 'peak/s', 'peak/0.1 s', 'mean/s'];

const rowsText = (rows: readonly Row[]): string =>
  formatColumns(
    [
      RATES_HEAD,
      ...rows.map(({ what, variant, total, peakPerS, peakPerTenth, meanPerS }) => [
        what,
        variant,
        String(total),
        rate(peakPerS),
        rate(peakPerTenth),
        rate(meanPerS),
      ]),
    ],
    (column) => column > 1,
  );

const limitText = ({ what, variant, source, allowed, found }: Limit, verdict: string): string =>
  `limit: ${verdict}: ${what} (${variant}): ${found}, allowed ${allowed} (${source})`;

/** Ours as they are; of what is there for comparison, only what that breaks. */
const limitsText = ({ isOurs, limits }: Finding): string[] =>
  limits
    .filter(({ holds }) => isOurs || !holds)
    .map((limit) => limitText(limit, limit.holds ? 'holds' : isOurs ? 'BROKEN' : 'broken without it'));

/** What the variants of one scenario have shown, side by side. */
export function formatFindings(findings: readonly Finding[]): string {
  const rows = findings.flatMap((finding) => finding.rows);
  const facts = findings.flatMap((finding) => finding.facts);
  const order = <T extends { what: string }>(all: T[]): T[] => {
    const names = [...new Set(all.map(({ what }) => what))];
    return names.flatMap((name) => all.filter(({ what }) => what === name));
  };
  return [
    `== ${rows[0]!.scenario}`,
    rowsText(order(rows)),
    formatFacts(order(facts)),
    ...findings.flatMap(limitsText),
  ].join('\n');
}
