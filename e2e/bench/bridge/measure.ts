import { cpus, loadavg } from 'node:os';
import type { Fact } from '../../stage/createFacts.js';
import { formatFacts } from '../../stage/formatFacts.js';
import { MEASURES } from './measures.js';

/** What things cost on this machine, which it names; one table after the other. */
export async function measure(names: readonly string[]): Promise<Fact[]> {
  const facts: Fact[] = [];
  const processors = cpus();
  console.log(
    `measure: ${processors.length} × ${processors[0]?.model ?? 'unknown'}, Node ${process.version}`,
  );
  for (const name of names) {
    console.log(`\n(load average of the last minute: ${loadavg()[0]!.toFixed(1)})`);
    const found = await MEASURES[name]!();
    console.log(`== ${name}\n${formatFacts(found)}`);
    facts.push(...found);
  }
  return facts;
}
