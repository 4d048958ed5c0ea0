// Items, pages and documents hold one another (an item's options are a page or a document), so they stand together.
import type { ContentBase } from './contentBase.js';
import type { ItemBase } from './itemBase.js';
import type { Box, CaptionUnderlay, Transparency } from './look.js';
import type { PageBase } from './pageBase.js';

/** What the key for options opens: a page, or since 0.1.130 a whole document. @since 0.1.120 */
export type Options = ContentPage | ContentRoot;

/** @wire */
type WithOptions = {
  /** @since 0.1.120 */
  options?: Options | null;
};

/**
 * An item with a place of its own, on a page.
 * @wire
 */
export type ContentItem = ItemBase &
  WithOptions & {
    /** Whole numbers. */
    layout: Box;
  };

/**
 * What a page that lies over or under the others may hold.
 * @wire
 */
export type SpaceItem = ContentItem & { type: 'space' };

/**
 * What items have in common that MSX places itself.
 *
 * @typeParam Own as of TemplatedItem: what it says under such a name is for items that say nothing
 * @wire
 */
export type Template<Own extends string = never> = ItemBase &
  WithOptions & {
    /** Only its width and its height count. */
    layout: Box;
    /** Where items may be. @since 0.1.110 */
    area?: Box | null;
    /** On a page with `compress`: the items are as large as on one without. @since 0.1.155 */
    decompress?: boolean;
  } & { [name in Own]?: string | null };

/**
 * An item that MSX places: what it does not say, its template does. Its own `properties` take the place of the
 * template's. It has no `layout`.
 *
 * @typeParam Own names of texts that the template takes by `{context:name}`, and MSX knows nothing else of
 * @wire
 */
export type TemplatedItem<Own extends string = never> = ItemBase &
  WithOptions & {
    /** Begins a line, a page, or a page behind that `inserts` says of the context. @since 0.1.156 */
    break?: 'line' | 'page' | 'context' | `context:${string}` | null;
  } & { [name in Own]?: string | null };

/**
 * A page with items that have places (Content Page Object).
 * @wire
 */
export type ContentPage = PageBase &
  WithOptions & {
    /** Whether left and right stay out of the menu. @since 0.1.102 */
    wrap?: boolean;
    /** As 0, 1 or 2 since 0.1.142. @since 0.1.120 */
    transparent?: Transparency;
    headline?: string | null;
    background?: string | null;
    /** At least one that can be chosen, else the page is not shown. */
    items: ContentItem[];
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

/** @wire */
type RootBase = ContentBase &
  WithOptions & {
    /** Over each page. @since 0.1.110 */
    overlay?: LayerPage | null;
    /** Under each page. @since 0.1.112 */
    underlay?: LayerPage | null;
  };

/**
 * Pages that are placed by hand.
 * @wire
 */
export type PagedContent = RootBase & {
  pages: ContentPage[];
  template?: null;
  items?: null;
};

/**
 * Items that MSX places.
 *
 * @typeParam Own as of TemplatedItem
 * @wire
 */
export type TemplatedContent<Own extends string = never> = RootBase & {
  template: Template<Own>;
  items: TemplatedItem<Own>[];
  pages?: null;
  /** Before the first page. @since 0.1.53 */
  header?: ContentPage | null;
  /** Behind the last. @since 0.1.53 */
  footer?: ContentPage | null;
  /** @since 0.1.156 */
  inserts?: InsertPage[] | null;
};

/**
 * What MSX starts with where the document itself is elsewhere, so that it can be loaded anew.
 * @since 0.1.134
 * @wire
 */
export type ReferencedContent = RootBase & {
  /** An address, or a request to a plugin. @since 0.1.134 */
  reference: string;
};

/** What `playlist:` and `slideshow:` play: without a template nothing plays. */
export type Playlist<Own extends string = never> = TemplatedContent<Own>;

/** A content page, or a panel (Content Root Object). */
export type ContentRoot<Own extends string = never> =
  PagedContent | TemplatedContent<Own> | ReferencedContent;
