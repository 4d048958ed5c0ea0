import { setTimeout as pause } from 'node:timers/promises';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { redact } from '../text/redact.js';
import { holdFile } from './holdFile.js';
import { isPostgres } from './openTables.js';

/** So long a bridge waits for another one that is just ending. */
const PATIENCE_MS = 3000;
const RETRY_MS = 100;

/** Gives a database back. */
export type Release = () => Promise<void>;

/**
 * Takes a database for this bridge alone: a second one would register every file once more. The system takes it
 * back when the process ends, however it ends. Workers that take views may use it meanwhile.
 * @param name a `postgres://…` URL, a SQLite file, or `:memory:`
 * @param onFault gets a sentence when it is lost later on
 * @throws bridgeProblem `data_in_use`, and what the driver throws
 */
export async function lockData(
  name: string,
  onFault: (sentence: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<Release> {
  if (name === ':memory:') return () => Promise.resolve();
  const until = performance.now() + patienceMs;
  for (;;) {
    const held = isPostgres(name)
      ? await (await import('./holdPostgres.js')).holdPostgres(name, onFault)
      : holdFile(name);
    if (typeof held !== 'string') return held;
    if (performance.now() >= until)
      throw bridgeProblem(
        'data_in_use',
        `${redact(name)} is in use by another bridge (${held}): stop that one, or choose another place with --data.`,
      );
    await pause(RETRY_MS);
  }
}
