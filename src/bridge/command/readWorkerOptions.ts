import { hostname } from 'node:os';
import { readKeepViews, readLog, readOptionValues, readPort } from './readOptionValues.js';
import type { LogFormat } from './createJournal.js';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { checkDatabaseName } from '../text/databaseName.js';
import { isAmqp, readAmqpUrls } from '../worker/readAmqpUrls.js';
import { readBrokerUrl } from '../worker/readBrokerUrl.js';
import type { Division } from '../worker/division.js';
import { QUEUES } from '../worker/queues.js';
import type { WorkerOptions } from '../worker/workerOptions.js';

/** What the command line of `ingest` asks for. */
interface WorkerCommandLine extends WorkerOptions {
  /** A `postgres://…` URL or a SQLite file. */
  database: string;
  /** How long single views are kept, ms; null = for ever. */
  keepViewsMs: number | null;
  /** Where `/healthz`, `/readyz` and `/metrics` are answered; null = nowhere. */
  health: { port: number; host: string } | null;
  log: LogFormat;
}

const DEFAULT_GROUP = 'ingest';
/** A batch of this size is written in one transaction. */
const DEFAULT_IN_HAND = 500;
/** MQTT 5, 3.1.2.11.3: two bytes. */
const MOST_IN_HAND = 65_535;
const DEFAULT_SESSION_HOURS = 24;
const DEFAULT_HEALTH_HOST = '127.0.0.1';
/** MQTT 5, 3.1.2.11.2: four bytes of seconds. */
const MOST_SESSION_HOURS = 1_000_000;

export const WORKER_HELP = `Takes views and statuses from an MQTT 5 broker, or a RabbitMQ cluster, into a database, beside any number of
others that do the same.

Options
  --broker <url>            mqtt://user:password@host:1883, or mqtts, ws, wss; or BRIDGE_BROKER
                            or RabbitMQ: amqp://user:password@host:5672/vhost, or amqps, or its nodes with commas between
                            them; its workers share what comes, ${QUEUES} of them at most (no --part, --shared, --leave,
                            --session-hours: its queues keep what waits until it is taken)
  --database <url|file>     postgres://user:password@host/name, or a SQLite file; or BRIDGE_DATABASE
  --part <part/of>          takes one of so many parts of the players, such as 2/3; each part needs its worker (1/1)
  --group <name>            workers of one group divide the messages: two groups take each one twice (${DEFAULT_GROUP})
  --shared                  workers share one subscription instead, in any number: not with mosquitto 2.0, which
                            loses what comes between its own restart and that of the worker
  --name <name>             what this worker is called, with --shared each one differently (the name of this machine)
  --in-hand <number>        messages that are taken and not yet acknowledged, at most (${DEFAULT_IN_HAND})
  --session-hours <hours>   how long the broker keeps what waits for this worker while it is away (${DEFAULT_SESSION_HOURS})
  --leave                   takes what waits for this worker, gives its place up, and ends
  --keep-views <days>       removes single views that came longer ago, such as 31d; counts stay (for ever)
  --health-port <number>    answers /healthz, /readyz and /metrics there, without any password (none)
  --health-host <address>   the address for that (${DEFAULT_HEALTH_HOST}: this machine only)
  --log text|json           lines for a person (text), or a JSON object a line
  --help                    this text`;

const OPTIONS = {
  'broker': { type: 'string' },
  'database': { type: 'string' },
  'group': { type: 'string', default: DEFAULT_GROUP },
  'part': { type: 'string' },
  'shared': { type: 'boolean', default: false },
  'name': { type: 'string' },
  'in-hand': { type: 'string', default: String(DEFAULT_IN_HAND) },
  'session-hours': { type: 'string' },
  'leave': { type: 'boolean', default: false },
  'keep-views': { type: 'string' },
  'health-port': { type: 'string' },
  'health-host': { type: 'string', default: DEFAULT_HEALTH_HOST },
  'log': { type: 'string', default: 'text' },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * Reads the command line of `ingest`.
 * @param argv the arguments after `ingest`
 * @param env `BRIDGE_BROKER` and `BRIDGE_DATABASE` stand in for options: other users see a command line
 * @returns `help` when that is asked for
 * @throws a BridgeProblem `bad_option`
 */
export function readWorkerOptions(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): WorkerCommandLine | 'help' {
  const values = readOptionValues(argv, OPTIONS, 'ingest --help');
  if (values.help) return 'help';
  const broker = values.broker ?? env.BRIDGE_BROKER;
  const database = values.database ?? env.BRIDGE_DATABASE;
  if (broker === undefined || broker === '')
    throw bridgeProblem('bad_option', '--broker is missing: name the broker, such as mqtt://broker.example.');
  if (database === undefined || database === '')
    throw bridgeProblem(
      'bad_option',
      '--database is missing: name the database, such as postgres://user:password@host/name.',
    );
  checkDatabaseName('--database', database);
  return {
    broker: readBroker(broker, values),
    database,
    group: readName('--group', values.group),
    division: readDivision(values.part, values.shared),
    name: readName('--name', values.name ?? ownName()),
    inHand: readWhole('--in-hand', values['in-hand'], MOST_IN_HAND),
    sessionHours: readWhole(
      '--session-hours',
      values['session-hours'] ?? String(DEFAULT_SESSION_HOURS),
      MOST_SESSION_HOURS,
    ),
    leave: values.leave,
    keepViewsMs: readKeepViews(values['keep-views']),
    health:
      values['health-port'] === undefined
        ? null
        : { port: readPort('--health-port', values['health-port']), host: values['health-host'] },
    log: readLog(values.log),
  };
}

/** @param values of the options that are for a broker by MQTT alone */
function readBroker(
  text: string,
  values: {
    'part'?: string | undefined;
    'shared': boolean;
    'leave': boolean;
    'session-hours'?: string | undefined;
  },
): WorkerOptions['broker'] {
  if (!isAmqp(text)) return readBrokerUrl(text);
  if (values['session-hours'] !== undefined)
    throw bridgeProblem(
      'bad_option',
      '--session-hours is for brokers by MQTT: leave it out, since the queues at RabbitMQ keep what waits until it is taken.',
    );
  const wrong =
    values.part !== undefined ? '--part' : values.shared ? '--shared' : values.leave ? '--leave' : null;
  if (wrong !== null)
    throw bridgeProblem(
      'bad_option',
      `${wrong} is for brokers by MQTT: leave it out, since RabbitMQ divides the messages by itself.`,
    );
  return readAmqpUrls(text);
}

function readDivision(part: string | undefined, shared: boolean): Division {
  if (shared) {
    if (part !== undefined)
      throw bridgeProblem('bad_option', '--part and --shared exclude each other: leave one of them out.');
    return { kind: 'shared' };
  }
  const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(part ?? '1/1') ?? []).map(Number);
  if (number < 1 || number > of || of > MOST_PARTS)
    throw bridgeProblem(
      'bad_option',
      `--part takes a part and their number, such as 2/3, ${MOST_PARTS} at most, not "${part}".`,
    );
  return { kind: 'parts', part: number, of };
}

/** Each gets every message from the broker: so many are too many long before. */
const MOST_PARTS = 1000;

/** What of this machine's name may be in a client id. */
const ownName = (): string =>
  hostname()
    .replace(/[^\w.-]/g, '-')
    .slice(0, LONGEST_NAME) || 'worker';

const LONGEST_NAME = 64;

function readName(option: string, text: string): string {
  if (!/^[\w.-]+$/.test(text) || text.length > LONGEST_NAME)
    throw bridgeProblem(
      'bad_option',
      `${option} takes letters, digits, dots, hyphens and underscores, ${LONGEST_NAME} at most, not "${text}".`,
    );
  return text;
}

function readWhole(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw bridgeProblem('bad_option', `${option} must be a number from 1 to ${most}, not "${text}".`);
  return value;
}
