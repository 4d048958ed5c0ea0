import { type Focused, parseFocus } from './actionText.js';
import type { App } from './app.js';
import { element } from './dom.js';
import { readFocus, type Spot } from './focus.js';
import { optionsOf } from './optionsPanel.js';
import { createPage, executeFocused, type Wanted } from './page.js';
import { createPane } from './createPane.js';
import type { Scene } from './scene.js';

/** Grid units in pixels of the stage. */
const CONTENT_UNIT = { unitWidth: 98, unitHeight: 92 };
const PANEL_UNIT = { unitWidth: 74, unitHeight: 66 };

/** The focus as it stands behind a source; `''` for none. */
export function focusOfSpot(spot: Spot | null): string {
  return spot ? `index:${spot.index}` : '';
}

/** A source without its focus separators, and what these ask for. */
export function readAddress(source: unknown): { address: unknown; focused: Focused } {
  const focused = typeof source === 'string' ? parseFocus(source) : { source: '', focus: [], execute: false };
  return { address: typeof source === 'string' ? focused.source : source, focused };
}

const wantedBy = (focused: Focused): Wanted => ({
  wish: readFocus(focused.focus[0]),
  execute: focused.execute,
  own: focused.own !== false,
});

/** A content page over the whole screen, or a panel. */
export function createContentScene(
  app: App,
  kind: 'content' | 'panel',
  source: unknown,
  data: unknown,
  atStart: boolean,
): Scene {
  const panel = kind === 'panel';
  const pane = createPane(app, {
    panel,
    unitWidth: panel ? PANEL_UNIT.unitWidth : CONTENT_UNIT.unitWidth,
    unitHeight: panel ? PANEL_UNIT.unitHeight : CONTENT_UNIT.unitHeight,
  });
  const node = element(`scene ${kind}-scene`);
  node.appendChild(pane.element);
  const page = createPage(app, pane, kind, () => app.changed());
  const { address, focused } = readAddress(source);
  page.open(address, data, wantedBy(focused), atStart);
  return {
    kind,
    element: node,
    pane,
    menu: null,
    // guess(menu-behind): the menu behind a page over the whole screen is not the current one
    reload: (what, focus) => {
      if (what === 'content') page.reload(focus.focus[0], focus.execute);
    },
    replace: (what, focus) => {
      if (what === 'content') page.replace(focus.source, focus.focus[0], focus.execute);
    },
    release: (what) => {
      if (what === 'content') page.release();
    },
    resume: () => page.resume(),
    shown: () => page.shown(),
    open: (next, nextData) => {
      const again = readAddress(next);
      if (!page.shows(again.address, nextData)) return false;
      page.open(again.address, nextData, wantedBy(again.focused));
      return true;
    },
    key: (command) => {
      if (command === 'enter') executeFocused(app, pane);
      else if (command === 'left' || command === 'right' || command === 'up' || command === 'down')
        pane.move(command);
      else if (command === 'pageUp' || command === 'pageDown') pane.turn(command === 'pageUp' ? -1 : 1);
      else return false;
      return true;
    },
    activate: (on) => pane.activate(on),
    focusText: () => focusOfSpot(pane.spot()),
    restorable: () => pane.root().restore !== false,
    flag: (which) => (which === 'content' ? page.flag() : ''),
    options: () => (panel ? null : optionsOf([pane.focused()?.fields, pane.page(), pane.root()])),
    info: (what) => (what === 'content' ? page.state() : null),
    atStart: () => atStart,
  };
}
