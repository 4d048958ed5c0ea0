import { clear, cssUrl, element, toggleClass } from './dom.js';
import { type Fields, textOf } from './fields.js';
import { iconHtml } from './iconHtml.js';
import { isSelectable, isSeparator } from './menuItems.js';
import { richText } from './richText.js';

/** What is to be seen of a menu: headline or logo, items, separators. */
interface MenuColumn {
  element: HTMLElement;
  drawItems(items: Fields[]): void;
  /** @param active the menu has the focus, not the content */
  drawFocus(index: number, active: boolean): void;
}

/** The address of an image as it is asked for. */
type Media = (url: string) => string;

export const headlineOf = (root: Fields): string => textOf(root.headline) || textOf(root.name) || 'Menu';

function headElement(root: Fields, media: Media): HTMLElement {
  const logo = textOf(root.logo);
  const head = element('menu-headline', logo ? '' : richText(headlineOf(root)));
  if (logo) {
    head.classList.add('menu-logo');
    head.style.backgroundImage = cssUrl(media(logo));
  }
  return head;
}

function menuItemElement(item: Fields, media: Media): HTMLElement {
  const label = richText(textOf(item.label));
  const separator = isSeparator(item);
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

export function createMenuColumn(root: Fields, media: Media): MenuColumn {
  const node = element('menu');
  const column = element('menu-items');
  node.appendChild(headElement(root, media));
  node.appendChild(column);
  let elements: HTMLElement[] = [];

  /** Moves the items so that the chosen one stands in the middle, as far as there are any above and below. */
  function scrollTo(chosen: HTMLElement): void {
    const room = node.offsetHeight - column.offsetTop;
    const wish = room / 2 - chosen.offsetTop - chosen.offsetHeight / 2;
    column.style.marginTop = `${Math.round(Math.min(0, Math.max(wish, room - column.scrollHeight)))}px`;
  }

  return {
    element: node,
    drawItems: (items) => {
      clear(column);
      elements = items.map((item, at) => {
        const created = menuItemElement(item, media);
        created.setAttribute('data-id', textOf(item.id));
        created.setAttribute('data-index', String(at));
        column.appendChild(created);
        return created;
      });
    },
    drawFocus: (index, active) => {
      toggleClass(node, 'active', active);
      elements.forEach((one, at) => {
        toggleClass(one, 'selected', at === index);
        toggleClass(one, 'focused', active && at === index);
      });
      const chosen = elements[index];
      if (chosen && node.offsetHeight > 0) scrollTo(chosen);
    },
  };
}
