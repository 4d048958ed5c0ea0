import { parseArgs } from 'node:util';
import { bridgeProblem } from './problem.js';

/** What the command line asks for. */
export interface CommandLine {
  /** TCP port; 0 lets the system choose. */
  port: number;
  /** The address to listen on; `0.0.0.0` is every IPv4 address of this machine. */
  host: string;
  help: boolean;
}

const DEFAULT_PORT = 8080;
const DEFAULT_HOST = '0.0.0.0';
const HIGHEST_PORT = 65_535;

export const HELP = `Serves the plugin, a sample gallery, a preview and an MQTT broker on one port.

Options
  --port <number>   the port to listen on (${DEFAULT_PORT})
  --host <address>  the address to listen on (${DEFAULT_HOST}: all of this machine's)
  --help            this text`;

/**
 * Reads the command line.
 * @param argv the arguments after the program's name
 * @throws a BridgeProblem `bad_option`
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const values = readValues(argv);
  return { port: readPort(values.port), host: values.host, help: values.help };
}

function readValues(argv: readonly string[]): { port: string; host: string; help: boolean } {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        host: { type: 'string', default: DEFAULT_HOST },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw bridgeProblem('bad_option', `${reason}: see --help for the options.`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT)
    throw bridgeProblem('bad_option', `--port must be a number from 0 to ${HIGHEST_PORT}, not "${text}".`);
  return port;
}
