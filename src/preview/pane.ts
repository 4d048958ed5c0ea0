import type { Failure } from './errorPage.js';
import type { Fields } from './fields.js';
import type { FocusWish, Spot } from './focus.js';
import type { Direction } from './nearest.js';
import type { PlacedItem } from './place.js';

/** What tests see of a content page or a panel. */
export interface PaneState {
  headline: string;
  page: number;
  pages: number;
  items: { id: string; title: string; type: string; image: string; focused: boolean }[];
  /** Index of the focused item on the page, -1 for none. */
  focus: number;
  loading: boolean;
  error: string | null;
}

/** A content page or a panel on screen: a grid of items, one of which has the focus. */
export interface Pane {
  element: HTMLElement;
  /** Shows a document. `own`: an item's property `focus` counts. False where the wish could not be met. */
  show(root: Fields, wish: FocusWish, own?: boolean): boolean;
  showError(failure: Failure): void;
  /** Shows that there is nothing, in a sentence. */
  showNothing(text: string): void;
  showLoading(): void;
  setHeadline(text: string): void;
  root(): Fields;
  /** Every displayed item in order. */
  items(): PlacedItem[];
  focused(): PlacedItem | null;
  /** By ID or `index:N`. False when there is no such item. */
  focusOn(target: string): boolean;
  /** Moves the focus as wished; false where there is no such item. */
  focusBy(wish: FocusWish): boolean;
  /** Where the focus is, to come back to it. */
  spot(): Spot | null;
  /** The page object that is on screen. */
  page(): Fields;
  /** False when there is nothing in that direction. */
  move(direction: Direction): boolean;
  turn(pages: number): boolean;
  /** Shows or hides the focus. */
  activate(on: boolean): void;
  /** Changes an item (`update:content:ID`, `update:content:overlay:ID`). False when that layer has no such item. */
  update(id: string, changes: Fields, layer: Layer): boolean;
  state(): PaneState;
}

/** Where an item stands: on a page, or on what lies over or under all pages. */
export type Layer = 'page' | 'overlay' | 'underlay';
