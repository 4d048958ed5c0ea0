import { cssUrl, element, toggleClass } from './dom.js';
import { type Fields, listOf, textOf } from './fields.js';
import { iconHtml } from './icons.js';
import { plainText, richText } from './rich-text.js';
import { updatedItem } from './update-item.js';

export interface MenuList {
  element: HTMLElement;
  items(): Fields[];
  index(): number;
  selected(): Fields | null;
  /** False at either end. */
  move(by: -1 | 1): boolean;
  /** By ID or `index:N`. */
  select(target: string): boolean;
  activate(on: boolean): void;
  update(id: string, changes: Fields): boolean;
  headline(): string;
  labels(): string[];
}

/** The column on the left: MSX's menu root object (headline or logo, items, separators). */
export function createMenuList(root: Fields, changed: () => void): MenuList {
  const node = element('menu');
  const column = element('menu-items');
  const headline = textOf(root.headline) || textOf(root.name) || 'Menu';
  const logo = textOf(root.logo);
  const head = element('menu-headline', logo ? '' : richText(headline));
  if (logo) {
    head.classList.add('menu-logo');
    head.style.backgroundImage = cssUrl(logo);
  }
  node.appendChild(head);
  node.appendChild(column);

  const origins = listOf(root.menu).filter((item) => item.display !== false);
  const items = origins.slice();
  const selectable = (item: Fields | undefined): boolean =>
    item !== undefined && item.type !== 'separator' && item.enable !== false;
  const first = (test: (item: Fields) => boolean): number => {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item && selectable(item) && test(item)) return i;
    }
    return -1;
  };
  let index = Math.max(
    first((item) => item.focus === true),
    -1,
  );
  if (index < 0) index = first(() => true);
  let active = false;
  let elements: HTMLElement[] = [];

  function draw(): void {
    column.innerHTML = '';
    elements = items.map((item, i) => {
      const label = richText(textOf(item.label));
      const separator = item.type === 'separator';
      const image = textOf(item.image);
      const created = element(
        separator ? 'menu-separator' : `menu-item${selectable(item) ? '' : ' disabled'}`,
        separator
          ? `<span>${label}</span>`
          : `<span class="menu-icon">${image ? '' : iconHtml(textOf(item.icon))}</span><span class="menu-label">${label}</span>` +
              `<span class="menu-extension">${iconHtml(textOf(item.extensionIcon)) || richText(textOf(item.extensionLabel))}</span>`,
      );
      const picture = image ? created.querySelector<HTMLElement>('.menu-icon') : null;
      if (picture) {
        picture.classList.add('menu-image');
        picture.style.backgroundImage = cssUrl(image);
      }
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

  function go(to: number): void {
    index = to;
    drawFocus();
    changed();
  }

  draw();
  return {
    element: node,
    items: () => items,
    index: () => index,
    selected: () => items[index] ?? null,
    move: (by) => {
      for (let i = index + by; i >= 0 && i < items.length; i += by)
        if (selectable(items[i])) {
          go(i);
          return true;
        }
      return false;
    },
    select: (target) => {
      const byIndex = /^index:(\d+)$/.exec(target);
      // MSX counts the items that can be chosen, not the separators
      let left = byIndex ? Number(byIndex[1]) : -1;
      const found = first((item) => (byIndex ? left-- === 0 : item.id === target));
      if (found < 0) return false;
      go(found);
      return true;
    },
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
      changed();
      return true;
    },
    headline: () => plainText(headline),
    labels: () =>
      items.filter((item) => item.type !== 'separator').map((item) => plainText(textOf(item.label))),
  };
}
