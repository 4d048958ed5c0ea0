import type { App } from './app.js';
import { createPane } from './createPane.js';
import { clear, cssUrl, element, toggleClass } from './dom.js';
import type { Command } from './listenToKeys.js';
import type { MenuList } from './menuList.js';
import type { Pane } from './pane.js';
import { paneKey } from './paneKeys.js';

const MENU_CONTENT_UNIT = { unitWidth: 76, unitHeight: 79 };

/** A menu on the left, a page on the right, and which of the two has the focus. */
export interface MenuScreen {
  readonly element: HTMLElement;
  readonly pane: Pane;
  /** Null while there is none; the page may say why. */
  menu: MenuList | null;
  /** The content has the focus. What changes it has the screen drawn. */
  inContent: boolean;
  /** Puts another menu on the left. */
  put: (menu: MenuList | null) => void;
  setBackground: (url: string) => void;
  activate: (on: boolean) => void;
  draw: () => void;
  /** Back from the content to the menu. */
  leave: () => void;
  /** What a key does to the page; false for nothing. */
  contentKey: (command: Command) => boolean;
}

export function createMenuScreen(app: App): MenuScreen {
  const node = element('scene menu-scene');
  const column = element('menu-column');
  const right = element('menu-content');
  const pane = createPane(app, { panel: false, ...MENU_CONTENT_UNIT });
  node.appendChild(column);
  node.appendChild(right);
  right.appendChild(pane.element);
  let active = false;

  const screen: MenuScreen = {
    element: node,
    pane,
    menu: null,
    inContent: false,
    put: (menu) => {
      screen.menu = menu;
      clear(column);
      if (menu) column.appendChild(menu.element);
    },
    setBackground: (url) => {
      node.style.backgroundImage = url ? cssUrl(app.secured(url, 'media')) : '';
    },
    activate: (on) => {
      active = on;
      screen.draw();
    },
    draw: () => {
      toggleClass(node, 'in-content', screen.inContent);
      if (screen.menu) screen.menu.activate(active && !screen.inContent);
      pane.activate(active && screen.inContent);
      app.changed();
    },
    leave: () => {
      screen.inContent = false;
      screen.draw();
    },
    contentKey: (command) => {
      const done = command === 'back' ? 'back' : paneKey(app, pane, command);
      const over = done === 'edge' && command === 'left' && pane.root().wrap !== true;
      if (done === 'back' || over) screen.leave();
      return done !== 'unknown';
    },
  };
  return screen;
}
