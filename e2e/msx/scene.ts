import type { Command } from './keys.js';
import type { MenuList } from './menu-list.js';
import type { Pane } from './pane.js';

/** One thing in MSX's history that one can go back to: a menu with its content, or a content page. */
export interface Scene {
  kind: 'menu' | 'content' | 'panel';
  element: HTMLElement;
  /** The page on screen, if there is one. */
  pane: Pane | null;
  menu: MenuList | null;
  /** Loads the document again; the focus stays. */
  reload(what: 'menu' | 'content'): void;
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
}
