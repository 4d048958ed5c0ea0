import type { Focused } from './readAction.js';
import type { App } from './app.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { BY_DEFAULT, type FocusWish, readFocus, readKeptFocus } from './focus.js';
import { createLoader, type Loader } from './loader.js';
import type { MenuContent } from './menuContent.js';
import { createMenuList } from './menuList.js';
import type { MenuScreen } from './menuScreen.js';
import type { Origin } from './origin.js';
import { runOwnAction } from './runOwnAction.js';
import { runStartAction } from './runStartAction.js';

/** What a menu is to do when it is there. */
interface MenuWanted {
  wish: FocusWish;
  /** The focus in the content, as it stands behind an address; undefined: the menu keeps it. */
  content: string | undefined;
  execute: boolean;
}

/** The document of a menu scene, and how it comes on screen. */
interface MenuDocument {
  loader: Loader;
  load: (from: Origin, fresh: boolean, wanted: MenuWanted) => void;
  /** `reload:menu` and `replace:menu:…`: the focus stays, and the content where its address does. */
  again: (from: Origin, focus: Focused) => void;
  /** It is on screen again. */
  resume: () => void;
}

export function createMenuDocument(app: App, screen: MenuScreen, content: MenuContent): MenuDocument {
  const { pane } = screen;
  const spot = () => screen.menu?.spot() ?? null;
  const loader = createLoader(app, {
    slot: 'menu',
    accepts: (root) => Array.isArray(root.menu),
    refusal: { title: 'This is no menu', lacks: 'It has no "menu".' },
    asking: () => undefined,
    nothing: () => false,
    failed: (failure) => {
      screen.put(null);
      pane.setHeadline('Menu not available');
      pane.showError(failure);
      screen.inContent = true;
      screen.draw();
    },
  });

  function showMenu(root: Fields, wanted: MenuWanted): void {
    const wasInContent = screen.inContent && screen.menu !== null;
    screen.setBackground(textOf(root.background));
    const menu = createMenuList(app, root);
    screen.put(menu);
    menu.warnings.forEach((text) => app.toast('warn', text));
    menu.start(wanted.wish);
    screen.inContent = wasInContent && wanted.content === undefined;
    const chosen = menu.selected();
    const entered = chosen?.focus === true && chosen.execute === true && wanted.wish.to === 'default';
    const wish = readFocus(wanted.content);
    content.open(menu, { wish, execute: wanted.execute, entered, stays: true });
    runOwnAction(app, fieldsOf(root.ready), pane);
  }

  function load(from: Origin, fresh: boolean, wanted: MenuWanted): void {
    loader.load(from, fresh, (root, startup) => {
      showMenu(root, wanted);
      if (startup) runStartAction(app, startup, pane);
    });
  }

  function again(from: Origin, focus: Focused): void {
    const wish = readKeptFocus(focus.focus[0], spot());
    const none = readKeptFocus(focus.focus[1], screen.inContent ? pane.spot() : null) === 'none';
    if (none) screen.leave();
    load(from, true, {
      wish: wish === 'none' ? BY_DEFAULT : wish,
      content: none ? '' : focus.focus[1],
      execute: focus.execute,
    });
  }

  function resume(): void {
    const document = loader.document();
    const gone = document && loader.gone();
    const now = spot();
    // guess(back-asks-again), see loader.ts
    if (gone) again(gone, { source: '', focus: [], execute: false });
    else if (document && screen.menu)
      showMenu(document, {
        wish: now ? { to: 'keep', spot: now } : BY_DEFAULT,
        content: undefined,
        execute: false,
      });
  }

  return { loader, load, again, resume };
}
