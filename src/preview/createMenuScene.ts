import type { App } from './app.js';
import { focusOfSpot } from './createContentScene.js';
import { readFocus } from './focus.js';
import type { Command } from './listenToKeys.js';
import { createMenuContent } from './menuContent.js';
import { createMenuDocument } from './createMenuDocument.js';
import { createMenuScreen } from './menuScreen.js';
import { optionsOf } from './optionsPanel.js';
import { canReload, createOrigin } from './origin.js';
import { executeFocused } from './paneKeys.js';
import { readAddress } from './readAddress.js';
import type { Scene } from './scene.js';

/** A menu on the left, the content of the chosen item on the right. */
export function createMenuScene(app: App, source: unknown, data: unknown, atStart: boolean): Scene {
  const screen = createMenuScreen(app);
  const content = createMenuContent(app, screen);
  const { loader, load, again, resume } = createMenuDocument(app, screen, content);
  const { pane } = screen;
  const spot = () => screen.menu?.spot() ?? null;

  function key(command: Command): boolean {
    const { menu } = screen;
    if (!menu) {
      // the page of an error that came instead of a menu
      if (command === 'enter') executeFocused(app, pane);
      return command === 'enter';
    }
    if (screen.inContent) return screen.contentKey(command);
    if (command === 'up' || command === 'down') {
      if (menu.move(command === 'up' ? -1 : 1)) content.openSoon(menu);
    } else if (command === 'right' || command === 'enter') content.enter();
    else return false;
    return true;
  }

  const { address, focused } = readAddress(source);
  load(createOrigin(address, data, atStart), false, {
    wish: readFocus(focused.focus[0]),
    content: focused.focus[1] ?? '',
    execute: focused.execute,
  });
  return {
    kind: 'menu',
    element: screen.element,
    pane,
    get menu() {
      return screen.menu;
    },
    reload: (what, focus) => {
      if (what === 'content') content.reload(focus);
      else if (canReload(loader.origin())) again(loader.origin(), focus);
    },
    replace: (what, focus) => {
      if (what === 'menu') again(createOrigin(focus.source, null), focus);
      else content.replace(focus);
    },
    release: (what) => (what === 'content' ? content.release() : loader.release()),
    resume: (other) => (other === 'content' ? content.resume() : resume()),
    shown: () => undefined,
    open: (next, nextData) => {
      const { address, focused } = readAddress(next);
      if (!loader.shows(address, nextData)) return false;
      const { menu } = screen;
      if (menu && focused.focus.length && menu.focusBy(readFocus(focused.focus[0])))
        content.open(menu, { wish: readFocus(focused.focus[1]), execute: focused.execute });
      return true;
    },
    key,
    activate: screen.activate,
    focusText: () => {
      const now = spot();
      if (!now) return '';
      return screen.inContent ? `${focusOfSpot(now)}>${focusOfSpot(pane.spot())}` : focusOfSpot(now);
    },
    restorable: () => loader.document()?.restore !== false,
    flag: (which) => (which === 'menu' ? loader.flag() : content.flag()),
    options: () =>
      screen.inContent
        ? optionsOf([pane.focused()?.fields, pane.page(), pane.root()])
        : optionsOf([screen.menu?.selected(), loader.document()]),
    info: (what) => (what === 'content' ? content.info() : loader.info(spot(), screen.menu?.size() ?? -1)),
    atStart: () => atStart,
  };
}
