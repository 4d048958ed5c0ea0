import { type Fields, textOf } from './fields.js';

/** The keys that have a sign on them or none, by their codes (hidden features, Key Property). */
const OTHERS: Record<number, string> = {
  9: 'tab',
  16: 'shift',
  20: 'caps_lock',
  32: 'space',
  33: 'channel_up',
  34: 'channel_down',
  35: 'end',
  36: 'home',
  45: 'insert',
  46: 'delete',
  106: 'multiply',
  107: 'add',
  109: 'subtract',
  110: 'decimal',
  111: 'divide',
  186: 'semicolon',
  187: 'equal',
  188: 'comma',
  189: 'dash',
  190: 'period',
  191: 'slash',
  192: 'accent',
  219: 'bracket_open',
  220: 'backslash',
  221: 'bracket_close',
  222: 'quote',
  403: 'red',
  404: 'green',
  405: 'yellow',
};

/** What a document calls a key: `a`, `7`, `period`; null for one that no document can name. */
export function keyName(code: number): string | null {
  if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90))
    return String.fromCharCode(code).toLowerCase();
  return OTHERS[code] ?? null;
}

/** Whether the `key` of an item or a button names the key: `"7"`, `"home|end"`. */
export function hasKey(holder: Fields, name: string): boolean {
  return textOf(holder.key).split('|').indexOf(name) >= 0;
}
