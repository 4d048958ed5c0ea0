// The keyboards of MSX's input plugin: eight languages (knowledge base: Input Plugin), each with shift and signs.
import { hasOwn } from '../msx/json.js';

/**
 * Of each language what follows the ten digits in the first row (2), then three rows of 12. Written as one text each,
 * since every byte of the page counts.
 */
const LETTERS: Record<string, string> = {
  en: "-_qwertyuiop+=asdfghjkl'@:zxcvbnm,.!?/",
  fr: "-_azertyuiopéèqsdfghjklmàùwxcvbn,.'çê@",
  de: '-_qwertzuiopü+asdfghjklöä@yxcvbnm,.ß!?',
  es: '-_qwertyuiopáéasdfghjklñíózxcvbnm,.úü@',
  pt: '@.qwertyuiopãõasdfghjklçáézxcvbnmíóúâê',
  it: "-_qwertyuiopèéasdfghjklòà'zxcvbnm,.ùì@",
  tr: '-_qwertyuıopğüasdfghjklşi@zxcvbnmöç,.?',
  ru: '-_йцукенгшщзхъфывапролджэёячсмитьбю.,@',
};
const SIGNS = '€£.,:;!?-_@#&%\'"()[]{}<>/\\+*=|~^`$§°¿¡';
const DIGITS = '1234567890';

export const KEYS_PER_ROW = 12;

/** How the keys are pressed. Shift counts for one letter, its lock for all. */
export type Shift = 'off' | 'once' | 'lock';

export interface Layer {
  language: string;
  signs: boolean;
  shift: Shift;
}

/** The language itself where there is a keyboard for it, else English. */
export const languageOf = (text: string): string => (hasOwn(LETTERS, text) ? text : 'en');

/** The language after this one. */
export function nextLanguage(language: string): string {
  const all = Object.keys(LETTERS);
  return all[(all.indexOf(language) + 1) % all.length]!;
}

/** Turkish has a dotted capital I; what would become two letters (ß) stays one. */
function upperCase(letter: string, language: string): string {
  if (language === 'tr' && letter === 'i') return 'İ';
  const upper = letter.toUpperCase();
  return upper.length === 1 ? upper : letter;
}

/** What the keys type, row by row. */
export function keysOf({ language, signs, shift }: Layer): string[] {
  const letters = (DIGITS + (signs ? SIGNS : LETTERS[language]!)).split('');
  return shift === 'off' || signs ? letters : letters.map((letter) => upperCase(letter, language));
}
