/**
 * The actions of `[a|b|c]`, without the brackets. A bar is a separator wherever it stands, and `{pipe}` is what
 * an action says for one (common/actions). `[]` is nothing.
 * guess(nested-list): a list in a list is shown nowhere; what is written of the bar says that it needs `{pipe}`, too.
 */
export function splitActions(text: string): string[] {
  return text
    .split('|')
    .filter((action) => action.trim() !== '')
    .map((action) => action.replace(/\{pipe\}/g, '|'));
}

/** What stands before the first colon, and what follows it (`''` where there is none). */
export function headAndRest(text: string): [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** A source of a document without its focus separators: `URL>item_id>execute`. */
export interface Focused {
  source: string;
  /** Item IDs or `index:N`; a menu has two, the second for its content. */
  focus: string[];
  execute: boolean;
  /** False where the items have no say in where the focus goes. */
  own?: boolean;
}

export function parseFocus(text: string): Focused {
  const [source = '', ...focus] = text.split('>');
  const execute = focus[focus.length - 1] === 'execute';
  return { source, focus: execute ? focus.slice(0, -1) : focus, execute };
}

/** The parts of `DATA_ID@URL`. The ID is free text and may hold an `@`, so the last one before a URL counts. */
export function parseRequest(text: string): { dataId: string; pluginUrl: string | null } {
  const at = text.lastIndexOf('@');
  const pluginUrl = at < 0 ? '' : text.slice(at + 1);
  return /^(https?:)?\/\/|\.html?([?#]|$)/i.test(pluginUrl)
    ? { dataId: text.slice(0, at), pluginUrl }
    : { dataId: text, pluginUrl: null };
}

/** Reads UTF-8 JSON from base64, in either alphabet. @throws where it is neither */
export function decodeJson(base64: string): unknown {
  const binary = window.atob(base64.replace(/-/g, '+').replace(/_/g, '/'));
  let escaped = '';
  for (let i = 0; i < binary.length; i++) escaped += `%${`0${binary.charCodeAt(i).toString(16)}`.slice(-2)}`;
  return JSON.parse(decodeURIComponent(escaped)) as unknown;
}
