import type { Focused } from './readAction.js';
import type { App } from './app.js';
import { textOf } from './fields.js';
import { BY_DEFAULT, type FocusWish, readFocus, type Spot } from './focus.js';
import type { MenuList } from './menuList.js';
import type { MenuScreen } from './menuScreen.js';
import { createPage } from './createPage.js';
import type { PageInfo } from './pageInfo.js';
import { readAddress } from './readAddress.js';

/** A menu item's content is loaded when the focus has stayed on it this long. */
const CONTENT_DELAY_MS = 250;

/** How the content of an item is opened. */
interface Opening {
  wish: FocusWish;
  execute: boolean;
  /** The item leads into its content by itself, whose items then have a say of their own. */
  entered?: boolean;
  /** What was put in the place of the item's own content stays there. */
  stays?: boolean;
}

/** The content of the chosen menu item. */
export interface MenuContent {
  open: (menu: MenuList, opening: Opening) => void;
  /** Opens it when the focus stays. */
  openSoon: (menu: MenuList) => void;
  /** The focus goes there, where there are items. */
  enter: () => void;
  reload: (focus: Focused) => void;
  replace: (focus: Focused) => void;
  release: () => void;
  resume: () => void;
  flag: () => string;
  info: () => PageInfo;
}

export function createMenuContent(app: App, screen: MenuScreen): MenuContent {
  const { pane } = screen;
  const page = createPage(app, pane, 'content', screen.draw);
  let timer = 0;
  /**
   * Content that was put in the place of a menu item's own, and stays with the item when the menu is loaded again.
   * guess(retained): choosing another item ends that.
   */
  let retained: { spot: Spot; source: unknown } | null = null;

  function open(menu: MenuList, { wish, execute, entered = false, stays = false }: Opening): void {
    const item = menu.selected();
    pane.setHeadline(textOf(item?.label));
    if (!stays || !retained || !menu.isAt(retained.spot)) retained = null;
    const { address, focused } = readAddress(retained ? retained.source : item?.data);
    const explicit = wish.to !== 'default';
    if (explicit || execute || entered) screen.inContent = true;
    page.open(address, null, {
      wish: explicit ? wish : readFocus(focused.focus[0]),
      execute: execute || focused.execute,
      own: entered,
    });
    screen.draw();
  }

  function openNow(menu: MenuList): void {
    window.clearTimeout(timer);
    timer = 0;
    open(menu, { wish: BY_DEFAULT, execute: false });
  }

  /** `item:none` leads back into the menu. */
  function settle(focus: 'none' | 'stays'): void {
    if (focus === 'none') screen.leave();
  }

  return {
    open,
    openSoon: (menu) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => openNow(menu), CONTENT_DELAY_MS);
    },
    enter: () => {
      if (timer && screen.menu) openNow(screen.menu);
      if (pane.state().items.length === 0) return;
      screen.inContent = true;
      screen.draw();
    },
    reload: (focus) => {
      if (screen.menu) settle(page.reload(focus.focus[0], focus.execute));
    },
    replace: (focus) => {
      if (!screen.menu) return;
      const spot = screen.menu.spot();
      retained = spot && { spot, source: focus.source };
      settle(page.replace(focus.source, focus.focus[0], focus.execute));
    },
    release: () => {
      retained = null;
      page.release();
    },
    resume: () => page.resume(),
    flag: () => page.flag(),
    info: () => page.state(),
  };
}
