import type { Command } from '../commands/commandTypes.js';
import { isCommandProblem, readCommand } from '../commands/readCommand.js';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { readBrokerUrl, type BrokerUrl } from '../worker/readBrokerUrl.js';
import type { LogFormat } from './createJournal.js';
import { readArguments, readLog } from './readOptionValues.js';

/** What the command line of `command` asks for. */
interface CommandLine {
  broker: BrokerUrl;
  /** Player keys; empty = every TV that has left its capabilities with the broker. */
  players: string[];
  command: Command;
  timeoutMs: number;
  log: LogFormat;
}

const DEFAULT_SECONDS = 10;
const MOST_SECONDS = 300;

export const COMMAND_HELP = `Tells TVs what to do over a broker of your own, and waits for what they answer: msx-bridge command --broker <url> swap_next

Options
  --broker <url>            mqtt://user:password@host:1883, or mqtts, ws, wss; or BRIDGE_BROKER
  --player <key>            the player key of a TV, as often as there are TVs (all that have left their capabilities
                            with the broker)
  --payload <json>          what the command says, such as '{"position": 90}' for seek ({})
  --timeout <seconds>       how long to wait for an answer (${DEFAULT_SECONDS})
  --log text|json           a line for a person, or a JSON object, for each TV (text)
  --help                    this text

It ends with 0 when every TV has done it, 1 for an error, 2 for a wrong command line, 3 when a TV does not do such a
thing, 4 when one did not answer.`;

const OPTIONS = {
  broker: { type: 'string' },
  player: { type: 'string', multiple: true, default: [] as string[] },
  payload: { type: 'string', default: '{}' },
  timeout: { type: 'string', default: String(DEFAULT_SECONDS) },
  log: { type: 'string', default: 'text' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Topics are compared as texts: a key in capitals is nobody's. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads the command line of `command`.
 * @param argv the arguments after `command`
 * @param env `BRIDGE_BROKER` stands in for `--broker`: other users see a command line
 * @param nowMs for the `at` of a payload
 * @throws a BridgeProblem `bad_option`
 */
export function readCommandOptions(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  nowMs: number,
): CommandLine | 'help' {
  const { values, positionals } = readArguments(argv, OPTIONS, 'command --help');
  if (values.help) return 'help';
  const broker = values.broker ?? env.BRIDGE_BROKER;
  if (broker === undefined || broker === '')
    throw bridgeProblem('bad_option', '--broker is missing: name the broker, such as mqtt://broker.example.');
  const [type, ...more] = positionals;
  if (type === undefined || more.length > 0)
    throw bridgeProblem('bad_option', 'Name one command, such as swap_next: see command --help.');
  const stranger = values.player.find((key) => !UUID.test(key));
  if (stranger !== undefined)
    throw bridgeProblem(
      'bad_option',
      `--player takes a player key, a UUID in small letters as the TV's status page shows it, not "${stranger}".`,
    );
  const command = readCommand({ command_type: type, payload: readPayload(values.payload) }, nowMs);
  if (isCommandProblem(command)) throw bridgeProblem('bad_option', command.problem);
  return {
    broker: readBrokerUrl(broker),
    players: [...new Set(values.player)],
    command,
    timeoutMs: readSeconds(values.timeout) * 1000,
    log: readLog(values.log),
  };
}

function readPayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bridgeProblem('bad_option', `--payload must be JSON such as '{"position": 90}', not "${text}".`);
  }
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds === 0 || seconds > MOST_SECONDS)
    throw bridgeProblem(
      'bad_option',
      `--timeout must be a number of seconds above 0, ${MOST_SECONDS} at most, not "${text}".`,
    );
  return seconds;
}
