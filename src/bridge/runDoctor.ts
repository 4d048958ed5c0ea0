import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import mqtt from 'mqtt';
import { HELP, readCommandLine } from './command/readCommandLine.js';
import type { Surroundings } from './command/surroundings.js';
import { openPostgres } from './storage/openPostgres.js';
import { openSqlite } from './storage/openSqlite.js';
import { isPostgres } from './text/databaseName.js';
import { reasonOf } from './text/reasonOf.js';
import { redact } from './text/redact.js';
import { reachableAddresses } from './web/reachableAddresses.js';
import { readBrokerUrl } from './worker/readBrokerUrl.js';

/** What was looked at, and what to do where it is not well. */
interface Diagnosis {
  what: string;
  /** Null = it is well. */
  remedy: string | null;
}

const well = (what: string): Diagnosis => ({ what, remedy: null });
const ill = (what: string, remedy: string): Diagnosis => ({ what, remedy });

const LEAST_ROOM_BYTES = 512 * 1024 * 1024;
const CONNECT_MS = 5000;
/** Before this program was written nobody can have started it. */
const EARLIEST_MS = Date.UTC(2025, 0, 1);
const LONGEST_OFFSET_MS = 5000;

/**
 * `msx-bridge doctor`, with the options that the bridge would be started with, and `--broker` for a worker's.
 * @returns 0 where all is well, 1 where something is not
 * @throws a BridgeProblem for options that cannot be used
 */
export async function runDoctor(
  argv: readonly string[],
  { env, out }: Pick<Surroundings, 'env' | 'out'>,
): Promise<number> {
  const at = argv.findIndex((word) => word === '--broker');
  const broker = at < 0 ? env.BRIDGE_BROKER : argv[at + 1];
  const options = readCommandLine(at < 0 ? argv : argv.filter((_word, i) => i !== at && i !== at + 1), env);
  if (options.help) {
    ['Looks at what a bridge with these options needs, and says what to do. It changes nothing.', ''].forEach(
      out,
    );
    HELP.split('\n').slice(2).forEach(out);
    out('  --broker <url>            with doctor: the broker of a worker, to be looked at as well');
    return 0;
  }
  const { host, port, mqttPort, media, data } = options;
  const file = data === undefined || isPostgres(data) ? data : join(data, 'bridge.db');
  const found = [
    clock(Date.now()),
    await portOf(host, port, '--port'),
    ...(mqttPort === undefined ? [] : [await portOf(host, mqttPort, '--mqtt-port')]),
    addresses(host),
    ...(media === undefined ? [] : [folder('The media folder', media, constants.R_OK, '--media')]),
    await database(options.database ?? file),
    ...(broker === undefined || broker === '' ? [] : [await brokerAt(broker)]),
  ];
  for (const { what, remedy } of found)
    out(remedy === null ? `  well   ${what}` : `  WRONG  ${what}: ${remedy}.`);
  return found.some(({ remedy }) => remedy !== null) ? 1 : 0;
}

const clock = (nowMs: number): Diagnosis =>
  nowMs < EARLIEST_MS
    ? ill(
        `The clock says ${new Date(nowMs).toISOString()}`,
        'set it, or let systemd-timesyncd or chrony do it',
      )
    : well(`The clock says ${new Date(nowMs).toISOString()}`);

async function portOf(host: string, port: number, option: string): Promise<Diagnosis> {
  const server = createServer();
  const fault = await new Promise<unknown>((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => resolve(null));
  });
  await new Promise((done) => server.close(done));
  if (fault === null) return well(`Port ${port} of ${host} is free`);
  const isTaken = fault instanceof Error && 'code' in fault && fault.code === 'EADDRINUSE';
  if (isTaken && option === '--port' && (await isBridge(port)))
    return well(`Port ${port} is in use by a bridge that runs`);
  return ill(
    `Port ${port} of ${host} cannot be opened (${reasonOf(fault)})`,
    `choose another one with ${option}`,
  );
}

const isBridge = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(CONNECT_MS) }).then(
    async (answer) => answer.ok && (await answer.text()) === 'ok\n',
    () => false, // another program, which the caller says
  );

function addresses(host: string): Diagnosis {
  const found = reachableAddresses(host, networkInterfaces());
  return found.length > 0
    ? well(`TVs can reach it at ${found.join(', ')}, where no firewall is between`)
    : ill('No TV can reach it', 'connect the machine to a network, and leave --host away');
}

function folder(what: string, path: string, mode: number, option: string): Diagnosis {
  try {
    accessSync(path, mode | constants.X_OK);
    return well(`${what} ${path} can be used`);
  } catch (error) {
    return ill(`${what} ${path} cannot be used (${reasonOf(error)})`, `correct its rights, or ${option}`);
  }
}

async function database(name: string | undefined): Promise<Diagnosis> {
  if (name === undefined) return ill('Nothing is kept', 'name a folder with --data');
  if (!isPostgres(name)) return databaseFile(name);
  const opened = openPostgres(name, () => undefined, { connectMs: CONNECT_MS, queryMs: CONNECT_MS });
  try {
    const [row] = await opened.query(
      'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS ms',
    );
    const offsetMs = Number(row?.ms) - Date.now();
    return Math.abs(offsetMs) > LONGEST_OFFSET_MS
      ? ill(`The clock of ${redact(name)} differs by ${Math.round(offsetMs / 1000)} s`, 'set both')
      : well(`The database ${redact(name)} answers`);
  } catch (error) {
    return ill(`The database ${redact(name)} cannot be used (${reasonOf(error)})`, 'correct --database');
  } finally {
    await opened.close();
  }
}

async function databaseFile(file: string): Promise<Diagnosis> {
  const place = dirname(file);
  if (!existsSync(place)) return well(`The folder ${place} will be made`);
  const usable = folder('The data folder', place, constants.R_OK | constants.W_OK, '--data');
  if (usable.remedy !== null) return usable;
  const { bavail, bsize } = statfsSync(place);
  if (bavail * bsize < LEAST_ROOM_BYTES)
    return ill(
      `${place} has ${Math.round((bavail * bsize) / 1e6)} MB left`,
      'make room, or use --keep-views',
    );
  if (!existsSync(file)) return well(`The database ${file} will be made`);
  if (statSync(file).mtimeMs > Date.now() + LONGEST_OFFSET_MS)
    return ill(`${file} was written in the future`, 'see whether the clock was set back');
  try {
    const opened = openSqlite(file);
    const [row] = await opened.query('SELECT version FROM schema_version').finally(() => opened.close());
    return well(`The database ${file} can be read, version ${row?.version} of its tables`);
  } catch (error) {
    return ill(`The database ${file} cannot be used (${reasonOf(error)})`, 'put a backup in its place');
  }
}

async function brokerAt(address: string): Promise<Diagnosis> {
  const { shown } = readBrokerUrl(address);
  try {
    const options = { protocolVersion: 5, reconnectPeriod: 0, connectTimeout: CONNECT_MS } as const;
    const client = await mqtt.connectAsync(address, options, false);
    await client.endAsync();
    return well(`The broker ${shown} lets this user in`);
  } catch (error) {
    return ill(
      `The broker ${shown} does not let this user in (${reasonOf(error)})`,
      'correct --broker, or start it',
    );
  }
}
