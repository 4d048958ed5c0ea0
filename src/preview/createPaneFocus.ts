import type { App } from './app.js';
import { fieldsOf, textOf } from './fields.js';
import { findFocus, type FocusWish } from './focus.js';
import type { Direction } from './nearest.js';
import type { Pane } from './pane.js';
import {
  allItems,
  defaultFocus,
  focusAtEdge,
  focusBeside,
  focusedItem,
  focusItems,
  itemsOnPage,
  locate,
  pageBeside,
  type PaneModel,
  pagesOf,
  spotOf,
} from './paneModel.js';
import type { PlacedItem } from './place.js';
import { runOwnAction } from './runOwnAction.js';

/** Moves the focus of a page or a panel, and turns its pages. */
interface PaneFocus {
  /** Begins with the first page; false where a wish could not be met, and what comes first has the focus. */
  start: (wish: FocusWish) => boolean;
  moves: Pick<Pane, 'focusOn' | 'focusBy' | 'turn' | 'move'>;
}

/** @param pane it has the focus, for the actions that the focus runs */
export function createPaneFocus(
  app: App,
  kind: 'content' | 'panel',
  model: PaneModel,
  view: { draw(): void; drawFocus(): void; inSight(item: PlacedItem): boolean },
  pane: () => Pane,
): PaneFocus {
  const flag = () => textOf(model.root.flag);

  /** `live` of the type `setup` runs its action once, as soon as its item is to be seen (reference/glossary, Live). */
  function setUp(): void {
    const due = itemsOnPage(model).filter((item) => {
      const { type } = fieldsOf(item.fields.live);
      return type === 'setup' && !item.isSetUp && view.inSight(item);
    });
    due.forEach((item) => (item.isSetUp = true));
    due.forEach(({ fields }) => runOwnAction(app, fieldsOf(fields.live), pane(), fields));
  }

  function setFocus(index: number): void {
    const changed = index !== model.focus;
    model.focus = index;
    view.drawFocus();
    app.changed();
    const spot = spotOf(model);
    if (spot && flag()) app.focusCache.keep(kind, flag(), spot);
    const fields = focusedItem(model)?.fields ?? null;
    if (changed && model.active) runOwnAction(app, fieldsOf(fields?.selection), pane(), fields);
    setUp();
  }

  function toPage(index: number): void {
    model.page = index;
    model.focus = -1;
    view.draw();
    runOwnAction(app, pagesOf(model)[index]?.fields ?? {}, pane());
  }

  function focusOn(target: string): boolean {
    const at = locate(model, target);
    if (!at) return false;
    if (at.page !== model.page) toPage(at.page);
    setFocus(at.item);
    return true;
  }

  function focusBy(wish: FocusWish): boolean {
    const found = findFocus(focusItems(model), wish);
    return found >= 0 && focusOn(`index:${found}`);
  }

  function turn(by: number): boolean {
    const to = model.page + by;
    if (to < 0 || to >= pagesOf(model).length) return false;
    toPage(to);
    setFocus(defaultFocus(model));
    return true;
  }

  function move(direction: Direction): boolean {
    const from = focusedItem(model);
    if (!from) return false;
    const to = focusBeside(model, from.rect, direction);
    const page = pageBeside(model, direction);
    if (to >= 0) setFocus(to);
    else if (page !== null) {
      toPage(page);
      setFocus(focusAtEdge(model, from.rect, direction));
    }
    return to >= 0 || page !== null;
  }

  /** What `refocus` asks for; an item that is marked with `focus` comes first (content/content-root-object). */
  function refocusWish(): FocusWish {
    const marked = model.ownFocus && allItems(model).some((item) => item.fields.focus === true);
    return app.focusCache.wish(kind, flag(), marked ? 0 : model.root.refocus);
  }

  function start(wish: FocusWish): boolean {
    const remembered = wish.to === 'default' ? refocusWish() : wish;
    toPage(0);
    const met = focusBy(remembered);
    if (!met) setFocus(defaultFocus(model));
    return met || wish.to === 'default';
  }

  return { start, moves: { focusOn, focusBy, turn, move } };
}
