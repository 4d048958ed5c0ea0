// Where a text stops being JSON. Every engine says it in its own words, some not at all, and a person with a
// text editor needs the line.
const SPACE = /^[ \t\r\n]*/;
const STRING = /^"(?:[^"\\\u0000-\u001f]|\\.)*"/;
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/;

/** @returns the offset of the first token that cannot stand there, or the length where the end is missing */
function errorOffset(text: string): number {
  let at = 0;
  const eat = (pattern: RegExp): boolean => {
    const found = pattern.exec(text.slice(at));
    if (found) at += found[0].length;
    return !!found;
  };
  const entries = (close: RegExp, entry: () => boolean): boolean => {
    eat(SPACE);
    if (eat(close)) return true;
    do {
      if (!entry()) return false;
      eat(SPACE);
      if (eat(close)) return true;
    } while (eat(/^,/));
    return false;
  };
  const member = () => eat(SPACE) && eat(STRING) && eat(SPACE) && eat(/^:/) && value();
  const value = (): boolean => {
    eat(SPACE);
    if (eat(/^\{/)) return entries(/^}/, member);
    return eat(/^\[/) ? entries(/^]/, value) : eat(STRING) || eat(WORD);
  };
  value();
  eat(SPACE);
  return at;
}

const SHOWN_CHARACTERS = 24;

/** For people: `line 3, column 12, before "…"`. @param text what JSON.parse refused */
export function describeJsonError(text: string): string {
  if (/^\s*$/.test(text)) return 'it is empty';
  if (/^\s*</.test(text)) return 'it is a web page';
  let offset;
  try {
    offset = errorOffset(text);
  } catch {
    return 'it is nested too deeply'; // for the engine's stack
  }
  const lines = text.slice(0, offset).split('\n');
  const rest = text.slice(offset, offset + SHOWN_CHARACTERS).split('\n')[0];
  return `line ${lines.length}, column ${lines.pop()!.length + 1}, ${rest ? `before ${rest}` : 'where it ends too early'}`;
}
