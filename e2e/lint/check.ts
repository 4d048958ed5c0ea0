export type Rule =
  /** It is not the kind of document that is wanted, or something that it must have is missing. */
  | 'shape'
  /** Outside the grid, on a place or with an ID that is taken, more than MSX holds, a page without a selectable item. */
  | 'placement'
  /** `{context:…}` where MSX leaves it, or of something that is not there. */
  | 'context'
  /** An address that is not absolute. */
  | 'address'
  /** A request that loads another plugin, or none. */
  | 'plugin'
  /** An action, a property, a word that MSX does not have. */
  | 'action'
  | 'property'
  | 'value'
  /** One that the version does not have yet. */
  | 'version'
  | 'icon'
  | 'color'
  /** Braces that are no expression. */
  | 'text'
  /** Something that is no media stands in a row of media. */
  | 'row';

/** What a TV would refuse, or show otherwise than it was meant. */
export interface Finding {
  rule: Rule;
  /** Where in the document: `items.3.action`. */
  at: string;
  message: string;
}

/** The same, of something whose place is known. */
export type Fault = Pick<Finding, 'rule' | 'message'>;

export type DocumentKind = 'start' | 'menu' | 'content' | 'panel' | 'playlist' | 'slideshow';

export interface LintOptions {
  kind: DocumentKind;
  /** The MSX that the document is for: `0.1.114`. */
  version: string;
  /** The page that requests may name; null = any. */
  pluginUrl?: string | null;
  /** Properties that are missed by nobody where MSX does not have them yet, each with a reason. */
  dispensable?: Record<string, string>;
}

/** One check of a document: what is asked of it, and where findings go. */
export interface Check {
  options: Required<LintOptions>;
  /** 163 for 0.1.163. */
  build: number;
  found: (rule: Rule, at: string, message: string) => void;
  foundAll: (at: string, faults: readonly Fault[]) => void;
  /** Checks a document within the document. */
  look: (value: unknown, kind: Exclude<DocumentKind, 'start'>, at: string) => void;
}

export const deeper = (at: string, key: string | number): string =>
  at === '' ? String(key) : `${at}.${key}`;
