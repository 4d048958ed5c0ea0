import type { Focused } from './actionText.js';
import type { App } from './app.js';
import { focusOfSpot, readAddress } from './contentScene.js';
import { cssUrl, element, toggleClass } from './dom.js';
import { type Fields, fieldsOf, isFields, textOf } from './fields.js';
import { BY_DEFAULT, type FocusWish, readFocus, readKeptFocus } from './focus.js';
import { createMenuList, type MenuList } from './menuList.js';
import { optionsOf } from './optionsPanel.js';
import { canReload, createOrigin, idOf, isSame, type Origin } from './origin.js';
import { createPage, executeFocused, spotName } from './page.js';
import { createPane } from './createPane.js';
import type { Scene } from './scene.js';
import { runOwnAction } from './runOwnAction.js';
import { runStartAction } from './runStartAction.js';

const MENU_CONTENT_UNIT = { unitWidth: 76, unitHeight: 79 };

/** A menu item's content is loaded when the focus has stayed on it this long. */
const CONTENT_DELAY_MS = 250;

/** What a menu is to do when it is there. */
interface MenuWanted {
  wish: FocusWish;
  /** The focus in the content, as it stands behind an address; undefined: the menu keeps it. */
  content: string | undefined;
  execute: boolean;
}

/**
 * Content that was put in the place of a menu item's own, and stays with the item when the menu is loaded again.
 * guess(retained): choosing another item ends that.
 */
interface Retained {
  id: string;
  index: number;
  source: unknown;
}

/** A menu on the left, the content of the chosen item on the right. */
export function createMenuScene(app: App, source: unknown, data: unknown, atStart: boolean): Scene {
  const node = element('scene menu-scene');
  const column = element('menu-column');
  const right = element('menu-content');
  node.appendChild(column);
  node.appendChild(right);
  const pane = createPane(app, {
    panel: false,
    unitWidth: MENU_CONTENT_UNIT.unitWidth,
    unitHeight: MENU_CONTENT_UNIT.unitHeight,
  });
  right.appendChild(pane.element);
  const page = createPage(app, pane, 'content', () => drawActive());

  let origin: Origin = createOrigin('', null);
  let document: Fields | null = null;
  let active = false;
  let inContent = false;
  let timer = 0;
  let loads = 0;
  let retained: Retained | null = null;

  const scene: Scene = {
    kind: 'menu',
    element: node,
    pane,
    menu: null,
    reload: (what, focus) => {
      if (what === 'content') {
        if (scene.menu) settle(page.reload(focus.focus[0], focus.execute));
      } else if (canReload(origin)) again(origin, focus);
    },
    replace: (what, focus) => {
      if (what === 'menu') again(createOrigin(focus.source, null), focus);
      else if (scene.menu) {
        const spot = scene.menu.spot();
        retained = spot && { id: spot.id, index: spot.index, source: focus.source };
        settle(page.replace(focus.source, focus.focus[0], focus.execute));
      }
    },
    release: (what) => {
      if (what === 'content') {
        retained = null;
        page.release();
      } else {
        const id = idOf(origin);
        if (id !== null) app.release('menu', id);
        origin = { ...origin, released: true };
      }
    },
    resume: (other) => {
      if (other === 'content') page.resume();
      else if (!document) return;
      // guess(back-asks-again), see page.ts
      else if (idOf(origin) !== null && (document.cache === false || origin.released))
        again({ ...origin, released: false }, { source: '', focus: [], execute: false });
      else if (scene.menu) {
        const spot = scene.menu.spot();
        showMenu(document, {
          wish: spot ? { to: 'keep', spot } : BY_DEFAULT,
          content: undefined,
          execute: false,
        });
      }
    },
    shown: () => undefined,
    open: (next, nextData) => {
      const { address, focused } = readAddress(next);
      if (!document || document.reuse === false || !isSame(origin, address, nextData)) return false;
      if (scene.menu && focused.focus.length && scene.menu.focusBy(readFocus(focused.focus[0])))
        openContent(scene.menu, readFocus(focused.focus[1]), focused.execute);
      return true;
    },
    key: (command) => {
      const { menu } = scene;
      if (!menu) return paneKey(command);
      if (inContent) return contentKey(command, menu);
      if (command === 'up' || command === 'down') {
        if (menu.move(command === 'up' ? -1 : 1)) contentSoon(menu);
      } else if (command === 'right' || command === 'enter') enter();
      else return false;
      return true;
    },
    activate: (on) => {
      active = on;
      drawActive();
    },
    focusText: () => {
      const spot = scene.menu?.spot() ?? null;
      if (!spot) return '';
      return inContent ? `${focusOfSpot(spot)}>${focusOfSpot(pane.spot())}` : focusOfSpot(spot);
    },
    restorable: () => document?.restore !== false,
    flag: (which) => (which === 'menu' ? textOf(document?.flag) : page.flag()),
    options: () =>
      inContent
        ? optionsOf([pane.focused()?.fields, pane.page(), pane.root()])
        : optionsOf([scene.menu?.selected(), document]),
    info: (what) => {
      if (what === 'content') return page.state();
      const spot = scene.menu?.spot() ?? null;
      return {
        id: idOf(origin),
        flag: textOf(document?.flag) || null,
        focus: spotName(spot),
        index: spot?.index ?? -1,
        size: scene.menu?.size() ?? -1,
      };
    },
    atStart: () => atStart,
  };

  /** The page of an error that came instead of a menu. */
  function paneKey(command: string): boolean {
    if (command === 'enter') executeFocused(app, pane);
    return command === 'enter';
  }

  function contentKey(command: string, menu: MenuList): boolean {
    if (command === 'enter') executeFocused(app, pane);
    else if (command === 'pageUp' || command === 'pageDown') pane.turn(command === 'pageUp' ? -1 : 1);
    else if (command === 'back') leave();
    else if (command === 'left' || command === 'right' || command === 'up' || command === 'down') {
      if (!pane.move(command) && command === 'left' && pane.root().wrap !== true) leave();
    } else return false;
    menu.activate(active && !inContent);
    return true;
  }

  function enter(): void {
    const { menu } = scene;
    if (!menu) return;
    if (timer) contentNow(menu);
    if (pane.state().items.length === 0) return;
    inContent = true;
    drawActive();
  }

  function leave(): void {
    inContent = false;
    drawActive();
  }

  /** `item:none` leads back into the menu. */
  function settle(focus: 'none' | 'stays'): void {
    if (focus === 'none') leave();
  }

  function drawActive(): void {
    toggleClass(node, 'in-content', inContent);
    if (scene.menu) scene.menu.activate(active && !inContent);
    pane.activate(active && inContent);
    app.changed();
  }

  function contentSoon(menu: MenuList): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => contentNow(menu), CONTENT_DELAY_MS);
  }

  function contentNow(menu: MenuList): void {
    window.clearTimeout(timer);
    timer = 0;
    openContent(menu, BY_DEFAULT, false);
  }

  /** `entered`: the item leads into its content by itself, whose items then have a say of their own. */
  function openContent(
    menu: MenuList,
    wish: FocusWish,
    execute: boolean,
    entered = false,
    stays = false,
  ): void {
    const item = menu.selected();
    pane.setHeadline(textOf(item?.label));
    const kept = stays && retained && menu.isAt(retained) ? retained.source : undefined;
    if (kept === undefined) retained = null;
    const { address, focused } = readAddress(kept ?? item?.data);
    const explicit = wish.to !== 'default';
    if (explicit || execute || entered) inContent = true;
    page.open(address, null, {
      wish: explicit ? wish : readFocus(focused.focus[0]),
      execute: execute || focused.execute,
      own: entered,
    });
    drawActive();
  }

  function showMenu(root: Fields, wanted: MenuWanted, startup: Fields | null = null): void {
    const wasInContent = inContent && scene.menu !== null;
    document = root;
    column.innerHTML = '';
    const background = textOf(root.background);
    node.style.backgroundImage = background ? cssUrl(app.secured(background, 'media')) : '';
    const menu = createMenuList(app, root);
    scene.menu = menu;
    column.appendChild(menu.element);
    menu.warnings.forEach((text) => app.toast('warn', text));
    menu.start(wanted.wish);
    inContent = wasInContent && wanted.content === undefined;
    menu.activate(active && !inContent);
    const chosen = menu.selected();
    const entered = chosen?.focus === true && chosen.execute === true && wanted.wish.to === 'default';
    openContent(menu, readFocus(wanted.content), wanted.execute, entered, true);
    runOwnAction(app, fieldsOf(root.ready), scene.pane);
    const first = startup ?? (origin.atStart && wanted.content !== undefined ? root : null);
    if (first) runStartAction(app, first, scene.pane);
  }

  function showMenuError(title: string, message: string, url: string): void {
    scene.menu = null;
    document = null;
    column.innerHTML = '';
    pane.setHeadline('Menu not available');
    const retry = canReload(origin) ? 'reload:menu' : origin.atStart ? 'reload' : '';
    pane.showError({ title, message, url, retry });
    inContent = true;
    drawActive();
  }

  /** `reload:menu` and `replace:menu:…`: the focus stays, and the content where its address does. */
  function again(next: Origin, focus: Focused): void {
    const spot = scene.menu?.spot() ?? null;
    const wish = readKeptFocus(focus.focus[0], spot);
    const content = readKeptFocus(focus.focus[1], inContent ? pane.spot() : null);
    if (content === 'none') leave();
    origin = next;
    load(
      {
        wish: wish === 'none' ? BY_DEFAULT : wish,
        content: focus.focus[1] === undefined ? undefined : content === 'none' ? '' : focus.focus[1],
        execute: focus.execute,
      },
      true,
      null,
    );
  }

  function load(wanted: MenuWanted, fresh: boolean, startup: Fields | null): void {
    const mine = ++loads;
    app.busy(true);
    app.load(
      origin.source,
      origin.data,
      (loaded) => {
        app.busy(false);
        if (mine !== loads) return; // something else was asked for meanwhile
        const root = loaded.ok && isFields(loaded.data) ? loaded.data : null;
        if (!loaded.ok) showMenuError(loaded.title, loaded.message, loaded.url);
        else if (root && origin.atStart && textOf(root.reference)) {
          origin = createOrigin(root.reference, null);
          load(wanted, false, root);
        } else if (root && Array.isArray(root.menu)) showMenu(root, wanted, startup);
        else
          showMenuError(
            'This is no menu',
            root ? 'It has no "menu".' : `It is ${JSON.stringify(loaded.data)}.`,
            typeof origin.source === 'string' ? origin.source : '',
          );
        app.changed();
      },
      { slot: 'menu', fresh, atStart: origin.atStart },
    );
  }

  const { address, focused } = readAddress(source);
  origin = createOrigin(address, data, atStart);
  load(
    { wish: readFocus(focused.focus[0]), content: focused.focus[1] ?? '', execute: focused.execute },
    false,
    null,
  );
  return scene;
}
