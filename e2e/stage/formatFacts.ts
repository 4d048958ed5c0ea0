import type { Fact } from './createFacts.js';
import { formatColumns } from './formatColumns.js';

/** One figure a line. */
export const formatFacts = (facts: readonly Fact[]): string =>
  formatColumns(
    facts.map(({ what, variant, value, unit }) => [what, variant, String(value), unit]),
    (column) => column === 2,
  );
