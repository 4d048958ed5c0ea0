import type { App } from './app.js';
import { cssUrl, element, toggleClass } from './dom.js';
import { type Fields, listOf, textOf } from './fields.js';
import { findFocus, type FocusWish, type Items, type Spot } from './focus.js';
import { iconHtml } from './iconHtml.js';
import { createRegister, idFault } from './itemChecks.js';
import { plainText, richText } from './richText.js';
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

/** The items that are shown. One whose ID is invalid, or taken, is left out with a warning (menu/menu-item-object). */
function checked(root: Fields, version: string, warnings: string[]): Fields[] {
  const register = createRegister((text) => warnings.push(text), version);
  return listOf(root.menu)
    .filter((item) => item.display !== false)
    .filter((item, index) => {
      const fault = idFault(item, register);
      if (fault !== null) register.warn(`Menu item ${index} is left out: ${fault}`);
      return fault === null;
    });
}

const isSelectable = (item: Fields | undefined): boolean =>
  item !== undefined && item.type !== 'separator' && item.enable !== false;

/** @param media the address of an image as it is asked for */
function menuItemElement(item: Fields, media: (url: string) => string): HTMLElement {
  const label = richText(textOf(item.label));
  const separator = item.type === 'separator';
  const image = textOf(item.image);
  const created = element(
    separator ? 'menu-separator' : `menu-item${isSelectable(item) ? '' : ' disabled'}`,
    separator
      ? `<span>${label}</span>`
      : `<span class="menu-icon">${image ? '' : iconHtml(textOf(item.icon))}</span><span class="menu-label">${label}</span>` +
          `<span class="menu-extension">${iconHtml(textOf(item.extensionIcon)) || richText(textOf(item.extensionLabel))}</span>`,
  );
  const picture = image ? created.querySelector<HTMLElement>('.menu-icon') : null;
  if (picture) {
    picture.classList.add('menu-image');
    picture.style.backgroundImage = cssUrl(media(image));
  }
  return created;
}

/** The column on the left: MSX's menu root object (headline or logo, items, separators). */
export function createMenuList(app: App, root: Fields): MenuList {
  const node = element('menu');
  const column = element('menu-items');
  const headline = textOf(root.headline) || textOf(root.name) || 'Menu';
  const logo = textOf(root.logo);
  const head = element('menu-headline', logo ? '' : richText(headline));
  if (logo) {
    head.classList.add('menu-logo');
    head.style.backgroundImage = cssUrl(app.secured(logo, 'media'));
  }
  node.appendChild(head);
  node.appendChild(column);

  const warnings: string[] = [];
  const origins = checked(root, app.settings.msxVersion, warnings);
  const items = origins.slice();
  /** MSX counts only the items that can be chosen, not the separators. */
  const choices = (): number[] => items.map((item, i) => (isSelectable(item) ? i : -1)).filter((i) => i >= 0);
  if (choices().length === 0) warnings.push('The menu has no selectable items');
  const counted: Items = {
    get length() {
      return choices().length;
    },
    id: (at) => textOf(items[choices()[at] ?? -1]?.id),
    selectable: () => true,
  };
  let index = -1;
  let active = false;
  let elements: HTMLElement[] = [];

  function draw(): void {
    column.innerHTML = '';
    elements = items.map((item, i) => {
      const created = menuItemElement(item, (url) => app.secured(url, 'media'));
      created.setAttribute('data-id', textOf(item.id));
      created.setAttribute('data-index', String(i));
      column.appendChild(created);
      return created;
    });
    drawFocus();
  }

  function drawFocus(): void {
    elements.forEach((one, i) => {
      toggleClass(one, 'selected', i === index);
      toggleClass(one, 'focused', active && i === index);
    });
    const chosen = elements[index];
    if (chosen && node.offsetHeight > 0) {
      const room = node.offsetHeight - column.offsetTop;
      const wish = room / 2 - chosen.offsetTop - chosen.offsetHeight / 2;
      column.style.marginTop = `${Math.round(Math.min(0, Math.max(wish, room - column.scrollHeight)))}px`;
    }
  }

  function spot(): Spot | null {
    const at = choices().indexOf(index);
    return at < 0 ? null : { id: textOf(items[index]?.id), index: at };
  }

  function go(to: number): void {
    index = to;
    drawFocus();
    const now = spot();
    if (now && textOf(root.flag)) app.focusCache.keep('menu', textOf(root.flag), now);
    app.changed();
  }

  function focusBy(wish: FocusWish): boolean {
    const to = choices()[findFocus(counted, wish)];
    if (to !== undefined) go(to);
    return to !== undefined;
  }

  /** The item that is marked with `focus`, else what `refocus` asks for, else the first. */
  function startByDefault(): void {
    const marked = choices().filter((i) => items[i]?.focus === true)[0];
    if (marked !== undefined) go(marked);
    else if (!focusBy(app.focusCache.wish('menu', textOf(root.flag), root.refocus))) go(choices()[0] ?? -1);
  }

  draw();
  return {
    element: node,
    items: () => items,
    index: () => index,
    size: () => choices().length,
    selected: () => items[index] ?? null,
    start: (wish) => {
      if (!focusBy(wish)) startByDefault();
    },
    focusBy,
    spot,
    isAt: (wanted) => {
      const now = spot();
      return now !== null && (wanted.id ? now.id === wanted.id : now.index === wanted.index);
    },
    move: (by) => {
      for (let i = index + by; i >= 0 && i < items.length; i += by)
        if (isSelectable(items[i])) {
          go(i);
          return true;
        }
      return false;
    },
    warnings,
    activate: (on) => {
      active = on;
      toggleClass(node, 'active', on);
      drawFocus();
    },
    update: (id, changes) => {
      const at = items.map((one) => one.id).indexOf(id);
      const origin = origins[at];
      const now = items[at];
      if (!origin || !now) return false;
      items[at] = updatedItem('menu', origin, now, changes);
      draw();
      app.changed();
      return true;
    },
    headline: () => plainText(headline),
    labels: () =>
      items.filter((item) => item.type !== 'separator').map((item) => plainText(textOf(item.label))),
  };
}
