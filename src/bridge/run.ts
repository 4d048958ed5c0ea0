import { mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ownFolders } from './ownFolders.js';
import { greeting } from './command/greeting.js';
import { createJournal } from './command/createJournal.js';
import { publicAddress } from './web/reachableAddresses.js';
import { newToken } from './players/token.js';
import { HELP, readCommandLine } from './command/readCommandLine.js';
import { bridgeProblem, isBridgeProblem } from './text/bridgeProblem.js';
import { redactIn } from './text/redact.js';
import { startBridge } from './startBridge.js';
import { isPostgres } from './storage/openTables.js';

/** What the program is connected to. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  out: (line: string) => void;
  err: (line: string) => void;
  /** Resolves when the person wants the program to end. */
  stopped: Promise<unknown>;
}

/**
 * The program from its first line to its last.
 * @param argv the arguments after the program's name
 * @returns the exit code: 0 when it was stopped, 1 with one sentence on `err` when it could not start
 */
export async function run(
  argv: readonly string[],
  { env, out, err, stopped }: Surroundings,
): Promise<number> {
  if (argv[0] === 'ingest')
    return (await import('./runWorker.js')).runWorker(argv.slice(1), { env, out, err, stopped });
  try {
    const commandLine = readCommandLine(argv, env);
    const {
      port,
      host,
      media,
      data,
      database,
      thumbnails,
      idleTimeoutMs,
      trusted,
      mqttPort,
      auth,
      attemptsPerMinute,
      hostNames,
      log,
      help,
    } = commandLine;
    if (help) {
      HELP.split('\n').forEach(out);
      return 0;
    }
    const open = auth === 'open' ? publicAddress(host, networkInterfaces()) : undefined;
    if (open !== undefined)
      throw bridgeProblem(
        'needs_token',
        `${open} can be reached from the internet: use --auth token, or choose another address with --host.`,
      );
    const adminToken = auth === 'token' ? env.BRIDGE_ADMIN_TOKEN || newToken() : undefined;
    const journal = createJournal(log, out, err);
    const starting = startBridge({
      port,
      host,
      folders: ownFolders(env),
      ...(media === undefined ? {} : { media }),
      ...(thumbnails === undefined ? {} : { thumbnails }),
      ...databaseOption(database, data),
      idleTimeoutMs,
      trusted,
      auth,
      attemptsPerMinute,
      hostNames,
      ...(mqttPort === undefined ? {} : { mqttPort }),
      ...(adminToken === undefined ? {} : { adminToken }),
      onIngested: journal.ingested,
      onRefusal: journal.refusal,
      onFault: journal.fault,
    });
    const bridge = await Promise.race([starting, stopped.then(() => undefined)]);
    if (!bridge) {
      // Nobody waits for a database that does not answer; what comes up in spite of it is ended.
      void starting.then(
        (late) => late.close(),
        () => undefined,
      );
      return 0;
    }
    greeting(bridge.urls, {
      mqttPort: bridge.mqttPort,
      auth,
      adminToken: env.BRIDGE_ADMIN_TOKEN ? undefined : adminToken,
    }).forEach(out);
    await stopped;
    await bridge.close();
    journal.close();
    return 0;
  } catch (error) {
    if (!isBridgeProblem(error)) throw error;
    err(redactIn(error.message, [...argv, env.BRIDGE_DATABASE]));
    return 1;
  }
}

function databaseOption(database: string | undefined, data: string | undefined): { database?: string } {
  if (database !== undefined) return { database };
  if (data === undefined) return {};
  return { database: isPostgres(data) ? data : databaseIn(data) };
}

/** The database file in a folder, which is made if it is not there. */
function databaseIn(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw bridgeProblem(
      'database_unusable',
      `The folder ${folder} cannot be made (${reason}): choose another one with --data.`,
    );
  }
  return join(folder, 'bridge.db');
}
