import type { App } from './app.js';
import { clear, element, toggleClass } from './dom.js';
import { emptyText, errorPage } from './errorPage.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { BY_DEFAULT, findFocus, type FocusWish, type Items, type Spot } from './focus.js';
import { isFocusable, itemElement, titleOf } from './itemElement.js';
import { nearest } from './nearest.js';
import type { Pane } from './pane.js';
import type { Rect } from './grid.js';
import { type Page, place, type Placed, type PlacedItem } from './place.js';
import { richText } from './richText.js';
import { updatedItem } from './updatedItem.js';
import { unsupported } from './unsupported.js';

/** More pages than this are told as numbers. */
const DOTS_AT_MOST = 20;

interface PaneOptions {
  panel: boolean;
  /** Size of a grid unit in the pixels of the 1280×720 stage. */
  unitWidth: number;
  unitHeight: number;
}

export function createPane(app: App, options: PaneOptions): Pane {
  const node = element(`pane ${options.panel ? 'panel-pane' : 'content-pane'}`);
  const headline = element('pane-headline');
  const extension = element('pane-extension');
  const frame = element('pane-frame');
  const position = element('pane-position');
  [headline, extension, frame, position].forEach((child) => node.appendChild(child));
  /** The text above the grid where the document does not have the say (content of a menu item). */
  let givenHeadline = '';
  let columnWidth = options.unitWidth;
  let rowHeight = options.unitHeight;

  let root: Fields = {};
  let placed: Placed | null = null;
  let pageIndex = 0;
  let focus = -1;
  let active = false;
  let ownFocus = true;
  let loading = false;
  let error: string | null = null;
  let nothing = '';
  let elements: HTMLElement[] = [];
  let sheet: HTMLElement | null = null;

  const kind = options.panel ? 'panel' : 'content';
  const pages = (): Page[] => placed?.pages ?? [];
  const onPage = (): PlacedItem[] => pages()[pageIndex]?.items ?? [];
  const all = (): PlacedItem[] => pages().reduce<PlacedItem[]>((sum, one) => sum.concat(one.items), []);

  function rectsOf(items: PlacedItem[]): (Rect | null)[] {
    return items.map((item) => (isFocusable(item) ? item.rect : null));
  }

  function layer(page: Page, className: string): HTMLElement {
    const created = element(className);
    page.items.forEach((item) =>
      created.appendChild(itemElement(item, columnWidth, rowHeight, (url) => app.secured(url, 'media'))),
    );
    return created;
  }

  function drawHeadline(): void {
    const own = textOf(root.headline);
    const ofPage = textOf(pages()[pageIndex]?.fields.headline);
    const main = givenHeadline && root.important !== true ? givenHeadline : own || givenHeadline;
    headline.innerHTML = main
      ? richText(main) + (ofPage ? ` <small>${richText(ofPage)}</small>` : '')
      : richText(ofPage);
    extension.innerHTML = richText(textOf(root.extension));
    const count = pages().length;
    position.innerHTML =
      count > DOTS_AT_MOST
        ? `${pageIndex + 1} / ${count}`
        : count > 1
          ? pages()
              .map((_, i) => `<i class="${i === pageIndex ? 'now' : ''}"></i>`)
              .join('')
          : '';
  }

  function draw(): void {
    clear(frame);
    const page = pages()[pageIndex];
    elements = [];
    sheet = null;
    drawHeadline();
    if (placed && !page) frame.appendChild(element('pane-empty', emptyText(nothing)));
    if (!placed || !page) return;
    columnWidth = (options.unitWidth * (options.panel ? 8 : 12)) / placed.grid.columns;
    rowHeight = (options.unitHeight * 6) / placed.grid.rows;
    frame.style.width = `${placed.grid.columns * columnWidth}px`;
    frame.style.height = `${placed.grid.rows * rowHeight}px`;
    frame.style.fontSize = `${Math.round(rowHeight * 0.24 * 10) / 10}px`;
    if (placed.underlay) frame.appendChild(layer(placed.underlay, 'grid-layer underlay'));
    sheet = layer(page, 'grid-layer grid-page');
    elements = Array.prototype.slice.call(sheet.childNodes) as HTMLElement[];
    frame.appendChild(sheet);
    if (placed.overlay) frame.appendChild(layer(placed.overlay, 'grid-layer overlay'));
    drawFocus();
  }

  /** A list scrolls so far that the focused item is wholly in sight. */
  function scroll(): void {
    const item = onPage()[focus];
    if (!sheet || !placed?.list) return;
    const visible = placed.grid.rows;
    const height = pages()[0]?.height ?? 0;
    const centre = item ? item.rect.y + item.rect.h / 2 - visible / 2 : 0;
    const top = Math.max(0, Math.min(centre, height - visible));
    sheet.style.top = `${-Math.round(top * rowHeight)}px`;
    toggleClass(frame, 'more-above', top > 0.05);
    toggleClass(frame, 'more-below', top < height - visible - 0.05);
  }

  function drawFocus(): void {
    elements.forEach((one, index) => toggleClass(one, 'focused', active && index === focus));
    scroll();
  }

  function setFocus(index: number): void {
    const changed = index !== focus;
    focus = index;
    drawFocus();
    app.changed();
    const spot = spotNow();
    if (spot && textOf(root.flag)) app.focusCache.keep(kind, textOf(root.flag), spot);
    const selection = fieldsOf(onPage()[focus]?.fields.selection);
    if (changed && active && textOf(selection.action))
      app.execute(selection.action, selection.data ?? null, {
        from: 'app',
        item: onPage()[focus]?.fields ?? null,
        pane,
      });
  }

  /** The item that a page starts with: marked with `focus`, else the first that can have it. */
  function defaultFocus(): number {
    const items = onPage();
    let first = -1;
    let wished = -1;
    items.forEach((item, index) => {
      if (!isFocusable(item)) return;
      if (first < 0) first = index;
      if (ownFocus && wished < 0 && item.fields.focus === true) wished = index;
    });
    return wished >= 0 ? wished : first;
  }

  function toPage(index: number): void {
    pageIndex = index;
    focus = -1;
    draw();
    const { action, data } = pages()[pageIndex]?.fields ?? {};
    if (textOf(action)) app.execute(action, data ?? null, { from: 'app', item: null, pane });
  }

  /** The item on the page just turned to that lies at the edge one came over, at about the same height. */
  function enterFrom(from: Rect, direction: 'left' | 'right'): number {
    const columns = placed?.grid.columns ?? 0;
    const edge = { x: direction === 'right' ? -from.w : columns, y: from.y, w: from.w, h: from.h };
    const found = nearest(rectsOf(onPage()), edge, direction);
    return found >= 0 ? found : defaultFocus();
  }

  function locate(target: string): { page: number; item: number } | null {
    const byIndex = /^index:(\d+)$/.exec(target);
    let left = byIndex ? Number(byIndex[1]) : -1;
    let found: { page: number; item: number } | null = null;
    pages().forEach((page, p) =>
      page.items.forEach((item, i) => {
        if (byIndex ? left-- === 0 : item.fields.id === target) found = found ?? { page: p, item: i };
      }),
    );
    return found;
  }

  function focusOn(target: string): boolean {
    const at = locate(target);
    if (!at) return false;
    if (at.page !== pageIndex) toPage(at.page);
    setFocus(at.item);
    return true;
  }

  function turn(by: number): boolean {
    const to = pageIndex + by;
    if (to < 0 || to >= pages().length) return false;
    toPage(to);
    setFocus(defaultFocus());
    return true;
  }

  const items: Items = {
    get length() {
      return all().length;
    },
    id: (index) => textOf(all()[index]?.fields.id),
    selectable: (index) => {
      const item = all()[index];
      return item !== undefined && isFocusable(item);
    },
  };

  function focusBy(wish: FocusWish): boolean {
    const found = findFocus(items, wish);
    return found >= 0 && focusOn(`index:${found}`);
  }

  function spotNow(): Spot | null {
    const before = pages()
      .slice(0, pageIndex)
      .reduce((sum, page) => sum + page.items.length, 0);
    return focus < 0 ? null : { id: textOf(onPage()[focus]?.fields.id), index: before + focus };
  }

  /** What `refocus` asks for; an item that is marked with `focus` comes first (content/content-root-object). */
  function refocusWish(): FocusWish {
    const marked = ownFocus && all().some((item) => item.fields.focus === true);
    return app.focusCache.wish(kind, textOf(root.flag), marked ? 0 : root.refocus);
  }

  function show(shown: Fields, wish: FocusWish, own = true): boolean {
    root = shown;
    ownFocus = own;
    loading = false;
    error = null;
    nothing = '';
    placed = place(root, options.panel, app.settings.msxVersion);
    pageIndex = 0;
    focus = -1;
    toggleClass(node, 'is-list', placed.list);
    toggleClass(node, 'has-error', false);
    const remembered = wish.to === 'default' ? refocusWish() : wish;
    toPage(0);
    const met = focusBy(remembered);
    if (!met) setFocus(defaultFocus());
    placed.warnings.forEach((text) => app.toast('warn', text));
    const missing = unsupported(
      root,
      all().map((item) => item.fields),
    );
    if (missing.length) app.toast('info', `MSX host does not do ${missing.join(' and ')}.`);
    return met || wish.to === 'default';
  }

  const pane: Pane = {
    element: node,
    show,
    showError: (failure) => {
      show(errorPage(failure, options.panel), BY_DEFAULT);
      error = failure.message;
      toggleClass(node, 'has-error', true);
      app.changed();
    },
    showNothing: (text) => {
      show({ pages: [] }, BY_DEFAULT);
      nothing = text;
      draw();
    },
    setHeadline: (text) => {
      givenHeadline = text;
      drawHeadline();
    },
    showLoading: () => {
      loading = true;
      error = null;
      placed = null;
      root = {};
      pageIndex = 0;
      focus = -1;
      toggleClass(node, 'has-error', false);
      draw();
      frame.appendChild(element('pane-loading', '<span class="spinner"></span>'));
    },
    root: () => root,
    items: all,
    focused: () => onPage()[focus] ?? null,
    focusOn,
    focusBy,
    spot: spotNow,
    page: () => pages()[pageIndex]?.fields ?? {},
    move: (direction) => {
      const from = onPage()[focus];
      if (!from) return false;
      const to = nearest(rectsOf(onPage()), from.rect, direction);
      if (to >= 0) {
        setFocus(to);
        return true;
      }
      if (placed?.list || direction === 'up' || direction === 'down') return false;
      const page = pageIndex + (direction === 'right' ? 1 : -1);
      if (page < 0 || page >= pages().length) return false;
      toPage(page);
      setFocus(enterFrom(from.rect, direction));
      return true;
    },
    turn,
    activate: (on) => {
      if (on === active) return;
      active = on;
      toggleClass(node, 'active', on);
      drawFocus();
    },
    update: (id, changes, layer) => {
      const items = layer === 'page' ? all() : (placed?.[layer]?.items ?? []);
      const found = items.filter((item) => item.fields.id === id);
      found.forEach((item) => {
        item.origin = item.origin ?? item.fields;
        item.fields = updatedItem('content', item.origin, item.fields, changes);
      });
      if (found.length) draw();
      app.changed();
      return found.length > 0;
    },
    state: () => ({
      headline: headline.textContent.trim(),
      page: pageIndex,
      pages: pages().length,
      items: onPage().map((item, index) => ({
        id: textOf(item.fields.id),
        title: titleOf(item.fields),
        type: textOf(item.fields.type) || 'default',
        image: textOf(item.fields.image),
        focused: active && index === focus,
      })),
      focus,
      loading,
      error,
    }),
  };
  return pane;
}
