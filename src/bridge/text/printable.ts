/**
 * What steers a terminal: control characters, line ends of Unicode, and what turns the direction of a text.
 * The last could make one file name look like another.
 */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A line as it may be printed: file names, messages of TVs and of other programs are written by anybody. What
 * steers becomes its escape (`\u001b`), which means the same in a line of JSON.
 */
export function printable(line: string): string {
  return line.replace(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
