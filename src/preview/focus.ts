import { numberOf } from './fields.js';

/** Where an item stands: its ID, where it has one, and its index. */
export interface Spot {
  id: string;
  index: number;
}

/**
 * What is to get the focus (hidden features, Focus Separator). `keep`: what has it now, by its ID, else by its
 * index. `default`: what the document says itself.
 */
export type FocusWish =
  { to: 'default' } | { to: 'id'; id: string } | { to: 'index'; index: number } | { to: 'keep'; spot: Spot };

export const BY_DEFAULT: FocusWish = { to: 'default' };

/** Reads what stands behind a `>` of an action that opens a document. */
export function readFocus(text: string | undefined): FocusWish {
  if (text === undefined || text === '' || text === 'item:default') return BY_DEFAULT;
  const byIndex = /^index:(\d+)$/.exec(text);
  return byIndex ? { to: 'index', index: Number(byIndex[1]) } : { to: 'id', id: text };
}

/** The same for `reload` and `replace`, which keep the focus unless they say otherwise. `none`: leave the content. */
export function readKeptFocus(text: string | undefined, now: Spot | null): FocusWish | 'none' {
  if (text === 'item:none') return 'none';
  if (text === undefined || text === '' || text === 'item:current')
    return now ? { to: 'keep', spot: now } : BY_DEFAULT;
  if (text === 'item:index') return now ? { to: 'index', index: now.index } : BY_DEFAULT;
  return readFocus(text);
}

/** Finds the item with an ID, or the one with an index; -1 for none. */
export interface Items {
  length: number;
  id(index: number): string;
  selectable(index: number): boolean;
}

function byId(items: Items, id: string): number {
  for (let i = 0; i < items.length; i++) if (items.id(i) === id && items.selectable(i)) return i;
  return -1;
}

/** An index that cannot have the focus is corrected to the next one, or the one before, that can. */
function byIndex(items: Items, index: number): number {
  for (let i = Math.max(0, index); i < items.length; i++) if (items.selectable(i)) return i;
  for (let i = Math.min(items.length - 1, index); i >= 0; i--) if (items.selectable(i)) return i;
  return -1;
}

/** Which item a wish means; -1 for the default. */
export function findFocus(items: Items, wish: FocusWish): number {
  if (wish.to === 'id') return byId(items, wish.id);
  if (wish.to === 'index') return byIndex(items, wish.index);
  if (wish.to === 'default') return -1;
  const found = wish.spot.id === '' ? -1 : byId(items, wish.spot.id);
  return found >= 0 ? found : byIndex(items, wish.spot.index);
}

/** What was focused last in documents with a `flag` and `refocus` (menu and content root objects, 0.1.153). */
export interface FocusCache {
  keep(kind: string, flag: string, spot: Spot): void;
  /** The wish that `refocus` makes; by default where nothing is kept. */
  wish(kind: string, flag: string, refocus: unknown): FocusWish;
  forget(flag: string): void;
}

export function createFocusCache(): FocusCache {
  const kept: Record<string, Record<string, Spot | undefined> | undefined> = {};
  return {
    keep: (kind, flag, spot) => {
      kept[flag] = kept[flag] ?? {};
      kept[flag][kind] = spot;
    },
    wish: (kind, flag, refocus) => {
      const how = refocus === true ? 1 : numberOf(refocus, 0);
      const spot = kept[flag]?.[kind];
      if (!spot || flag === '' || (how !== 1 && how !== 2)) return BY_DEFAULT;
      return how === 1 ? { to: 'keep', spot } : { to: 'index', index: spot.index };
    },
    forget: (flag) => {
      kept[flag] = undefined;
    },
  };
}
