import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readOptionValues } from './command/readOptionValues.js';
import type { Surroundings } from './command/surroundings.js';
import { CannotCopy, copyTables } from './storage/copyTables.js';
import { lockData } from './storage/lockData.js';
import { databaseProblem, openTables } from './storage/openTables.js';
import { bridgeProblem, isBridgeProblem } from './text/bridgeProblem.js';
import { checkDatabaseName, isPostgres } from './text/databaseName.js';
import { redact } from './text/redact.js';

const HELP = `Copies everything from a SQLite database into an empty PostgreSQL database, while no bridge uses either.

Options
  --from <file>             the SQLite database, such as ~/.msx-bridge/bridge.db; it stays as it is
  --to <url>                postgres://user:password@host/name; or BRIDGE_DATABASE
  --help                    this text`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * `msx-bridge migrate`.
 * @throws a BridgeProblem; then the new database is as empty as before
 */
export async function runMigrate(
  argv: readonly string[],
  { env, out, err }: Pick<Surroundings, 'env' | 'out' | 'err'>,
): Promise<void> {
  const values = readOptionValues(argv, OPTIONS, 'migrate --help');
  if (values.help) {
    HELP.split('\n').forEach(out);
    return;
  }
  const to = values.to ?? env.BRIDGE_DATABASE ?? '';
  const from = values.from === undefined ? '' : resolve(values.from);
  if (!existsSync(from) || isPostgres(values.from ?? ''))
    throw bridgeProblem('bad_option', '--from takes the file of a SQLite database that is there.');
  if (!isPostgres(to))
    throw bridgeProblem(
      'bad_option',
      '--to takes the address of a PostgreSQL database: postgres://user:password@host/name.',
    );
  checkDatabaseName('--to', to);
  const ends: (() => Promise<unknown>)[] = [];
  try {
    for (const name of [from, to]) ends.push(await lockData(name, err));
    const source = await openTables(from, err);
    ends.push(() => source.close());
    const target = await openTables(to, err);
    ends.push(() => target.close());
    for (const [table, rows] of await copyTables(source, target)) out(`${table}: ${rows} rows, in both`);
    out(
      `Everything is in ${redact(to)}: start the bridge with --database, and keep the file until you have seen it run.`,
    );
  } catch (error) {
    if (isBridgeProblem(error)) throw error;
    const remedy = error instanceof CannotCopy ? 'give an empty database' : 'check address, rights and room';
    throw databaseProblem(to, error, remedy);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
