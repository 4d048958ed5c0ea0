import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptionValues } from './command/readOptionValues.js';
import type { Surroundings } from './command/surroundings.js';
import { backUp } from './storage/backUp.js';
import { bridgeProblem } from './text/bridgeProblem.js';
import { isPostgres } from './text/databaseName.js';

const HELP = `Copies the database of a bridge as it is at this moment, also while the bridge runs.

Options
  --to <file>               the copy; it must not be there yet
  --data <folder>           where the bridge keeps its database (~/.msx-bridge)
  --database <file>         the database itself; or BRIDGE_DATABASE
  --help                    this text`;

const OPTIONS = {
  to: { type: 'string' },
  data: { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * `msx-bridge backup`.
 * @throws a BridgeProblem
 */
export function runBackup(argv: readonly string[], { env, out }: Pick<Surroundings, 'env' | 'out'>): void {
  const { to, data, database, help } = readOptionValues(argv, OPTIONS, 'backup --help');
  if (help) {
    HELP.split('\n').forEach(out);
    return;
  }
  if (to === undefined)
    throw bridgeProblem('bad_option', '--to is missing: name the copy, such as bridge.backup.db.');
  const from = database ?? (env.BRIDGE_DATABASE || join(data ?? join(homedir(), '.msx-bridge'), 'bridge.db'));
  if (isPostgres(from))
    throw bridgeProblem(
      'bad_option',
      'A PostgreSQL database is backed up with pg_dump, not with this command.',
    );
  const views = backUp(resolve(from), resolve(to));
  out(`${resolve(to)} is a copy of ${resolve(from)}, with ${views} views.`);
}
