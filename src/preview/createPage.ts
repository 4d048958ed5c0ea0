import type { App } from './app.js';
import { type Fields, fieldsOf } from './fields.js';
import { BY_DEFAULT, type FocusWish, readKeptFocus } from './focus.js';
import { isContent } from './isContent.js';
import { createLoader } from './loader.js';
import { canReload, createOrigin, type Origin } from './origin.js';
import type { PageInfo } from './pageInfo.js';
import type { Pane } from './pane.js';
import { executeFocused } from './paneKeys.js';
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
  flag(): string;
  /** What `info.content.state` says of it. */
  state(): PageInfo;
}

export function createPage(app: App, pane: Pane, slot: 'content' | 'panel', changed: () => void): Page {
  const loader = createLoader(app, {
    slot,
    accepts: isContent,
    refusal: { title: 'This is no content page', lacks: 'It has neither "pages" nor "items".' },
    asking: () => {
      pane.showLoading();
      changed();
    },
    nothing: () => {
      pane.showNothing('Content not available');
      changed();
      return true;
    },
    failed: (failure) => {
      pane.showError(failure);
      changed();
    },
  });

  const runReady = () => runOwnAction(app, fieldsOf(loader.document()?.ready), pane);

  /** The keys `focus` and `execute` of an item count together only (hidden features, Execute Property). */
  function display(shown: Fields, wanted: Wanted): void {
    const met = pane.show(shown, wanted.wish, wanted.own);
    changed();
    runReady();
    const start = pane.focused()?.fields ?? {};
    const own = wanted.own && wanted.wish.to === 'default' && start.focus === true && start.execute === true;
    // an item that cannot be focused is not executed in its place (hidden features, Focus Separator)
    if ((wanted.execute && met) || own) executeFocused(app, pane);
  }

  const load = (from: Origin, fresh: boolean, wanted: Wanted) =>
    loader.load(from, fresh, (root, startup) => {
      display(root, wanted);
      if (startup) runStartAction(app, startup, pane);
    });

  function again(next: Origin, focus: string | undefined, execute: boolean): 'none' | 'stays' {
    const wish = readKeptFocus(focus, pane.spot());
    const left = wish === 'none';
    // guess(reload-own): the items' own focus counts after a reload where the focus is to be theirs
    load(next, true, { wish: left ? BY_DEFAULT : wish, execute, own: focus === 'item:default' });
    return left ? 'none' : 'stays';
  }

  return {
    open: (source, data, wanted, atStart = false) => {
      if (!loader.shows(source, data)) {
        load(createOrigin(source, data, atStart), false, wanted);
        return;
      }
      loader.forget();
      const met = wanted.wish.to !== 'default' && pane.focusBy(wanted.wish);
      if (met && wanted.execute) executeFocused(app, pane);
      changed();
    },
    shows: loader.shows,
    reload: (focus, execute) =>
      canReload(loader.origin()) ? again(loader.origin(), focus, execute) : 'stays',
    replace: (source, focus, execute) => again(createOrigin(source, null), focus, execute),
    release: loader.release,
    resume: () => {
      const document = loader.document();
      if (!document) return;
      const spot = pane.spot();
      const wish: FocusWish = spot ? { to: 'keep', spot } : BY_DEFAULT;
      const gone = loader.gone();
      if (gone) load(gone, true, { wish, execute: false, own: false });
      else display(document, { wish, execute: false, own: false });
    },
    shown: runReady,
    flag: loader.flag,
    state: () => loader.info(pane.spot(), loader.document() ? pane.items().length : -1),
  };
}
