import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { CaptionUnderlay, Refocus, Transparency } from './look.js';

/**
 * Run whenever the document is shown; a root's own `action` only at the start.
 * @since 0.1.142
 * @wire
 */
export type Ready = {
  action?: ActionText | null;
  data?: JsonObject | null;
};

/**
 * What every content document may have at its root, but for what has pages (Content Root Object).
 * @wire
 */
export type ContentBase = {
  /** At the start only, as are version, reference, dictionary, action and data. */
  name?: string | null;
  version?: string | null;
  /** By which `replace:` finds it (since 0.1.144), and the focus is remembered. @since 0.1.120 */
  flag?: string | null;
  /** Whether it stays as it is when it is shown already. */
  reuse?: boolean;
  /** Whether a copy is taken where it was loaded before. @since 0.1.58 */
  cache?: boolean;
  /** Whether it comes back after a link that left MSX. @since 0.1.120 */
  restore?: boolean;
  /** Whether its headline is shown although a menu has one. @since 0.1.58 */
  important?: boolean;
  /** Whether left and right stay out of the menu. @since 0.1.102 */
  wrap?: boolean;
  /** A quarter smaller: 16 × 8 units. @since 0.1.123 */
  compress?: boolean;
  /** Runs the actions of pages and selections before a scroll ends. @since 0.1.160 */
  preselect?: boolean;
  /** Needs a `flag`. @since 0.1.153 */
  refocus?: Refocus;
  /** As 0, 1 or 2 since 0.1.142. @since 0.1.120 */
  transparent?: Transparency;
  /** Side by side, or one below the other. */
  type?: 'pages' | 'list';
  /** Which pages are made ready that are not seen yet. @since 0.1.92 */
  preload?: 'none' | 'next' | 'prev' | 'full';
  headline?: string | null;
  background?: string | null;
  /** In the upper right corner. @since 0.1.82 */
  extension?: string | null;
  /** An address. @since 0.1.120 */
  dictionary?: string | null;
  action?: ActionText | null;
  data?: JsonObject | null;
  /** @since 0.1.142 */
  ready?: Ready | null;
  /** Of a document that is `options` itself. @since 0.1.130 */
  caption?: string;
  /** @since 0.1.153 */
  captionUnderlay?: CaptionUnderlay;
  /** @since 0.1.164 */
  navigationOffset?: number;
  /** @since 0.1.164 */
  navigationSpan?: number;
};
