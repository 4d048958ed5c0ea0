/** From ß on, as Unicode has them: what each letter is without its accent. */
const PLAIN =
  'ßaaaaaaæceeeeiiiidnooooo÷ouuuuyþyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkkllllllllllnnnnnnnnnoooooooœœ' +
  'rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs';
/** Those that become two letters, and some from elsewhere. */
const OTHERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ĳ: 'ij',
  ș: 's',
  ț: 't',
  й: 'и',
  ё: 'е',
};

/** The text without regard to case and accents: `Ærø Été` → `aero ete`. */
export function foldText(text: string): string {
  // Not in WebKit 538, for which the table is; it knows the languages that there are keyboards for.
  const { normalize } = text as { normalize?: (form: 'NFD') => string };
  const apart = normalize ? normalize.call(text.toLowerCase(), 'NFD') : text.toLowerCase();
  return apart.replace(/[^ -~]/g, (letter) => {
    if (letter >= '\u0300' && letter <= '\u036f') return '';
    const plain = PLAIN.charAt(letter.charCodeAt(0) - 0xdf) || letter;
    return OTHERS[plain] || plain;
  });
}
