import { type Focused, parseFocus } from './action-text.js';
import type { App } from './app.js';
import { element } from './dom.js';
import { fieldsOf, isFields, textOf } from './fields.js';
import { createPane, isContent, type Pane } from './pane.js';
import type { Scene } from './scene.js';

/** Grid units in pixels of the stage. */
const CONTENT_UNIT = { unitWidth: 98, unitHeight: 92 };
const PANEL_UNIT = { unitWidth: 74, unitHeight: 66 };

/** Runs the action of the item that has the focus. */
export function executeFocused(app: App, pane: Pane): void {
  const item = pane.focused();
  if (!item) return;
  if (!textOf(item.fields.action)) app.toast('info', 'No action available.');
  else app.execute(item.fields.action, item.fields.data ?? null, { from: 'person', item: item.fields, pane });
}

/**
 * Loads a document into a pane, with the focus (and the execution) that the source or the items ask for. An item's
 * `execute` counts together with its `focus` only; `wanted.own`: neither counts (hidden features, Execute Property).
 */
export function fillPane(
  app: App,
  pane: Pane,
  source: unknown,
  data: unknown,
  retry: string,
  wanted: Focused,
  done?: () => void,
): void {
  let here = true;
  const token = (pane.element.getAttribute('data-load') ?? '') + '.';
  pane.element.setAttribute('data-load', token);
  pane.showLoading();
  app.busy(true);
  app.changed();
  app.load(source, data, (loaded) => {
    app.busy(false);
    if (pane.element.getAttribute('data-load') !== token) return; // something else was loaded meanwhile
    if (!loaded.ok) {
      pane.showError(loaded.title, loaded.message, loaded.url, retry);
    } else if (isContent(loaded.data)) {
      pane.show(loaded.data, wanted.focus[0] ?? '', wanted.own !== false);
      if (done && here) done();
      const ready = fieldsOf(loaded.data.ready);
      if (textOf(ready.action))
        app.execute(ready.action, ready.data ?? null, { from: 'app', item: null, pane });
      const start = pane.focused();
      const own = wanted.own !== false && start?.fields.focus === true && start.fields.execute === true;
      if (wanted.execute || (!wanted.focus.length && own)) executeFocused(app, pane);
    } else
      pane.showError(
        'This is no content page',
        isFields(loaded.data)
          ? 'It has neither "pages" nor "items".'
          : `It is ${JSON.stringify(loaded.data)}.`,
        typeof source === 'string' ? source : '',
        retry,
      );
    app.changed();
  });
  here = false;
  if (done) done();
}

/** A content page over the whole screen, or a panel. */
export function createContentScene(
  app: App,
  kind: 'content' | 'panel',
  source: unknown,
  data: unknown,
): Scene {
  const panel = kind === 'panel';
  const pane = createPane(app, {
    panel,
    unitWidth: panel ? PANEL_UNIT.unitWidth : CONTENT_UNIT.unitWidth,
    unitHeight: panel ? PANEL_UNIT.unitHeight : CONTENT_UNIT.unitHeight,
    headline: '',
  });
  const node = element(`scene ${kind}-scene`);
  node.appendChild(pane.element);
  const wanted: Focused =
    typeof source === 'string' ? parseFocus(source) : { source: '', focus: [], execute: false };
  const address = typeof source === 'string' ? wanted.source : source;
  fillPane(app, pane, address, data, `reload:${kind}`, wanted);
  return {
    kind,
    element: node,
    pane,
    menu: null,
    reload: () => {
      const focus = pane.focusText();
      fillPane(app, pane, address, data, `reload:${kind}`, {
        source: '',
        focus: focus ? [focus] : [],
        execute: false,
      });
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
    focusText: () => pane.focusText(),
    restorable: () => pane.root().restore !== false,
    flag: (which) => (which === 'content' ? textOf(pane.root().flag) : ''),
  };
}
