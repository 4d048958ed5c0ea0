import { isBridgeProblem } from './text/bridgeProblem.js';
import { openPatiently } from './storage/openPatiently.js';
import { startRetention } from './ingest/startRetention.js';
import { retentionStore } from './storage/retentionStore.js';
import type { Database } from './storage/sql.js';
import { ingestStore } from './storage/ingestStore.js';
import { wordStore } from './storage/wordStore.js';
import type { Ingest } from './ingest/createIngest.js';
import { measuredIngest } from './health/measuredIngest.js';
import { workerHealth } from './workerHealth.js';
import type { Surroundings } from './command/surroundings.js';
import { work } from './worker/work.js';
import { createWorkerLog } from './command/createWorkerLog.js';
import { tellAway, type WorkerLog } from './worker/workerLog.js';
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
  let atEnd = (): Promise<void> => Promise.resolve();
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
    const health = await startHealth(options.health, tell);
    atEnd = () => health.close();
    const opening = openPatiently(
      options.database,
      tellAway(tell),
      (sentence) => tell('warn', 'fault', sentence),
      over.signal,
    );
    const database = await Promise.race([opening, stopped.then(() => undefined)]);
    if (database) {
      health.state.database = database;
      const endRetention = removeOldViews(options.keepViewsMs, database, health.removed, tell);
      const problem = await work(options, {
        store: ingestStore(database),
        words: wordStore(database),
        log,
        now: Date.now,
        stopped: over.signal,
        measure: health.measure,
        onConnection: (isConnected) => (health.state.isConnected = isConnected),
      });
      await endRetention();
      health.state.database = null;
      await database.close();
      if (problem) throw problem;
    }
    log('info', 'stopped', 'Stopped');
    return 0;
  } catch (error) {
    if (!isBridgeProblem(error)) throw error;
    if (log) log('error', 'problem', error.message, { code: error.code });
    else err(error.message);
    return 1;
  } finally {
    await atEnd();
  }
}

/** @returns ends it */
function removeOldViews(
  keepMs: number | null,
  database: Database,
  onRemoved: (views: number) => void,
  log: WorkerLog,
): () => Promise<void> {
  if (keepMs === null) return () => Promise.resolve();
  const onFault = (sentence: string): void => log('warn', 'fault', sentence);
  return startRetention({ store: retentionStore(database), keepMs, now: Date.now, onRemoved, onFault });
}

/** Begins before the database answers, since that it does not is what somebody may ask for. */
async function startHealth(where: { port: number; host: string } | null, log: WorkerLog) {
  const state: Parameters<typeof workerHealth>[0] = { database: null, isConnected: false };
  if (!where)
    return {
      state,
      measure: (ingest: Ingest) => ingest,
      removed: () => undefined,
      close: () => Promise.resolve(),
    };
  const health = workerHealth(state, (sentence) => log('warn', 'fault', sentence));
  const { startHealthServer } = await import('./health/startHealthServer.js'); // nobody else needs an HTTP server
  const server = await startHealthServer(where, health);
  log('info', 'health', `Health and metrics at http://${where.host}:${server.port}/readyz and /metrics`, {
    port: server.port,
  });
  const clocks = { now: Date.now, monotonicMs: () => performance.now() };
  return {
    state,
    measure: (ingest: Ingest) => measuredIngest(ingest, health.metrics, clocks),
    removed: (views: number) => health.metrics.removed(views),
    close: () => server.close(),
  };
}
