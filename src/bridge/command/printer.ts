import { printable } from '../text/printable.js';
import { redactIn } from '../text/redact.js';

/**
 * What prints a line, whoever has written it: nothing in it steers a terminal, and no address that was typed is
 * repeated with its password, not even by the message of a library.
 * @param typed words of the command line and of the environment
 */
export function printer(
  typed: readonly (string | undefined)[],
  write: (line: string) => void,
): (line: string) => void {
  return (line) => write(printable(redactIn(line, typed)));
}
