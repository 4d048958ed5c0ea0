import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { Ready } from './contentBase.js';
import type { ContentRoot, Options } from './contentRoot.js';
import type { Color, Icon, Refocus, Transparency } from './look.js';

/**
 * One line of a menu (Menu Item Object). It has no `action`.
 * @wire
 */
export type MenuItem = {
  /** Unique in the menu, of `A–Z a–z 0–9 _ . -`. */
  id?: string | null;
  type?: 'default' | 'separator' | 'settings';
  display?: boolean;
  enable?: boolean;
  focus?: boolean;
  /** Enters it at the start; only with `focus: true`. @since 0.1.120 */
  execute?: boolean;
  /** @since 0.1.142 */
  transparent?: Transparency;
  icon?: Icon | null;
  /** In the place of the icon. @since 0.1.130 */
  image?: string | null;
  label?: string | null;
  background?: string | null;
  extensionIcon?: Icon | null;
  extensionLabel?: string | null;
  /** Of a separator. @since 0.1.142 */
  lineColor?: Color | null;
  /** The page: its address or a request, without `content:` before it, or the document itself. */
  data?: string | ContentRoot | null;
  /** @since 0.1.120 */
  options?: Options | null;
};

/**
 * Some of it at the start only: name, version, reference, dictionary, action and data (Menu Root Object).
 * @wire
 */
type MenuBase = {
  name?: string | null;
  version?: string | null;
  /** By which `replace:menu:` finds it (since 0.1.144), and the focus is remembered. @since 0.1.120 */
  flag?: string | null;
  reuse?: boolean;
  /** @since 0.1.58 */
  cache?: boolean;
  /** @since 0.1.120 */
  restore?: boolean;
  /** Needs a `flag`. @since 0.1.153 */
  refocus?: Refocus;
  /** @since 0.1.142 */
  transparent?: Transparency;
  /** @since 0.1.142 */
  style?: 'default' | 'flat' | 'flat-separator' | 'overlay' | 'overlay-separator';
  /** In the place of the headline. @since 0.1.60 */
  logo?: string | null;
  /** @since 0.1.130 */
  logoSize?: 'small' | 'large';
  headline?: string | null;
  background?: string | null;
  /** In the upper right corner of each page that has none of its own. @since 0.1.82 */
  extension?: string | null;
  /** An address. @since 0.1.120 */
  dictionary?: string | null;
  action?: ActionText | null;
  data?: JsonObject | null;
  /** @since 0.1.142 */
  ready?: Ready | null;
  /** Of items that have none of their own. @since 0.1.120 */
  options?: Options | null;
};

/** @wire */
type ListedMenu = MenuBase & { menu: MenuItem[] };

/**
 * What MSX starts with where the menu itself is elsewhere, so that `reload:menu` works.
 * @since 0.1.134
 * @wire
 */
type ReferencedMenu = MenuBase & {
  /** An address, or a request to a plugin. @since 0.1.134 */
  reference: string;
  menu?: MenuItem[];
};

/** A menu (Menu Root Object). */
export type MenuRoot = ListedMenu | ReferencedMenu;
