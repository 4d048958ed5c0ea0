import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ATTEMPTS_PER_MINUTE } from '../limits/attemptLimit.js';
import type { AuthMode } from '../broker/signIn.js';
import { ALERT_HELP, ALERT_OPTIONS, readAlertOptions } from './readAlertOptions.js';
import { SHARED_HELP, SHARED_OPTIONS, readSharedOptions } from './readSharedOptions.js';
import type { SharedBroker } from '../worker/sharedBroker.js';
import { readKeepViews, readLog, readOptionValues, readPort } from './readOptionValues.js';
import type { LogFormat } from './createJournal.js';
import { parseNetworks, type Networks } from '../players/address.js';
import type { AlertSettings } from '../alerts/alertSettings.js';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { checkDatabaseName, isPostgres } from '../text/databaseName.js';

/** What the command line asks for. */
interface CommandLine {
  /** TCP port; 0 lets the system choose. */
  port: number;
  /** The address to listen on; `0.0.0.0` is every IPv4 address of this machine. */
  host: string;
  /** The media folder, absolute; undefined = the sample gallery. */
  media: string | undefined;
  /** The folder that the database is in, absolute, or a `postgres://…` URL; undefined = nothing is kept. */
  data: string | undefined;
  /** A SQLite file, absolute, or a `postgres://…` URL, instead of the database in `data`. */
  database: string | undefined;
  /** The folder for small copies of large pictures, absolute; undefined = albums show the pictures as they are. */
  thumbnails: string | undefined;
  idleTimeoutMs: number;
  trusted: Networks;
  /** Nodes of a RabbitMQ cluster that may ask for its users' rights; undefined = nobody may. */
  brokerNodes: Networks | undefined;
  /** A broker that several bridges share; undefined = the bridge has its own. */
  shared: SharedBroker | undefined;
  /** The port for plain MQTT; undefined = none. */
  mqttPort: number | undefined;
  auth: AuthMode;
  /** Attempts to connect to the broker that an address has in a minute. */
  attemptsPerMinute: number;
  /** Names by which browsers may use the API besides local ones, in small letters. */
  hostNames: string[];
  alerts: AlertSettings;
  /** How long single views are kept, ms; null = for ever. */
  keepViewsMs: number | null;
  log: LogFormat;
  help: boolean;
}

const DEFAULT_PORT = 8080;
const DEFAULT_HOST = '0.0.0.0';

/** Begins with a dot, so that it is no album where the data is in the media folder. */
const THUMBNAILS = '.thumbnails';

const DEFAULT_IDLE_MINUTES = 30;
const MINUTE_MS = 60_000;

export const HELP = `Serves the plugin, a media folder (or a sample gallery), a preview and an MQTT broker on one port.

Options
  --media <folder>          pictures, music and films to show; without it a sample gallery
  --data <folder>           where players and views are kept (with --media ~/.msx-bridge, else nowhere);
                            or a PostgreSQL database: postgres://user:password@host/name
  --no-thumbnails           show large pictures in albums as they are, rather than small copies of them
  --database <url|file>     another database than the one in --data; or BRIDGE_DATABASE
  --port <number>           the port to listen on (${DEFAULT_PORT})
  --host <address>          the address to listen on (${DEFAULT_HOST}: all of this machine's)
  --host-name <names>       names of this machine by which browsers may use the dashboard, besides its
                            addresses and local names, e.g. tv.example.com
  --idle-timeout <minutes>  when a TV that asks for nothing counts as gone (${DEFAULT_IDLE_MINUTES})
  --trust-proxy <addresses> proxies whose X-Forwarded-For and X-Forwarded-Proto are believed,
                            e.g. 127.0.0.1,10.0.0.0/8
  --mqtt-port <number>      a port for plain MQTT besides /mqtt (1883 is the usual one; none)
  --auth open|token         who may see and connect (open): anybody who reaches the bridge, or only TVs that
                            were paired by the code that they show; with token the dashboard asks for an
                            admin token, which is printed here or taken from BRIDGE_ADMIN_TOKEN
  --attempts-per-minute <number>
                            how often an address may connect to the broker (${ATTEMPTS_PER_MINUTE}): ten for each TV,
                            where TVs share an address
${ALERT_HELP}
${SHARED_HELP}
  --keep-views <days>       removes single views that came longer ago, such as 31d; counts stay (for ever)
  --broker-nodes <addresses>
                            nodes of a RabbitMQ cluster, which may ask at /broker/auth/… who its users are and
                            what they may do, e.g. 10.0.0.0/29
  --log text|json           lines for a person (text), or a JSON object a line
  --help                    this text

msx-bridge ingest --help tells how to take views from a broker of one's own,
msx-bridge command --help how to tell TVs what to do over one.
msx-bridge backup --help, migrate --help and doctor --help: a copy, another database, and what is wrong.`;

const OPTIONS = {
  'media': { type: 'string' },
  'data': { type: 'string' },
  'database': { type: 'string' },
  'no-thumbnails': { type: 'boolean', default: false },
  'port': { type: 'string', default: String(DEFAULT_PORT) },
  'host': { type: 'string', default: DEFAULT_HOST },
  'host-name': { type: 'string', default: '' },
  'idle-timeout': { type: 'string', default: String(DEFAULT_IDLE_MINUTES) },
  'mqtt-port': { type: 'string' },
  'auth': { type: 'string', default: 'open' },
  'attempts-per-minute': { type: 'string', default: String(ATTEMPTS_PER_MINUTE) },
  ...ALERT_OPTIONS,
  'keep-views': { type: 'string' },
  'log': { type: 'string', default: 'text' },
  'trust-proxy': { type: 'string', default: '' },
  'broker-nodes': { type: 'string' },
  ...SHARED_OPTIONS,
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * Reads the command line.
 * @param argv the arguments after the program's name
 * @param env `BRIDGE_DATABASE` stands in for `--database`: other users see a command line
 * @throws a BridgeProblem `bad_option`
 */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv = {}): CommandLine {
  const values = readOptionValues(argv, OPTIONS, '--help');
  const media = values.media === undefined ? undefined : resolve(values.media);
  const ownFolder = join(homedir(), '.msx-bridge');
  const database = values.database ?? (env.BRIDGE_DATABASE || undefined);
  const data = values.data ?? (media === undefined ? undefined : ownFolder);
  if (database !== undefined) checkDatabaseName('--database', database);
  if (data !== undefined) checkDatabaseName('--data', data);
  const port = readPort('--port', values.port);
  const mqttPort =
    values['mqtt-port'] === undefined ? undefined : readPort('--mqtt-port', values['mqtt-port']);
  if (mqttPort === port && port !== 0)
    throw bridgeProblem(
      'bad_option',
      `--mqtt-port must be another port than --port, not ${port} as well: MQTT over WebSocket is at /mqtt of --port.`,
    );
  return {
    port,
    host: values.host,
    media,
    data: data === undefined || isPostgres(data) ? data : resolve(data),
    database: database === undefined || isPostgres(database) ? database : resolve(database),
    thumbnails:
      media === undefined || values['no-thumbnails']
        ? undefined
        : join(data === undefined || isPostgres(data) ? ownFolder : resolve(data), THUMBNAILS),
    idleTimeoutMs: readMinutes(values['idle-timeout']),
    trusted: readNetworks('--trust-proxy', values['trust-proxy']),
    brokerNodes:
      values['broker-nodes'] === undefined
        ? undefined
        : readNetworks('--broker-nodes', values['broker-nodes']),
    shared: readSharedOptions(values, env, database ?? data),
    mqttPort,
    auth: readAuth(values.auth),
    attemptsPerMinute: readAttempts(values['attempts-per-minute']),
    hostNames: readNames(values['host-name']),
    alerts: readAlertOptions(values, env),
    keepViewsMs: readKeepViews(values['keep-views']),
    log: readLog(values.log),
    help: values.help,
  };
}

function readAuth(text: string): AuthMode {
  if (text !== 'open' && text !== 'token')
    throw bridgeProblem('bad_option', `--auth must be open or token, not "${text}".`);
  return text;
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || minutes === 0)
    throw bridgeProblem('bad_option', `--idle-timeout must be a number of minutes above 0, not "${text}".`);
  return minutes * MINUTE_MS;
}

function readAttempts(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw bridgeProblem(
      'bad_option',
      `--attempts-per-minute must be a whole number from 1 to 9999999, not "${text}".`,
    );
  return Number(text);
}

function readNetworks(option: string, text: string): Networks {
  const networks = parseNetworks(text);
  if (!networks)
    throw bridgeProblem(
      'bad_option',
      `${option} takes addresses such as 10.0.0.1 or 10.0.0.0/8, not "${text}".`,
    );
  return networks;
}

function readNames(text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const wrong = names.find((name) => !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(name));
  if (wrong !== undefined)
    throw bridgeProblem('bad_option', `--host-name takes names such as tv.example.com, not "${wrong}".`);
  return names;
}
