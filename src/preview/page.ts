import type { App } from './app.js';
import { readSource } from './documentSource.js';
import { type Fields, fieldsOf, isFields, textOf } from './fields.js';
import { BY_DEFAULT, type FocusWish, readKeptFocus, type Spot } from './focus.js';
import { canReload, createOrigin, idOf, isSame, type Origin } from './origin.js';
import { isContent } from './isContent.js';
import type { Pane } from './pane.js';
import { runOwnAction } from './runOwnAction.js';
import { runStartAction } from './runStartAction.js';

/** What is to happen when a page is there. */
export interface Wanted {
  wish: FocusWish;
  /** The item that gets the focus is executed, as the address says. */
  execute: boolean;
  /** The items' own `focus` and `execute` count. */
  own: boolean;
}

/** A content page or a panel together with where it came from: what `reload`, `replace` and `release` work on. */
interface Page {
  pane: Pane;
  /** Shows what is asked for, unless it is there already. */
  open(source: unknown, data: unknown, wanted: Wanted, atStart?: boolean): void;
  /** True where the page shows the same already, so that it stays as it is. */
  shows(source: unknown, data: unknown): boolean;
  /** `reload:content` and the like. `none`: the focus is to leave the page. */
  reload(focus: string | undefined, execute: boolean): 'none' | 'stays';
  replace(source: unknown, focus: string | undefined, execute: boolean): 'none' | 'stays';
  /** Takes away what is kept of it; it cannot be reloaded then, but replaced. */
  release(): void;
  /** It is on screen again, after something else was there. */
  resume(): void;
  /** It is on screen again, just as it was. */
  shown(): void;
  origin(): Origin;
  document(): Fields;
  flag(): string;
  /** What `info.content.state` says of it. */
  state(): PageInfo;
}

export interface PageInfo {
  id: string | null;
  flag: string | null;
  focus: string | null;
  index: number;
  size: number;
}

/** How MSX names an item. guess(focus-name): its ID where it has one; an index alone is documented (special/attached-data-examples). */
export function spotName(spot: Spot | null): string | null {
  return spot && (spot.id || `index:${spot.index}`);
}

/** Runs the action of the item that has the focus. */
export function executeFocused(app: App, pane: Pane): void {
  const item = pane.focused();
  if (!item) return;
  if (!textOf(item.fields.action)) app.toast('info', 'No action available.');
  else app.execute(item.fields.action, item.fields.data ?? null, { from: 'person', item: item.fields, pane });
}

export function createPage(app: App, pane: Pane, slot: 'content' | 'panel', changed: () => void): Page {
  let origin = createOrigin('', null);
  let document: Fields | null = null;
  let loads = 0;

  function runReady(): void {
    runOwnAction(app, fieldsOf(document?.ready), pane);
  }

  /** The keys `focus` and `execute` of an item count together only (hidden features, Execute Property). */
  function display(shown: Fields, wanted: Wanted): void {
    document = shown;
    const met = pane.show(shown, wanted.wish, wanted.own);
    changed();
    runReady();
    const start = pane.focused()?.fields ?? {};
    const own = wanted.own && wanted.wish.to === 'default' && start.focus === true && start.execute === true;
    // an item that cannot be focused is not executed in its place (hidden features, Focus Separator)
    if ((wanted.execute && met) || own) executeFocused(app, pane);
  }

  function fail(title: string, message: string, url: string): void {
    const retry = canReload(origin) ? `reload:${slot}` : origin.atStart ? 'reload' : '';
    document = null;
    pane.showError({ title, message, url, retry });
    changed();
  }

  /** @param startup the document that was loaded at startup and refers to this one */
  function load(wanted: Wanted, fresh: boolean, startup: Fields | null): void {
    const mine = ++loads;
    const { source, data, atStart } = origin;
    if (readSource(source, data).kind === 'missing') {
      document = null;
      pane.showNothing('Content not available');
      changed();
      return;
    }
    pane.showLoading();
    app.busy(true);
    changed();
    const arrive = (loaded: Parameters<Parameters<App['load']>[2]>[0]) => {
      app.busy(false);
      if (mine !== loads) return; // something else was asked for meanwhile
      const found = loaded.ok ? loaded.data : null;
      if (!loaded.ok) fail(loaded.title, loaded.message, loaded.url);
      else if (isFields(found) && atStart && textOf(found.reference)) {
        origin = createOrigin(found.reference, null);
        load(wanted, false, found);
      } else if (isContent(found)) {
        const first = startup ?? (atStart ? found : null);
        display(found, wanted);
        if (first) runStartAction(app, first, pane);
      } else
        fail(
          'This is no content page',
          isFields(found) ? 'It has neither "pages" nor "items".' : `It is ${JSON.stringify(found)}.`,
          typeof source === 'string' ? source : '',
        );
      app.changed();
    };
    app.load(source, data, arrive, { slot, fresh, atStart });
  }

  const isShown = (source: unknown, data: unknown): boolean =>
    document !== null && document.reuse !== false && isSame(origin, source, data);

  function again(next: Origin, focus: string | undefined, execute: boolean): 'none' | 'stays' {
    const wish = readKeptFocus(focus, pane.spot());
    const left = wish === 'none';
    origin = next;
    // guess(reload-own): the items' own focus counts after a reload where the focus is to be theirs
    load({ wish: left ? BY_DEFAULT : wish, execute, own: focus === 'item:default' }, true, null);
    return left ? 'none' : 'stays';
  }

  return {
    pane,
    open: (source, data, wanted, atStart = false) => {
      if (isShown(source, data)) {
        loads++;
        if (wanted.wish.to !== 'default') {
          const met = pane.focusBy(wanted.wish);
          if (met && wanted.execute) executeFocused(app, pane);
        }
        changed();
        return;
      }
      origin = createOrigin(source, data, atStart);
      load(wanted, false, null);
    },
    shows: isShown,
    reload: (focus, execute) => (canReload(origin) ? again(origin, focus, execute) : 'stays'),
    replace: (source, focus, execute) => again(createOrigin(source, null), focus, execute),
    release: () => {
      const id = idOf(origin);
      if (id !== null) app.release(slot, id);
      origin = { ...origin, released: true };
    },
    resume: () => {
      if (!document) return;
      const spot = pane.spot();
      const wish: FocusWish = spot ? { to: 'keep', spot } : BY_DEFAULT;
      // guess(back-asks-again): going back loads as going there does: a document that is not cached is asked for.
      const gone = document.cache === false || origin.released;
      if (idOf(origin) !== null && gone) {
        origin = { ...origin, released: false };
        load({ wish, execute: false, own: false }, true, null);
      } else display(document, { wish, execute: false, own: false });
    },
    shown: runReady,
    origin: () => origin,
    document: () => document ?? {},
    flag: () => textOf(document?.flag),
    state: () => ({
      id: idOf(origin),
      flag: textOf(document?.flag) || null,
      focus: spotName(pane.spot()),
      index: pane.spot()?.index ?? -1,
      size: document ? pane.items().length : -1,
    }),
  };
}
