import { printable } from '../text/printable.js';
import { redactIn } from '../text/redact.js';

/**
 * What prints a line, whoever has written it: nothing in it steers a terminal, and no address that was typed is
 * repeated with its password, not even by the message of a library.
 * @param typed see typedWords
 */
export function printer(
  typed: readonly (string | undefined)[],
  write: (line: string) => void,
): (line: string) => void {
  return (line) => write(printable(redactIn(line, typed)));
}

/** What was typed may hold a password, wherever it stands. */
export const typedWords = (
  argv: readonly string[],
  { BRIDGE_DATABASE, BRIDGE_BROKER }: NodeJS.ProcessEnv,
): (string | undefined)[] => [...argv, BRIDGE_DATABASE, BRIDGE_BROKER];
