import { clear, element, toggleClass } from './dom.js';
import { emptyText } from './errorPage.js';
import { textOf } from './fields.js';
import { itemElement } from './itemElement.js';
import { focusedItem, pagesOf, type PaneModel } from './paneModel.js';
import type { Page, PlacedItem } from './place.js';
import { richText } from './richText.js';

/** More pages than this are told as numbers. */
const DOTS_AT_MOST = 20;

export interface PaneOptions {
  panel: boolean;
  /** Size of a grid unit in the pixels of the 1280×720 stage. */
  unitWidth: number;
  unitHeight: number;
}

/** A page or a panel as it is drawn: what stands in the model is shown when asked for. */
interface PaneView {
  element: HTMLElement;
  draw(): void;
  drawHeadline(): void;
  drawFocus(): void;
  /** Something that turns. */
  drawLoading(): void;
  headline(): string;
  /** The item is on the page, and in a list not scrolled away. */
  inSight(item: PlacedItem): boolean;
}

/** The headline's text, where the place it is shown in has one to give, and the page has one of its own. */
function headlineHtml(model: PaneModel): string {
  const { root, givenHeadline } = model;
  const own = textOf(root.headline);
  const ofPage = richText(textOf(pagesOf(model)[model.page]?.fields.headline));
  const main = givenHeadline && root.important !== true ? givenHeadline : own || givenHeadline;
  if (!main) return ofPage;
  return richText(main) + (ofPage ? ` <small>${ofPage}</small>` : '');
}

function positionHtml(page: number, pages: Page[]): string {
  const count = pages.length;
  if (count > DOTS_AT_MOST) return `${page + 1} / ${count}`;
  return count > 1 ? pages.map((_, i) => `<i class="${i === page ? 'now' : ''}"></i>`).join('') : '';
}

/** @param media the address of an image as it is asked for */
export function createPaneView(
  model: PaneModel,
  options: PaneOptions,
  media: (url: string) => string,
): PaneView {
  const node = element(`pane ${options.panel ? 'panel-pane' : 'content-pane'}`);
  const headline = element('pane-headline');
  const extension = element('pane-extension');
  const frame = element('pane-frame');
  const position = element('pane-position');
  [headline, extension, frame, position].forEach((child) => node.appendChild(child));
  let columnWidth = options.unitWidth;
  let rowHeight = options.unitHeight;
  let scrolled = 0;
  let elements: HTMLElement[] = [];
  let sheet: HTMLElement | null = null;

  function addLayer(page: Page, className: string): HTMLElement {
    const layer = element(`grid-layer ${className}`);
    page.items.forEach((item) => layer.appendChild(itemElement(item, columnWidth, rowHeight, media)));
    frame.appendChild(layer);
    return layer;
  }

  function drawHeadline(): void {
    headline.innerHTML = headlineHtml(model);
    extension.innerHTML = richText(textOf(model.root.extension));
    position.innerHTML = positionHtml(model.page, pagesOf(model));
  }

  /** A list scrolls so far that the focused item is wholly in sight. */
  function scroll(): void {
    const { placed } = model;
    const item = focusedItem(model);
    if (!sheet || !placed?.list) return;
    const visible = placed.grid.rows;
    const height = placed.pages[0]?.height ?? 0;
    const centre = item ? item.rect.y + item.rect.h / 2 - visible / 2 : 0;
    const top = Math.max(0, Math.min(centre, height - visible));
    scrolled = top;
    sheet.style.top = `${-Math.round(top * rowHeight)}px`;
    toggleClass(frame, 'more-above', top > 0.05);
    toggleClass(frame, 'more-below', top < height - visible - 0.05);
  }

  function drawFocus(): void {
    elements.forEach((one, index) => toggleClass(one, 'focused', model.active && index === model.focus));
    scroll();
  }

  function draw(): void {
    const { placed } = model;
    const page = pagesOf(model)[model.page];
    clear(frame);
    elements = [];
    sheet = null;
    scrolled = 0;
    drawHeadline();
    if (placed && !page) frame.appendChild(element('pane-empty', emptyText(model.nothing)));
    if (!placed || !page) return;
    columnWidth = (options.unitWidth * (options.panel ? 8 : 12)) / placed.grid.columns;
    rowHeight = (options.unitHeight * 6) / placed.grid.rows;
    frame.style.width = `${placed.grid.columns * columnWidth}px`;
    frame.style.height = `${placed.grid.rows * rowHeight}px`;
    frame.style.fontSize = `${Math.round(rowHeight * 0.24 * 10) / 10}px`;
    if (placed.underlay) addLayer(placed.underlay, 'underlay');
    sheet = addLayer(page, 'grid-page');
    elements = Array.prototype.slice.call(sheet.childNodes) as HTMLElement[];
    if (placed.overlay) addLayer(placed.overlay, 'overlay');
    drawFocus();
  }

  return {
    element: node,
    draw,
    drawHeadline,
    drawFocus,
    drawLoading: () => void frame.appendChild(element('pane-loading', '<span class="spinner"></span>')),
    headline: () => headline.textContent.trim(),
    inSight: ({ rect }) => rect.y < scrolled + (model.placed?.grid.rows ?? 0) && rect.y + rect.h > scrolled,
  };
}
