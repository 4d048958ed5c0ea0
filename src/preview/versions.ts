import {
  ACTIONS,
  EXTENDED_PROPERTIES,
  FEATURES,
  FOCUS_SEPARATOR,
  INTERNAL_SINCE,
  KEYWORDS,
  MODIFIERS,
  OBJECTS,
  type ObjectKind,
  type Row,
} from './versionTable.js';

/** The last part of a version, as the tables have it: 163 for `0.1.163`. A later main version knows everything. */
export function versionNumber(version: string): number {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (patch === undefined) return Infinity;
  return Number(major) > 0 || Number(minor) > 1 ? Infinity : Number(patch);
}

export function hasFeature(feature: keyof typeof FEATURES, version: string): boolean {
  return versionNumber(version) >= FEATURES[feature];
}

/** Whether `words` begins with `pattern`, in which `*` is any one word. */
function beginsWith(words: string[], pattern: string[]): boolean {
  return pattern.length <= words.length && pattern.every((one, i) => one === '*' || one === words[i]);
}

interface Match {
  since: number;
  words: number;
}

/** The row that fits the most words; of two, the one that leaves fewer open. */
function longest(rows: Row[], words: string[]): Match | null {
  let best: Match | null = null;
  let bestScore = 0;
  rows.forEach(({ since, names }) =>
    names.split(' ').forEach((name) => {
      const pattern = name.split(':');
      const score = pattern.length - pattern.filter((one) => one === '*').length / 10;
      if (score <= bestScore || !beginsWith(words, pattern)) return;
      best = { since, words: pattern.length };
      bestScore = score;
    }),
  );
  return best;
}

/** Actions that take modifiers before a URL or a request, with the words that come before these. */
const WITH_MODIFIERS: Record<string, number> = {
  menu: 1,
  content: 1,
  panel: 1,
  playlist: 1,
  slideshow: 1,
  execute: 1,
  replace: 3,
};

/** How old MSX has to be to know an action, as the last part of its version. */
export function actionSince(action: string): number {
  if (action.charAt(0) === '[') return longest(ACTIONS, ['['])?.since ?? 0;
  const [address = '', focus] = action.split('>');
  const words = address.split(':').map((word) => word.trim());
  let since = longest(ACTIONS, words)?.since ?? INTERNAL_SINCE;
  const family = words[0] ?? '';
  if (focus !== undefined) since = Math.max(since, longest(FOCUS_SEPARATOR, words)?.since ?? 0);
  if (!Object.prototype.hasOwnProperty.call(WITH_MODIFIERS, family)) return since;
  for (let at = WITH_MODIFIERS[family] ?? 1; at < words.length;) {
    const modifier = longest(MODIFIERS, words.slice(at));
    if (!modifier) break;
    since = Math.max(since, modifier.since);
    at += modifier.words;
  }
  return since;
}

/** Families whose unknown members MSX names by the family (special/dictionary-structure, `message:action_warning_*`). */
const FAMILIES = [
  'busy',
  'history',
  'interaction',
  'interaction:commit',
  'invalidate',
  'log',
  'logger',
  'player',
  'player:button',
  'player:commit',
  'player:control',
  'player:info',
  'player:label',
  'player:progress',
  'player:speed',
  'player:video',
  'release',
  'reload',
  'replace',
  'resume',
  'settings',
  'slider',
  'slider:labels',
  'slider:options',
  'system',
  'time',
  'update',
  'volume',
];

/** What MSX says, as a warning, of an action that it does not know. guess(unknown-family): older ones may have put it otherwise. */
export function unknownAction(action: string): string {
  const words = action.split(':');
  const family = FAMILIES.filter((one) => beginsWith(words, one.split(':'))).sort(
    (a, b) => b.length - a.length,
  )[0];
  return family === undefined || family === action
    ? `Unknown action: '${action}'.`
    : `Unknown ${family.replace(':', ' ')} action: '${action.slice(family.length + 1)}'.`;
}

/** The warning for an action that came after the version; null for one that the version has. */
export function tooYoung(action: string, version: string): string | null {
  return actionSince(action) > versionNumber(version) ? unknownAction(action) : null;
}

const sinceOf = (rows: Row[], name: string): number => longest(rows, name.split(':'))?.since ?? 0;

/** Whether MSX of this version replaces `{NAME}` in the URL of a document. */
export function knowsKeyword(name: string, version: string): boolean {
  const found = longest(KEYWORDS, [name]);
  return found !== null && found.since <= versionNumber(version);
}

/** Whether a property of a document is there for MSX of this version. */
export function knowsProperty(kind: ObjectKind, name: string, version: string): boolean {
  return sinceOf(OBJECTS[kind], name) <= versionNumber(version);
}

/** Whether MSX of this version acts on a key in `properties`. Keys of services are nobody's business, so they are known. */
export function knowsExtendedProperty(key: string, version: string): boolean {
  return sinceOf(EXTENDED_PROPERTIES, key) <= versionNumber(version);
}
