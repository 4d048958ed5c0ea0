// Where a text stops being JSON. Every engine says it in its own words, some not at all, and a person with a
// text editor needs the line.

/** @returns the offset of the first character that cannot stand there, or the length where the end is missing */
function errorOffset(text: string): number {
  let at = 0;
  const space = () => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at++;
  };
  const match = (pattern: RegExp): boolean => {
    const found = pattern.exec(text.slice(at, at + LONGEST_TOKEN));
    if (found) at += found[0].length;
    return found !== null;
  };
  const string = (): boolean => {
    if (text.charAt(at) !== '"') return false;
    for (let end = at + 1; end < text.length; end++) {
      const c = text.charAt(end);
      if (c === '\\') end++;
      else if (c === '"') {
        at = end + 1;
        return true;
      } else if (c < ' ') break;
    }
    return false; // the string that never ends is the fault, so `at` stays on its first quotation mark
  };
  const list = (close: string, entry: () => boolean): boolean => {
    at++;
    space();
    if (text.charAt(at) === close) return (at++, true);
    for (;;) {
      if (!entry()) return false;
      space();
      if (text.charAt(at) === close) return (at++, true);
      if (text.charAt(at) !== ',') return false;
      at++;
      space();
    }
  };
  const value = (): boolean => {
    space();
    const c = text.charAt(at);
    if (c === '{')
      return list('}', () => {
        if (!string()) return false;
        space();
        if (text.charAt(at) !== ':') return false;
        at++;
        return value();
      });
    if (c === '[') return list(']', value);
    if (c === '"') return string();
    return match(/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/);
  };
  if (value()) space();
  return at;
}

const LONGEST_TOKEN = 400;
const SHOWN_CHARACTERS = 24;

/** For people: `line 3, column 12, before "…"`. @param text what JSON.parse refused */
export function describeJsonError(text: string): string {
  if (/^\s*$/.test(text)) return 'it is empty';
  if (/^\s*</.test(text)) return 'it is a web page';
  const offset = errorOffset(text);
  const before = text.slice(0, offset).split('\n');
  const rest = text
    .slice(offset, offset + SHOWN_CHARACTERS)
    .split('\n')[0]!
    .replace(/\s+$/, '');
  const where = `line ${before.length}, column ${before[before.length - 1]!.length + 1}`;
  return rest
    ? `${where}, before ${rest}`
    : offset >= text.length
      ? `${where}, where it ends too early`
      : where;
}
