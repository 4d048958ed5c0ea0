/** Letters that are taken for the first of their group, where an engine cannot take them apart, or nobody can (ł). */
const ALIKE =
  'aàáâãäåāăą cçćĉċč dďđ eèéêëēĕėęě gĝğġģ hĥħ iìíîïĩīĭįı jĵ kķ lĺļľł nñńņň oòóôõöøōŏő rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűų wŵ yýÿŷ zźżž её ий'.split(
    ' ',
  );
const TWO_LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' };

let plain: Record<string, string> | null = null;

function plainLetters(): Record<string, string> {
  const letters: Record<string, string> = { ...TWO_LETTERS };
  ALIKE.forEach((group) => group.split('').forEach((letter) => (letters[letter] = group.charAt(0))));
  return letters;
}

/** The text without regard to case and accents: `Ærø Été` → `aero ete`. */
export function foldText(text: string): string {
  const letters = (plain ??= plainLetters());
  return text.toLowerCase().replace(/[^ -~]/g, (letter) => {
    if (letter >= '\u0300' && letter <= '\u036f') return '';
    return letters[letter] ?? letter;
  });
}
