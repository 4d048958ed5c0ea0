/** U+0000, and halves of pairs that stand alone. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

/**
 * A text as databases take it: PostgreSQL has no U+0000 in its texts (8.3, Character Types), and half a pair of
 * UTF-16 is no Unicode; JSON can spell both. U+FFFD stands in for them, as it does for bytes that are no UTF-8.
 *
 * Used where a text comes in, so that what is known is what is stored; and for each value of a statement, so
 * that no door is forgotten.
 * @example storable('a\0b') // 'a\ufffdb'
 */
export const storable = (text: string): string => text.replace(UNSTORABLE, '\ufffd');
