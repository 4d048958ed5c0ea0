import type { Focused } from './readAction.js';
import type { Fields } from './fields.js';
import type { Command } from './listenToKeys.js';
import type { MenuList } from './menuList.js';
import type { PageInfo } from './pageInfo.js';
import type { Pane } from './pane.js';

/** One thing in MSX's history that one can go back to: a menu with its content, or a content page. */
export interface Scene {
  kind: 'menu' | 'content' | 'panel';
  element: HTMLElement;
  /** The page on screen, if there is one. */
  pane: Pane | null;
  menu: MenuList | null;
  /** Loads the document again, where that is possible. The focus stays, unless `focus` says otherwise. */
  reload(what: 'menu' | 'content', focus: Focused): void;
  /** Puts another document in the place of the one on screen. */
  replace(what: 'menu' | 'content', focus: Focused): void;
  /** Takes away what is kept of the document. */
  release(what: 'menu' | 'content'): void;
  /** It is the one on screen again, after `other` was. */
  resume(other: Scene['kind']): void;
  /** It is on screen again, just as it was left. */
  shown(): void;
  /** Whether it shows the same already; the focus then goes where the address says. */
  open(source: unknown, data: unknown): boolean;
  /** False when the scene has no use for the key. */
  key(command: Command): boolean;
  /** It is (not) the scene that gets the keys. */
  activate(on: boolean): void;
  /** The focus as it stands behind a source, to come back to it. */
  focusText(): string;
  /** Whether one may come back to it from a link (`restore`); a menu's word goes before its content's. */
  restorable(): boolean;
  /** `flag` of its document, for `close:FLAG` and `replace:…:FLAG:`. */
  flag(kind: 'menu' | 'content'): string;
  /** What the menu key opens here; null for nothing of the document's. */
  options(): Fields | null;
  info(what: 'menu' | 'content'): PageInfo | null;
  /** It is what the start parameter named. guess(start-flag): with a reference, and after a replacement, it still is. */
  atStart(): boolean;
}

/** Which part of a scene a document's kind means: that of a panel is its content. */
export const partOf = (kind: Scene['kind']): 'menu' | 'content' => (kind === 'menu' ? 'menu' : 'content');
