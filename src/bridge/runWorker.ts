import { isBridgeProblem } from './text/bridgeProblem.js';
import { redactIn } from './text/redact.js';
import { openPatiently } from './worker/openPatiently.js';
import type { Surroundings } from './run.js';
import { work } from './worker/work.js';
import { createWorkerLog, type WorkerLog } from './command/createWorkerLog.js';
import { WORKER_HELP, readWorkerOptions } from './command/readWorkerOptions.js';

/**
 * `msx-bridge ingest` from its first line to its last.
 * @param argv the arguments after `ingest`
 * @returns the exit code: 0 when it was stopped, 1 with one sentence for what does not pass by itself
 */
export async function runWorker(
  argv: readonly string[],
  { env, out, err, stopped }: Surroundings,
): Promise<number> {
  let log: WorkerLog | undefined;
  const over = new AbortController();
  void stopped.then(() => over.abort());
  try {
    const options = readWorkerOptions(argv, env);
    if (options === 'help') {
      WORKER_HELP.split('\n').forEach(out);
      return 0;
    }
    log = createWorkerLog(options.log, out, err);
    const tell = log;
    const opening = openPatiently(options.database, tell, over.signal);
    const database = await Promise.race([opening, stopped.then(() => undefined)]);
    if (database) {
      const problem = await work(options, { database, log, now: Date.now, stopped: over.signal });
      await database.close();
      if (problem) throw problem;
    }
    log('info', 'stopped', 'Stopped');
    return 0;
  } catch (error) {
    if (!isBridgeProblem(error)) throw error;
    const sentence = redactIn(error.message, [...argv, env.BRIDGE_BROKER, env.BRIDGE_DATABASE]);
    if (log) log('error', 'problem', sentence, { code: error.code });
    else err(sentence);
    return 1;
  }
}
