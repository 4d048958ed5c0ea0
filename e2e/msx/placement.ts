import { type Fields, fieldsOf, isFields, listOf, mapTexts, merge, numberOf, textOf } from './fields.js';

/** In grid units: 12×6 for content, 8×6 for panels (MSX, Content Item Object, `layout`). */
export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** An item with everything it inherits, and where it stands. */
export interface PlacedItem {
  /** Where it stands for navigation. */
  rect: Rect;
  /** How it is drawn: `rect` with `offset` added. */
  drawn: Rect;
  fields: Fields;
  /** The item as it was loaded, once an update has changed it. */
  origin?: Fields;
  /** One of the items that are executed in a row, as a playlist or a slideshow. */
  enumerated: boolean;
}

export interface Page {
  items: PlacedItem[];
  fields: Fields;
  /** Rows in use; a list stacks its pages without gaps. */
  height: number;
}

export interface Grid {
  columns: number;
  rows: number;
}

/** A content root object with every item placed. */
export interface Placed {
  list: boolean;
  grid: Grid;
  pages: Page[];
  overlay: Page | null;
  underlay: Page | null;
}

const CONTENT_GRID: Grid = { columns: 12, rows: 6 };
const PANEL_GRID: Grid = { columns: 8, rows: 6 };
/** `compress` makes a quarter less of everything: 16×8, or 10×8 for panels. */
const COMPRESSED_CONTENT_GRID: Grid = { columns: 16, rows: 8 };
const COMPRESSED_PANEL_GRID: Grid = { columns: 10, rows: 8 };

/** `"x,y,w,h"` as numbers. */
export function parseRect(text: unknown, otherwise: Rect): Rect {
  const [x, y, w, h] = textOf(text)
    .split(',')
    .map((part) => numberOf(part.trim(), NaN));
  const of = (value: number | undefined, fallback: number) =>
    value === undefined || isNaN(value) ? fallback : value;
  return { x: of(x, otherwise.x), y: of(y, otherwise.y), w: of(w, otherwise.w), h: of(h, otherwise.h) };
}

const NOWHERE: Rect = { x: 0, y: 0, w: 0, h: 0 };

function shifted(rect: Rect, offset: unknown): Rect {
  const by = parseRect(offset, NOWHERE);
  return { x: rect.x + by.x, y: rect.y + by.y, w: rect.w + by.w, h: rect.h + by.h };
}

function placed(fields: Fields, rect: Rect, enumerated: boolean): PlacedItem {
  return {
    rect,
    drawn: shifted(rect, fields.offset),
    fields,
    enumerated: typeof fields.enumerate === 'boolean' ? fields.enumerate : enumerated,
  };
}

function heightOf(items: PlacedItem[]): number {
  return items.reduce((height, item) => Math.max(height, item.rect.y + item.rect.h), 0);
}

function page(items: PlacedItem[], fields: Fields): Page {
  return { items, fields, height: heightOf(items) };
}

function ownPage(fields: Fields): Page {
  const shown = listOf(fields.items).filter((item) => item.display !== false);
  return page(
    shown.map((item) => placed(item, parseRect(item.layout, { x: 0, y: 0, w: 1, h: 1 }), false)),
    fields,
  );
}

/** The item with what it inherits; `{context:key}` in an action is the item's own property `key`. */
export function inherit(template: Fields, item: Fields): Fields {
  const fields = merge(template, item);
  const context = (text: string) =>
    text.replace(/\{context:([^{}]+)\}/g, (_whole, key: string) => textOf(fields[key]));
  ['action', 'data', 'properties', 'selection', 'options', 'live'].forEach((key) => {
    if (fields[key] !== undefined) fields[key] = mapTexts(fields[key], context);
  });
  return fields;
}

/** Every displayed item of a templated document, in order (also what playlists and slideshows are made of). */
export function templated(root: Fields): Fields[] {
  const template = fieldsOf(root.template);
  return listOf(root.items)
    .map((item) => inherit(template, item))
    .filter((item) => item.display !== false);
}

/** Rows of equal items, line by line; `break` starts a new line or page. */
function flow(root: Fields, grid: Grid, list: boolean): Page[] {
  const template = fieldsOf(root.template);
  const area = parseRect(template.area, { x: 0, y: 0, w: grid.columns, h: grid.rows });
  const size = parseRect(template.layout, { x: 0, y: 0, w: 3, h: 2 });
  const columns = Math.max(1, Math.floor(area.w / size.w));
  const lines = list ? Infinity : Math.max(1, Math.floor(area.h / size.h));
  const pages: PlacedItem[][] = [[]];
  let column = 0;
  let line = 0;
  templated(root).forEach((fields) => {
    const broken = textOf(fields.break);
    if (column >= columns || (broken === 'line' && column > 0)) {
      column = 0;
      line++;
    }
    const started = line > 0 || column > 0;
    if (line >= lines || (broken === 'page' && !list && started)) {
      pages.push([]);
      column = 0;
      line = 0;
    }
    const rect = { x: area.x + column * size.w, y: area.y + line * size.h, w: size.w, h: size.h };
    pages[pages.length - 1]?.push(placed(fields, rect, true));
    column++;
  });
  return pages.filter((items) => items.length > 0).map((items) => page(items, {}));
}

function withInserts(pages: Page[], inserts: Fields[]): Page[] {
  const result = pages.slice();
  inserts.forEach((fields) => {
    const position = /^page:(\d+)$/.exec(textOf(fields.position));
    result.splice(position ? Number(position[1]) : result.length, 0, ownPage(fields));
  });
  return result;
}

/** Places every item of a content root object. `panel` takes the smaller grid, which is always a list. */
export function place(root: Fields, panel: boolean): Placed {
  const list = panel || root.type === 'list';
  const compressed = root.compress === true;
  const grid = panel
    ? compressed
      ? COMPRESSED_PANEL_GRID
      : PANEL_GRID
    : compressed
      ? COMPRESSED_CONTENT_GRID
      : CONTENT_GRID;
  const templates = isFields(root.template) && Array.isArray(root.items);
  const flowed = templates
    ? withInserts(
        (isFields(root.header) ? [ownPage(root.header)] : [])
          .concat(flow(root, grid, list))
          .concat(isFields(root.footer) ? [ownPage(root.footer)] : []),
        listOf(root.inserts),
      )
    : listOf(root.pages)
        .filter((one) => one.display !== false)
        .map(ownPage);
  return {
    list,
    grid,
    pages: list ? stack(flowed) : flowed,
    overlay: isFields(root.overlay) ? ownPage(root.overlay) : null,
    underlay: isFields(root.underlay) ? ownPage(root.underlay) : null,
  };
}

/** A list is one tall page: its pages one below the other, without gaps. */
function stack(pages: Page[]): Page[] {
  if (pages.length < 2) return pages;
  let top = 0;
  const items: PlacedItem[] = [];
  pages.forEach((one) => {
    one.items.forEach((item) => {
      const down = (rect: Rect) => ({ x: rect.x, y: rect.y + top, w: rect.w, h: rect.h });
      items.push({
        rect: down(item.rect),
        drawn: down(item.drawn),
        fields: item.fields,
        enumerated: item.enumerated,
      });
    });
    top += one.height;
  });
  return [page(items, pages[0]?.fields ?? {})];
}
