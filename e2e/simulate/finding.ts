import { createFacts, type Fact } from '../stage/createFacts.js';
import type { Rates } from './counter.js';

/** How often something happened. */
export interface Row extends Rates {
  scenario: string;
  variant: string;
  what: string;
}

/** Something that a document allows, and what was found. */
export interface Limit {
  scenario: string;
  variant: string;
  what: string;
  /** The document that says so. */
  source: string;
  allowed: string;
  found: string;
  holds: boolean;
}

/** What a scenario has shown. */
export interface Finding {
  /** As it is on the TVs: nothing is left out for comparison. */
  isOurs: boolean;
  rows: Row[];
  facts: Fact[];
  limits: Limit[];
}

/**
 * @param isOurs false = something is left out, to see what it is good for
 * @returns a finding, and the verbs that fill it, for one variant of a scenario
 */
export function createFinding(scenario: string, variant: string, isOurs = true) {
  const { facts, fact } = createFacts(scenario, variant);
  const finding: Finding = { isOurs, rows: [], facts, limits: [] };
  const head = { scenario, variant };
  return {
    finding,
    row: (what: string, rates: Rates) => finding.rows.push({ ...head, what, ...rates }),
    fact,
    limit: (what: string, source: string, allowed: string, found: string, holds: boolean) =>
      finding.limits.push({ ...head, what, source, allowed, found, holds }),
  };
}
