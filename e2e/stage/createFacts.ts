/** One figure that a measurement or a simulation gave. */
export interface Fact {
  scenario: string;
  variant: string;
  what: string;
  value: number;
  unit: string;
}

/** @returns facts, and the verb that adds one, of one variant of a scenario */
export function createFacts(scenario: string, variant: string) {
  const facts: Fact[] = [];
  const fact = (what: string, value: number, unit: string): void =>
    void facts.push({ scenario, variant, what, value: Math.round(value * 10) / 10, unit });
  return { facts, fact };
}
