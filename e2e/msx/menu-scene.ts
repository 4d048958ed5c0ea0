import { type Focused, parseFocus } from './action-text.js';
import type { App } from './app.js';
import { executeFocused, fillPane } from './content-scene.js';
import { cssUrl, element, toggleClass } from './dom.js';
import { type Fields, fieldsOf, isFields, textOf } from './fields.js';
import { createMenuList, type MenuList } from './menu-list.js';
import { createPane, type Pane } from './pane.js';
import type { Scene } from './scene.js';

const MENU_CONTENT_UNIT = { unitWidth: 76, unitHeight: 79 };

/** A menu item's content is loaded when the focus has stayed on it this long. */
const CONTENT_DELAY_MS = 250;

/** A menu on the left, the content of the chosen item on the right. */
export function createMenuScene(app: App, source: unknown, data: unknown, atStart: boolean): Scene {
  const node = element('scene menu-scene');
  const column = element('menu-column');
  const right = element('menu-content');
  node.appendChild(column);
  node.appendChild(right);
  const wanted: Focused =
    typeof source === 'string' ? parseFocus(source) : { source: '', focus: [], execute: false };
  const address = typeof source === 'string' ? wanted.source : source;

  let active = false;
  let inContent = false;
  let timer = 0;
  let loads = 0;
  let restorable = true;

  const scene: Scene = {
    kind: 'menu',
    element: node,
    pane: null,
    menu: null,
    reload: (what) => {
      if (what === 'content' && scene.menu) openContent(scene.menu, scene.pane?.focusText() ?? '', false);
      else loadMenu(scene.menu ? `index:${selectableIndex(scene.menu)}` : '');
    },
    key: (command) => {
      const { menu, pane } = scene;
      if (!menu) return command === 'enter' && retry();
      if (inContent && pane) return contentKey(command, menu, pane);
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
      const { menu, pane } = scene;
      if (!menu) return '';
      const item = `index:${selectableIndex(menu)}`;
      return inContent && pane ? `${item}>${pane.focusText()}` : item;
    },
    restorable: () => restorable,
    flag: (which) => textOf(which === 'menu' ? node.getAttribute('data-flag') : scene.pane?.root().flag),
  };

  function retry(): boolean {
    scene.reload('menu');
    return true;
  }

  function contentKey(command: string, menu: MenuList, pane: Pane): boolean {
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
    const { menu, pane } = scene;
    if (!menu) return;
    if (timer) contentNow(menu);
    if (!pane || pane.state().items.length === 0) return;
    inContent = true;
    drawActive();
  }

  function leave(): void {
    inContent = false;
    drawActive();
  }

  function drawActive(): void {
    toggleClass(node, 'in-content', inContent);
    if (scene.menu) scene.menu.activate(active && !inContent);
    if (scene.pane) scene.pane.activate(active && inContent);
    app.changed();
  }

  function contentSoon(menu: MenuList): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => contentNow(menu), CONTENT_DELAY_MS);
  }

  function contentNow(menu: MenuList): void {
    window.clearTimeout(timer);
    timer = 0;
    openContent(menu, '', false);
  }

  /** `entered`: the item leads into its content by itself, whose items then have a say of their own. */
  function openContent(menu: MenuList, focus: string, execute: boolean, entered = false): void {
    const item = menu.selected();
    right.innerHTML = '';
    const pane = createPane(app, {
      panel: false,
      unitWidth: MENU_CONTENT_UNIT.unitWidth,
      unitHeight: MENU_CONTENT_UNIT.unitHeight,
      headline: textOf(item?.label),
    });
    scene.pane = pane;
    right.appendChild(pane.element);
    const content = item?.data;
    const parsed: Focused =
      typeof content === 'string' ? parseFocus(content) : { source: '', focus: [], execute: false };
    fillPane(
      app,
      pane,
      typeof content === 'string' ? parsed.source : content,
      null,
      'reload:content',
      { source: '', focus: focus ? [focus] : parsed.focus, execute: execute || parsed.execute, own: entered },
      () => drawActive(),
    );
    if (focus || execute || entered) inContent = true;
    drawActive();
  }

  /** MSX counts only the items that can be chosen. */
  function selectableIndex(menu: MenuList): number {
    return menu
      .items()
      .slice(0, menu.index())
      .filter((item) => item.type !== 'separator' && item.enable !== false).length;
  }

  function showMenu(root: Fields, focus: string[], execute: boolean): void {
    column.innerHTML = '';
    node.setAttribute('data-flag', textOf(root.flag));
    restorable = root.restore !== false;
    node.style.backgroundImage = textOf(root.background) ? cssUrl(textOf(root.background)) : '';
    const menu = createMenuList(root, () => app.changed());
    scene.menu = menu;
    column.appendChild(menu.element);
    if (focus[0]) menu.select(focus[0]);
    menu.activate(active && !inContent);
    const chosen = menu.selected();
    const entered = chosen?.focus === true && chosen.execute === true && !focus.length;
    openContent(menu, focus[1] ?? '', execute, entered);
    const ready = fieldsOf(root.ready);
    [ready, atStart ? root : {}].forEach((holder) => {
      if (textOf(holder.action))
        app.execute(holder.action, holder.data ?? null, { from: 'app', item: null, pane: scene.pane });
    });
  }

  function showMenuError(title: string, message: string, url: string): void {
    scene.menu = null;
    column.innerHTML = '';
    right.innerHTML = '';
    const pane = createPane(app, {
      panel: false,
      unitWidth: MENU_CONTENT_UNIT.unitWidth,
      unitHeight: MENU_CONTENT_UNIT.unitHeight,
      headline: 'Menu not available',
    });
    scene.pane = pane;
    right.appendChild(pane.element);
    pane.showError(title, message, url, 'reload:menu');
    inContent = true;
    drawActive();
  }

  function loadMenu(focusNow: string): void {
    const load = ++loads;
    inContent = false;
    app.busy(true);
    const arrive = (text: unknown, first: boolean) =>
      app.load(text, data, (loaded) => {
        if (load !== loads) {
          app.busy(false);
          return;
        }
        const root = loaded.ok && isFields(loaded.data) ? loaded.data : null;
        if (root && first && atStart && textOf(root.reference)) {
          arrive(root.reference, false);
          return;
        }
        app.busy(false);
        if (!loaded.ok) showMenuError(loaded.title, loaded.message, loaded.url);
        else if (root && Array.isArray(root.menu))
          showMenu(root, focusNow ? [focusNow] : wanted.focus, !focusNow && wanted.execute);
        else
          showMenuError(
            'This is no menu',
            root ? 'It has no "menu".' : `It is ${JSON.stringify(loaded.data)}.`,
            typeof text === 'string' ? text : '',
          );
        app.changed();
      });
    arrive(address, true);
  }

  loadMenu('');
  return scene;
}
