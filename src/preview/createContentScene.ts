import type { Focused } from './readAction.js';
import type { App } from './app.js';
import { element } from './dom.js';
import { readFocus, type Spot } from './focus.js';
import { optionsOf } from './optionsPanel.js';
import { createPage, type Wanted } from './createPage.js';
import { paneKey } from './paneKeys.js';
import { readAddress } from './readAddress.js';
import { createPane } from './createPane.js';
import type { Scene } from './scene.js';

/** Grid units in pixels of the stage. */
const CONTENT_UNIT = { unitWidth: 98, unitHeight: 92 };
const PANEL_UNIT = { unitWidth: 74, unitHeight: 66 };

/** The focus as it stands behind a source; `''` for none. */
export function focusOfSpot(spot: Spot | null): string {
  return spot ? `index:${spot.index}` : '';
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
  const pane = createPane(app, { panel, ...(panel ? PANEL_UNIT : CONTENT_UNIT) });
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
    key: (command) => paneKey(app, pane, command) !== 'unknown',
    activate: (on) => pane.activate(on),
    focusText: () => focusOfSpot(pane.spot()),
    restorable: () => pane.root().restore !== false,
    flag: (which) => (which === 'content' ? page.flag() : ''),
    options: () => (panel ? null : optionsOf([pane.focused()?.fields, pane.page(), pane.root()])),
    info: (what) => (what === 'content' ? page.state() : null),
    atStart: () => atStart,
  };
}
