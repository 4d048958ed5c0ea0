import { type Fields, fieldsOf, isFields, listOf, numberOf, textOf } from './fields.js';
import type { Grid, Rect } from './grid.js';
import {
  createRegister,
  idFault,
  ITEMS_AT_MOST,
  LIST_PAGES_AT_MOST,
  PAGES_AT_MOST,
  placeFault,
  readLayout,
  type Register,
} from './itemChecks.js';
import { isEnumerated, templated } from './templated.js';

/** An item with everything it inherits, and where it stands. */
export interface PlacedItem {
  /** Where it stands for navigation. */
  rect: Rect;
  /** How it is drawn: `rect` with `offset` added. */
  drawn: Rect;
  fields: Fields;
  /** The item as it was loaded, once an update has changed it. */
  origin?: Fields;
  /** Its `live.action` has run, where that is to run once. */
  isSetUp?: boolean;
  /** One of the items that are executed in a row, as a playlist or a slideshow. */
  enumerated: boolean;
}

export interface Page {
  items: PlacedItem[];
  fields: Fields;
  /** Rows in use; a list stacks its pages without gaps. */
  height: number;
}

/** A content root object with every item placed. */
export interface Placed {
  list: boolean;
  grid: Grid;
  pages: Page[];
  overlay: Page | null;
  underlay: Page | null;
  /** What was left out, in sentences: MSX shows each as a warning. */
  warnings: string[];
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
  return { rect, drawn: shifted(rect, fields.offset), fields, enumerated: isEnumerated(fields, enumerated) };
}

/** Whether an item can have the focus. */
export function isSelectable(fields: Fields): boolean {
  return fields.type !== 'space' && fields.enable !== false;
}

function page(items: PlacedItem[], fields: Fields): Page {
  const height = items.reduce((rows, item) => Math.max(rows, item.rect.y + item.rect.h), 0);
  return { items, fields, height };
}

/** A page whose items say themselves where they stand. `onlySpace`: an overlay or underlay. */
function ownPage(fields: Fields, grid: Grid, register: Register, name: string, onlySpace: boolean): Page {
  const taken: Record<string, boolean> = {};
  const items: PlacedItem[] = [];
  const shown = listOf(fields.items).filter((item) => item.display !== false);
  if (shown.length > ITEMS_AT_MOST)
    register.warn(`${name}: there are more than ${ITEMS_AT_MOST} items on the page`);
  shown.slice(0, ITEMS_AT_MOST).forEach((item, index) => {
    const rect = readLayout(item.layout, grid);
    const fault =
      (onlySpace && item.type !== 'space' ? "here is room for items of type 'space' only" : null) ??
      (typeof rect === 'string' ? rect : null) ??
      idFault(item, register) ??
      placeFault(item, rect as Rect, taken, register.version);
    if (fault === null) items.push(placed(item, rect as Rect, false));
    else register.warn(`${name}, item ${index} is left out: ${fault}`);
  });
  return page(items, fields);
}

/** Rows of equal items, line by line; `break` starts a new line or page. */
function flow(root: Fields, grid: Grid, register: Register): Page[] {
  const template = fieldsOf(root.template);
  const area = parseRect(template.area, { x: 0, y: 0, w: grid.columns, h: grid.rows });
  // of a template's layout only the size counts
  const size = parseRect(template.layout, { x: 0, y: 0, w: 0, h: 0 });
  if (size.w < 1 || size.h < 1 || size.w > area.w || size.h > area.h) {
    const layout = textOf(template.layout);
    register.warn(
      layout ? `The template's layout '${layout}' is out of range` : "The template's layout is missing",
    );
    return [];
  }
  const columns = Math.floor(area.w / size.w);
  const lines = Math.floor(area.h / size.h);
  const pages: PlacedItem[][] = [[]];
  let column = 0;
  let line = 0;
  templated(root, register.version).forEach((fields, index) => {
    const fault = idFault(fields, register);
    if (fault !== null) {
      register.warn(`Item ${index} is left out: ${fault}`);
      return;
    }
    const broken = textOf(fields.break);
    if (column >= columns || (broken === 'line' && column > 0)) {
      column = 0;
      line++;
    }
    const started = line > 0 || column > 0;
    if (line >= lines || (broken === 'page' && started)) {
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

/** Inserts at a page of their own; other positions this host does not know (unsupported.ts says so). */
function withInserts(pages: Page[], inserts: Fields[], own: (fields: Fields) => Page): Page[] {
  const result = pages.slice();
  inserts.forEach((fields) => {
    const position = /^page:(\d+)$/.exec(textOf(fields.position));
    if (position) result.splice(Number(position[1]), 0, own(fields));
  });
  return result;
}

function gridOf(root: Fields, panel: boolean): Grid {
  if (root.compress === true) return panel ? COMPRESSED_PANEL_GRID : COMPRESSED_CONTENT_GRID;
  return panel ? PANEL_GRID : CONTENT_GRID;
}

/** The pages in order, before any is left out for having nothing to select. */
function pagesOf(root: Fields, grid: Grid, register: Register, atMost: number): Page[] {
  const limited = <T>(pages: T[]): T[] => {
    if (pages.length > atMost) register.warn(`There are more than ${atMost} pages`);
    return pages.slice(0, atMost);
  };
  const own = (name: string) => (fields: Fields) => ownPage(fields, grid, register, name, false);
  if (isFields(root.template) && Array.isArray(root.items)) {
    const header = isFields(root.header) ? [own('Header')(root.header)] : [];
    const flowed = limited(flow(root, grid, register));
    const footer = isFields(root.footer) ? [own('Footer')(root.footer)] : [];
    return withInserts(header.concat(flowed, footer), listOf(root.inserts), own('Insert'));
  }
  const shown = listOf(root.pages).filter((one) => one.display !== false);
  return limited(shown).map((fields, index) => own(`Page ${index}`)(fields));
}

/** Places every item of a content root object. `panel` takes the smaller grid, which is always a list. */
export function place(root: Fields, panel: boolean, version: string): Placed {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const list = panel || root.type === 'list';
  const grid = gridOf(root, panel);
  const all = pagesOf(root, grid, createRegister(warn, version), list ? LIST_PAGES_AT_MOST : PAGES_AT_MOST);
  const pages = all.filter((one, index) => {
    const found = one.items.some((item) => isSelectable(item.fields));
    if (!found) warn(`Page ${index} has no selectable items`);
    return found;
  });
  if (pages.length === 0) warn('The content has no selectable items');
  // guess(layer-ids): an overlay's IDs are asked for by words of their own, so they are taken as a namespace of their own
  const layer = (key: string): Page | null => {
    const fields = root[key];
    return isFields(fields) ? ownPage(fields, grid, createRegister(warn, version), key, true) : null;
  };
  return {
    list,
    grid,
    pages: list ? stack(pages) : pages,
    overlay: layer('overlay'),
    underlay: layer('underlay'),
    warnings,
  };
}

/**
 * A list is one tall page: its pages one below the other. Of a page's `offset` only `y` and `h` count there.
 * guess(page-offset): `y` moves the page alone, `h` what follows it as well.
 */
function stack(pages: Page[]): Page[] {
  if (pages.length < 2) return pages;
  let top = 0;
  const items: PlacedItem[] = [];
  pages.forEach((one) => {
    const { y, h } = parseRect(one.fields.offset, NOWHERE);
    one.items.forEach((item) => {
      const down = (rect: Rect) => ({ x: rect.x, y: rect.y + top + y, w: rect.w, h: rect.h });
      items.push({
        rect: down(item.rect),
        drawn: down(item.drawn),
        fields: item.fields,
        enumerated: item.enumerated,
      });
    });
    top += one.height + h;
  });
  return [page(items, pages[0]?.fields ?? {})];
}
