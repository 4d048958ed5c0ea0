/** Lets go when it is its turn. */
export type Gate = () => Promise<void>;

/**
 * Runs a scenario once for every order in which what waits at its gates can be let through.
 *
 * @param scenario starts its operations and resolves when all have ended; a new world for every run
 * @returns the number of orders
 * @throws what a run throws, with the order in which the gates were opened
 */
export async function everyInterleaving(scenario: (gate: Gate) => Promise<void>): Promise<number> {
  let runs = 0;
  let order: number[] = [];
  for (;;) {
    const taken = await oneRun(scenario, order);
    runs++;
    // The next order: the last choice that has an alternative takes it.
    let last = taken.length - 1;
    while (last >= 0 && taken[last]!.chosen + 1 >= taken[last]!.of) last--;
    if (last < 0) return runs;
    order = [...taken.slice(0, last).map(({ chosen }) => chosen), taken[last]!.chosen + 1];
  }
}

interface Choice {
  chosen: number;
  of: number;
}

/** Long enough for every promise that is not behind a gate. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function oneRun(scenario: (gate: Gate) => Promise<void>, order: readonly number[]): Promise<Choice[]> {
  const waiting: (() => void)[] = [];
  const taken: Choice[] = [];
  const end: { done?: boolean; error?: unknown } = {};
  scenario(() => new Promise((resolve) => waiting.push(resolve))).then(
    () => (end.done = true),
    (error: unknown) => (end.error = error),
  );
  const told = () => taken.map(({ chosen }) => chosen).join(' ');
  for (;;) {
    await settled();
    if (end.error !== undefined) throw new Error(`in the order ${told()}`, { cause: end.error });
    if (end.done) return taken;
    if (waiting.length === 0) throw new Error(`nothing goes on in the order ${told()}`);
    const chosen = order[taken.length] ?? 0;
    taken.push({ chosen, of: waiting.length });
    waiting.splice(chosen, 1)[0]!();
  }
}
