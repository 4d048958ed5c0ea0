import { type Fields, textOf } from './fields.js';
import type { Grid, Rect } from './grid.js';
import { hasFeature } from './versions.js';

/** What MSX holds (reference/json-building-guide, Structural limits). */
export const PAGES_AT_MOST = 56;
export const LIST_PAGES_AT_MOST = 1_024;
export const ITEMS_AT_MOST = 256;

export type Warn = (text: string) => void;

const NUMBER = /^\s*\d+(\.0*)?\s*$/;

/** `"x,y,w,h"` in whole units. A sentence for what is none, or lies outside the grid. */
export function readLayout(layout: unknown, grid: Grid): Rect | string {
  const text = textOf(layout);
  if (text === '') return 'its layout is missing';
  const parts = text.split(',');
  const named = `its layout '${text}' is invalid`;
  if (parts.length !== 4 || !parts.every((part) => NUMBER.test(part)))
    return `${named}: it takes four whole numbers`;
  const [x = 0, y = 0, w = 0, h = 0] = parts.map(Number);
  // guess(over-the-edge): that an item which begins inside may not end outside is said nowhere, only the range of each number.
  const inside = w >= 1 && h >= 1 && x + w <= grid.columns && y + h <= grid.rows;
  return inside ? { x, y, w, h } : `${named}: it is out of range`;
}

/** Which IDs and places are taken; one for a document, and one each for its overlay and underlay. */
export interface Register {
  ids: Record<string, boolean>;
  warn: Warn;
  version: string;
}

export function createRegister(warn: Warn, version: string): Register {
  return { ids: {}, warn, version };
}

/** guess(invalid-id): an item with an invalid ID is left out like one with a taken ID. Why MSX drops an item for its ID; null for one that it takes, which is then taken. */
export function idFault(fields: Fields, { ids }: Register): string | null {
  const id = textOf(fields.id);
  if (id === '') return null;
  if (!/^[A-Za-z0-9_.-]+$/.test(id)) return `the ID '${id}' is invalid`;
  if (ids[id] === true) return `the ID '${id}' is already registered`;
  ids[id] = true;
  return null;
}

/** Why MSX drops an item for its place; null for one that it takes, which is then taken. */
export function placeFault(
  fields: Fields,
  rect: Rect,
  taken: Record<string, boolean>,
  version: string,
): string | null {
  if (fields.type === 'space' && hasFeature('sharedSpace', version)) return null;
  const place = `${rect.x},${rect.y}`;
  if (taken[place] === true)
    return `its layout '${textOf(fields.layout)}' is invalid: the position is already registered`;
  taken[place] = true;
  return null;
}
