import type { App } from './app.js';
import { createMenuColumn, headlineOf } from './createMenuColumn.js';
import { type Fields, textOf } from './fields.js';
import type { FocusWish, Spot } from './focus.js';
import {
  checkedItems,
  choicesOf,
  findChoice,
  isSeparator,
  markedChoice,
  nextChoice,
  spotAt,
} from './menuItems.js';
import { plainText } from './richText.js';
import { updatedItem } from './updatedItem.js';

export interface MenuList {
  element: HTMLElement;
  items(): Fields[];
  index(): number;
  /** How many items can be chosen. */
  size(): number;
  selected(): Fields | null;
  /** Chooses what a wish means, by default what the document says. */
  start(wish: FocusWish): void;
  /** False where there is no such item. */
  focusBy(wish: FocusWish): boolean;
  /** The chosen item: its ID, and its index among those that can be chosen. */
  spot(): Spot | null;
  /** Whether the chosen item has the ID, or the index where there is none. */
  isAt(spot: Spot): boolean;
  /** False at either end. */
  move(by: -1 | 1): boolean;
  activate(on: boolean): void;
  update(id: string, changes: Fields): boolean;
  headline(): string;
  labels(): string[];
  /** What was left out, in sentences. */
  warnings: string[];
}

/** The column on the left: MSX's menu root object (headline or logo, items, separators). */
export function createMenuList(app: App, root: Fields): MenuList {
  const flag = textOf(root.flag);
  const warnings: string[] = [];
  const origins = checkedItems(root, app.settings.msxVersion, warnings);
  const items = origins.slice();
  if (choicesOf(items).length === 0) warnings.push('The menu has no selectable items');
  const column = createMenuColumn(root, (url) => app.secured(url, 'media'));
  let index = -1;
  let active = false;

  function go(to: number): void {
    index = to;
    column.drawFocus(index, active);
    const now = spotAt(items, index);
    if (now && flag) app.focusCache.keep('menu', flag, now);
    app.changed();
  }

  /** False for no item. */
  function choose(at: number | null): boolean {
    if (at !== null) go(at);
    return at !== null;
  }

  const focusBy = (wish: FocusWish): boolean => choose(findChoice(items, wish));

  /** The item that is marked with `focus`, else what `refocus` asks for, else the first. */
  function startByDefault(): void {
    if (!choose(markedChoice(items)) && !focusBy(app.focusCache.wish('menu', flag, root.refocus)))
      go(choicesOf(items)[0] ?? -1);
  }

  column.drawItems(items);
  return {
    element: column.element,
    items: () => items,
    index: () => index,
    size: () => choicesOf(items).length,
    selected: () => items[index] ?? null,
    start: (wish) => {
      if (!focusBy(wish)) startByDefault();
    },
    focusBy,
    spot: () => spotAt(items, index),
    isAt: (wanted) => {
      const now = spotAt(items, index);
      return now !== null && (wanted.id ? now.id === wanted.id : now.index === wanted.index);
    },
    move: (by) => choose(nextChoice(items, index, by)),
    warnings,
    activate: (on) => {
      active = on;
      column.drawFocus(index, active);
    },
    update: (id, changes) => {
      const at = items.map((one) => one.id).indexOf(id);
      const origin = origins[at];
      const now = items[at];
      if (!origin || !now) return false;
      items[at] = updatedItem('menu', origin, now, changes);
      column.drawItems(items);
      column.drawFocus(index, active);
      app.changed();
      return true;
    },
    headline: () => plainText(headlineOf(root)),
    labels: () => items.filter((item) => !isSeparator(item)).map((item) => plainText(textOf(item.label))),
  };
}
