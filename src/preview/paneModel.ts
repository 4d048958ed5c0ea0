import { type Fields, textOf } from './fields.js';
import type { Items, Spot } from './focus.js';
import type { Rect } from './grid.js';
import { titleOf } from './itemElement.js';
import { type Direction, nearest } from './nearest.js';
import type { Layer, PaneState } from './pane.js';
import { isSelectable, type Page, type Placed, type PlacedItem } from './place.js';
import { updatedItem } from './updatedItem.js';

/** What a page or a panel shows, and where the focus is in it. */
export interface PaneModel {
  root: Fields;
  /** Null while a document is on its way. */
  placed: Placed | null;
  page: number;
  /** Index on the page, -1 for none. */
  focus: number;
  /** An item's property `focus` counts. */
  ownFocus: boolean;
  /** The focus is to be seen. */
  active: boolean;
  loading: boolean;
  error: string | null;
  /** What stands there where there is nothing. */
  nothing: string;
  /** The text above the grid where the document does not have the say (content of a menu item). */
  givenHeadline: string;
}

export const EMPTY: PaneModel = {
  root: {},
  placed: null,
  page: 0,
  focus: -1,
  ownFocus: true,
  active: false,
  loading: false,
  error: null,
  nothing: '',
  givenHeadline: '',
};

export const pagesOf = ({ placed }: PaneModel): Page[] => placed?.pages ?? [];

export const itemsOnPage = (model: PaneModel): PlacedItem[] => pagesOf(model)[model.page]?.items ?? [];

/** Every displayed item in order. */
export const allItems = (model: PaneModel): PlacedItem[] =>
  pagesOf(model).reduce<PlacedItem[]>((sum, one) => sum.concat(one.items), []);

export const focusedItem = (model: PaneModel): PlacedItem | null => itemsOnPage(model)[model.focus] ?? null;

/** All items, for a wish of focus. */
export function focusItems(model: PaneModel): Items {
  const all = allItems(model);
  return {
    length: all.length,
    id: (index) => textOf(all[index]?.fields.id),
    selectable: (index) => all[index] !== undefined && isSelectable(all[index].fields),
  };
}

export function spotOf(model: PaneModel): Spot | null {
  const before = pagesOf(model)
    .slice(0, model.page)
    .reduce((sum, page) => sum + page.items.length, 0);
  return model.focus < 0 ? null : { id: textOf(focusedItem(model)?.fields.id), index: before + model.focus };
}

/** The item that a page starts with: marked with `focus`, else the first that can have it; -1 for none. */
export function defaultFocus(model: PaneModel): number {
  const able = itemsOnPage(model).map((item) => isSelectable(item.fields));
  const marked = itemsOnPage(model).map(
    (item, index) => able[index] === true && model.ownFocus && item.fields.focus === true,
  );
  const wished = marked.indexOf(true);
  return wished >= 0 ? wished : able.indexOf(true);
}

/** The page and the index on it of an item, by its ID or `index:N`. */
export function locate(model: PaneModel, target: string): { page: number; item: number } | null {
  const byIndex = /^index:(\d+)$/.exec(target);
  let left = byIndex ? Number(byIndex[1]) : -1;
  let found: { page: number; item: number } | null = null;
  pagesOf(model).forEach((page, p) =>
    page.items.forEach((item, i) => {
      if (byIndex ? left-- === 0 : item.fields.id === target) found = found ?? { page: p, item: i };
    }),
  );
  return found;
}

/** The item on the page that a key leads to; -1 for none. */
export function focusBeside(model: PaneModel, from: Rect, direction: Direction): number {
  const rects = itemsOnPage(model).map((item) => (isSelectable(item.fields) ? item.rect : null));
  return nearest(rects, from, direction);
}

/** The page that a key leads to at the edge of the one on screen; null for none: a list has only one. */
export function pageBeside(model: PaneModel, direction: Direction): number | null {
  if (model.placed?.list || direction === 'up' || direction === 'down') return null;
  const page = model.page + (direction === 'right' ? 1 : -1);
  return page < 0 || page >= pagesOf(model).length ? null : page;
}

/** The item on the page just turned to that lies at the edge one came over, at about the same height. */
export function focusAtEdge(model: PaneModel, from: Rect, direction: Direction): number {
  const columns = model.placed?.grid.columns ?? 0;
  const edge = { x: direction === 'right' ? -from.w : columns, y: from.y, w: from.w, h: from.h };
  const found = focusBeside(model, edge, direction);
  return found >= 0 ? found : defaultFocus(model);
}

/** @param headline as it is on screen */
export function paneState(model: PaneModel, headline: string): PaneState {
  const { page, focus, active, loading, error } = model;
  const items = itemsOnPage(model).map(({ fields }, index) => ({
    id: textOf(fields.id),
    title: titleOf(fields),
    type: textOf(fields.type) || 'default',
    image: textOf(fields.image),
    focused: active && index === focus,
  }));
  return { headline, page, pages: pagesOf(model).length, items, focus, loading, error };
}

/** Changes the items of that ID (`update:content:ID`). False when the layer has none. */
export function updateItems(model: PaneModel, id: string, changes: Fields, layer: Layer): boolean {
  const items = layer === 'page' ? allItems(model) : (model.placed?.[layer]?.items ?? []);
  const found = items.filter((item) => item.fields.id === id);
  found.forEach((item) => {
    item.origin = item.origin ?? item.fields;
    item.fields = updatedItem('content', item.origin, item.fields, changes);
  });
  return found.length > 0;
}
