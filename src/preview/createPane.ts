import type { App } from './app.js';
import { toggleClass } from './dom.js';
import { errorPage } from './errorPage.js';
import type { Fields } from './fields.js';
import { BY_DEFAULT, type FocusWish } from './focus.js';
import type { Pane } from './pane.js';
import { createPaneFocus } from './createPaneFocus.js';
import {
  allItems,
  EMPTY,
  focusedItem,
  type PaneModel,
  pagesOf,
  paneState,
  spotOf,
  updateItems,
} from './paneModel.js';
import { createPaneView, type PaneOptions } from './createPaneView.js';
import { place } from './place.js';
import { unsupported } from './unsupported.js';

export function createPane(app: App, options: PaneOptions): Pane {
  const model: PaneModel = { ...EMPTY };
  const view = createPaneView(model, options, (url) => app.secured(url, 'media'));
  const kind = options.panel ? 'panel' : 'content';
  const { start, moves } = createPaneFocus(app, kind, model, view, () => pane);

  /** Nothing of what was shown before remains; the document has yet to be placed. */
  function begin(root: Fields, loading: boolean): void {
    model.root = root;
    model.placed = null;
    model.page = 0;
    model.focus = -1;
    model.loading = loading;
    model.error = null;
    model.nothing = '';
    toggleClass(view.element, 'has-error', false);
  }

  function show(root: Fields, wish: FocusWish, own = true): boolean {
    begin(root, false);
    const placed = place(root, options.panel, app.settings.msxVersion);
    model.placed = placed;
    model.ownFocus = own;
    toggleClass(view.element, 'is-list', placed.list);
    const met = start(wish);
    placed.warnings.forEach((text) => app.toast('warn', text));
    const missing = unsupported(
      root,
      allItems(model).map((item) => item.fields),
    );
    if (missing.length) app.toast('info', `MSX host does not do ${missing.join(' and ')}.`);
    return met;
  }

  const pane: Pane = {
    element: view.element,
    show,
    showError: (failure) => {
      show(errorPage(failure, options.panel), BY_DEFAULT);
      model.error = failure.message;
      toggleClass(view.element, 'has-error', true);
      app.changed();
    },
    showNothing: (text) => {
      show({ pages: [] }, BY_DEFAULT);
      model.nothing = text;
      view.draw();
    },
    setHeadline: (text) => {
      model.givenHeadline = text;
      view.drawHeadline();
    },
    showLoading: () => {
      begin({}, true);
      view.draw();
      view.drawLoading();
    },
    root: () => model.root,
    items: () => allItems(model),
    focused: () => focusedItem(model),
    ...moves,
    spot: () => spotOf(model),
    page: () => pagesOf(model)[model.page]?.fields ?? {},
    activate: (on) => {
      if (on === model.active) return;
      model.active = on;
      toggleClass(view.element, 'active', on);
      view.drawFocus();
    },
    update: (id, changes, layer) => {
      const found = updateItems(model, id, changes, layer);
      if (found) view.draw();
      app.changed();
      return found;
    },
    state: () => paneState(model, view.headline()),
  };
  return pane;
}
