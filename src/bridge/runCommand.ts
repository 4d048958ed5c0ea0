import type { Surroundings } from './command/surroundings.js';
import { COMMAND_HELP, readCommandOptions } from './command/readCommandOptions.js';
import type { CommandResult } from './commands/commandStore.js';
import { isBridgeProblem } from './text/bridgeProblem.js';
import { sendOverBroker, type PlayerResult } from './worker/sendOverBroker.js';

/** The exit codes; of several TVs the first of these counts that any of them has. */
const EXIT_CODES: [CommandResult, number][] = [
  ['error', 1],
  ['no_answer', 4],
  ['unsupported', 3],
];
const FAILED = 1;
const USAGE = 2;
const NO_ANSWER = 4;

/**
 * `msx-bridge command` from its first line to its last.
 * @param argv the arguments after `command`
 * @returns the exit code: 0 done, 1 error, 2 wrong command line, 3 unsupported, 4 no answer
 */
export async function runCommand(
  argv: readonly string[],
  { env, out, err, stopped }: Surroundings,
): Promise<number> {
  const over = new AbortController();
  void stopped.then(() => over.abort());
  try {
    const options = readCommandOptions(argv, env, Date.now());
    if (options === 'help') {
      COMMAND_HELP.split('\n').forEach(out);
      return 0;
    }
    const results = await sendOverBroker({ ...options, stopped: over.signal });
    if (results.length === 0) {
      err('No TV has left its capabilities with the broker: name one with --player.');
      return NO_ANSWER;
    }
    results.map(options.log === 'json' ? jsonLine : textLine).forEach(out);
    return EXIT_CODES.find(([result]) => results.some((one) => one.result === result))?.[1] ?? 0;
  } catch (error) {
    if (!isBridgeProblem(error)) throw error;
    err(error.message);
    return error.code === 'bad_option' ? USAGE : FAILED;
  }
}

const textLine = ({ playerKey, result, error }: PlayerResult): string =>
  `${playerKey}  ${result.replace('_', ' ')}${error === null ? '' : `: ${error}`}`;

const jsonLine = ({ playerKey, commandId, result, error }: PlayerResult): string =>
  JSON.stringify({ player_key: playerKey, command_id: commandId, result, error });
