/** MSX has an expression for any character from here on (Inline Expressions). */
const CHARACTERS_SINCE = 145;

/**
 * Text of other people for a text that MSX shows, such as the name of a file. Braces would be expressions there: MSX
 * draws icons for some and takes the braces of all others away.
 * @param build the N of MSX 0.1.N; before it can spell braces, they become brackets
 */
export function msxText(text: string, build: number): string {
  const [open, close] = build < CHARACTERS_SINCE ? ['(', ')'] : ['{chr:#123}', '{chr:#125}'];
  return text.replace(/[{}]/g, (brace) => (brace === '{' ? open : close));
}
