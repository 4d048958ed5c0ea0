import { mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ownFolders } from './ownFolders.js';
import { greeting } from './command/greeting.js';
import { createJournal } from './command/createJournal.js';
import { publicAddress } from './web/reachableAddresses.js';
import { newToken } from './players/token.js';
import type { Surroundings } from './command/surroundings.js';
import { HELP, readCommandLine } from './command/readCommandLine.js';
import { bridgeProblem, isBridgeProblem } from './text/bridgeProblem.js';
import { startBridge } from './startBridge.js';
import { isPostgres } from './text/databaseName.js';
import { reasonOf } from './text/reasonOf.js';

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
  if (argv[0] === 'command')
    return (await import('./runCommand.js')).runCommand(argv.slice(1), { env, out, err, stopped });
  try {
    const tool = TOOLS[argv[0] ?? ''];
    if (tool) return await tool(argv.slice(1), { env, out, err, stopped });
    const { data, database, log, help, ...options } = readCommandLine(argv, env);
    if (help) {
      HELP.split('\n').forEach(out);
      return 0;
    }
    const { auth, host } = options;
    const open = auth === 'open' ? publicAddress(host, networkInterfaces()) : undefined;
    if (open !== undefined)
      throw bridgeProblem(
        'needs_token',
        `${open} can be reached from the internet: use --auth token, or choose another address with --host.`,
      );
    const adminToken = auth === 'token' ? env.BRIDGE_ADMIN_TOKEN || newToken() : undefined;
    const journal = createJournal(log, out, err);
    const starting = startBridge({
      ...options,
      database: database ?? databaseOf(data),
      folders: ownFolders(env),
      adminToken,
      onIngested: journal.ingested,
      onRefusal: journal.refusal,
      onCheck: journal.checked,
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
      shared: options.shared,
      auth,
      adminToken: env.BRIDGE_ADMIN_TOKEN ? undefined : adminToken,
    }).forEach(out);
    await stopped;
    await bridge.close();
    journal.close();
    return 0;
  } catch (error) {
    if (!isBridgeProblem(error)) throw error;
    err(error.message);
    return 1;
  }
}

/** What ends by itself, each loaded when it is asked for. @returns the exit code */
const TOOLS: Record<string, (argv: readonly string[], surroundings: Surroundings) => Promise<number>> = {
  backup: async (argv, surroundings) => {
    (await import('./runBackup.js')).runBackup(argv, surroundings);
    return 0;
  },
  migrate: async (argv, surroundings) => {
    await (await import('./runMigrate.js')).runMigrate(argv, surroundings);
    return 0;
  },
  doctor: async (argv, surroundings) => (await import('./runDoctor.js')).runDoctor(argv, surroundings),
};

const databaseOf = (data: string | undefined): string | undefined =>
  data === undefined || isPostgres(data) ? data : databaseIn(data);

/** The database file in a folder, which is made if it is not there. */
function databaseIn(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw bridgeProblem(
      'database_unusable',
      `The folder ${folder} cannot be made (${reasonOf(error)}): choose another one with --data.`,
    );
  }
  return join(folder, 'bridge.db');
}
