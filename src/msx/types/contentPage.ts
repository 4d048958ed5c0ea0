import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { ContentItem, SpaceItem, Template } from './contentItem.js';
import type { Options } from './contentRoot.js';
import type { Box, CaptionUnderlay, Transparency } from './look.js';

/** @wire */
type PageBase = {
  display?: boolean;
  /** Hides what lies over and under the pages. @since 0.1.110 */
  important?: boolean;
  /** @since 0.1.123 */
  compress?: boolean;
  /** In a list; of it y and height. ±1 before 0.1.110. */
  offset?: Box | null;
  /** Run when the page becomes the active one. @since 0.1.112 */
  action?: ActionText | null;
  /** @since 0.1.112 */
  data?: JsonObject | null;
};

/**
 * A page with items that have places (Content Page Object).
 * @wire
 */
export type ContentPage = PageBase & {
  /** Whether left and right stay out of the menu. @since 0.1.102 */
  wrap?: boolean;
  /** As 0, 1 or 2 since 0.1.142. @since 0.1.120 */
  transparent?: Transparency;
  headline?: string | null;
  background?: string | null;
  /** At least one that can be chosen, else the page is not shown. */
  items: ContentItem[];
  /** @since 0.1.120 */
  options?: Options | null;
  /** Of a page that is `options` itself: what stands in the lower right corner. @since 0.1.130 */
  caption?: string;
  /** @since 0.1.153 */
  captionUnderlay?: CaptionUnderlay;
  /** In a list, in units of the grid; -1 is the page's own. @since 0.1.164 */
  navigationOffset?: number;
  /** @since 0.1.164 */
  navigationSpan?: number;
};

/**
 * A page between those that MSX makes from a template.
 * @since 0.1.156
 * @wire
 */
export type InsertPage = ContentPage & {
  /** `page:0`, `offset:2` (after each two), `context:ID` (where an item breaks there); several with a bar between. */
  position?: `${'page' | 'offset'}:${number}` | `context:${string}` | `${string}|${string}` | null;
  /** Where templated items may be on it. */
  area?: Box | null;
  /** What those have otherwise. */
  template?: Omit<Template, 'layout'> | null;
};

/**
 * A page over or under all others: nothing on it can be chosen. It may be there for its action alone (Page Action).
 * @wire
 */
export type LayerPage = PageBase & { items?: SpaceItem[] };
