/** Before, MSX cannot show a curly brace (Inline Expressions). */
const CHARACTERS_SINCE = 145;

/**
 * A text that MSX shows as it is: what stands in curly braces is an expression to MSX, and one that it does not know
 * loses them.
 *
 * @param build the N of MSX 0.1.N; below 145, or where it is not known, the braces are left out
 * @example plainText('a{b}', 163) // 'a{chr:#123}b{chr:#125}'
 */
export const plainText = (text: string, build: number): string =>
  text.replace(/[{}]/g, (brace) => (build >= CHARACTERS_SINCE ? `{chr:#${brace.charCodeAt(0)}}` : ''));
