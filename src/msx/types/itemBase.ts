import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { ExtendedProperties } from './extendedProperties.js';
import type { LiveObject } from './liveObject.js';
import type { Box, Color, Filler, Icon } from './look.js';
import type { SelectionObject } from './selectionObject.js';

type Side = 'left' | 'center' | 'right';
/** `badge-…` and `stamp-…` since 0.1.146, `separation-…` since 0.1.156, `title-…` and `text-…` since 0.1.97. */
type Alignment =
  | Side
  | 'justify'
  | `${'title' | 'text' | 'badge' | 'stamp'}-${Side}`
  | `${'title' | 'text'}-justify`
  | `separation-${'' | 'title-' | 'text-'}${'left' | 'right'}`;

/**
 * What every item may have, wherever it stands, but for `options` (Content Item Object).
 * @wire
 */
export type ItemBase = {
  /** Unique in the document, of `A–Z a–z 0–9 _ . -`. */
  id?: string | null;
  /** `space` can not be chosen; `control` is a button for settings. */
  type?: 'default' | 'teaser' | 'button' | 'separate' | 'space' | 'control';
  /** Runs the item's action: `red`, `1`, several with a bar between (Key Property). @since 0.1.97 */
  key?: string | null;
  /** From where the grid has it; ±1 before 0.1.110. */
  offset?: Box | null;
  display?: boolean;
  enable?: boolean;
  focus?: boolean;
  /** Runs when it is shown; only with `focus: true`. */
  execute?: boolean;
  /** Whether it is a member of a row of pictures or tracks: templated items are, others are not. */
  enumerate?: boolean;
  /** @since 0.1.123 */
  compress?: boolean;
  /** In `options`: whether its `key` works while they are closed. @since 0.1.132 */
  shortcut?: boolean;
  /** 2: not the picture of a button; 3: the progress bar as well. @since 0.1.156 */
  round?: 0 | 1 | 2 | 3 | boolean;
  /** A row of its own within a row; behind `id:` it is not shown. @since 0.1.92 */
  group?: string | null;
  color?: Color | null;
  title?: string | null;
  titleHeader?: string | null;
  titleFooter?: string | null;
  label?: string | null;
  icon?: Icon | null;
  iconSize?: 'small' | 'medium' | 'large' | 'extra-large';
  headline?: string | null;
  text?: string | string[] | null;
  /** One, or several with a bar between: `title-left|stamp-right`. @since 0.1.82 */
  alignment?: Alignment | `${Alignment}|${string}`;
  /** Which texts are cut short: `title`, `headline|text`. @since 0.1.128 */
  truncation?: string | null;
  /** Which are in the middle of the height: `title`, `text`, `label`, `badge`, `stamp`. @since 0.1.146 */
  centration?: string | null;
  /** The part of the width that is on the left, 0 to 1; -1 is none. @since 0.1.156 */
  separation?: number;
  tag?: string | null;
  tagColor?: Color | null;
  badge?: string | null;
  badgeColor?: Color | null;
  /** @since 0.1.146 */
  stamp?: string | null;
  /** @since 0.1.146 */
  stampColor?: Color | null;
  /** 0 to 1; -1 is no bar now, but perhaps later. @since 0.1.70 */
  progress?: number;
  /** @since 0.1.70 */
  progressColor?: Color | null;
  /** @since 0.1.156 */
  progressBackColor?: Color | null;
  /** The ground beside a picture that does not fill the item. @since 0.1.70 */
  wrapperColor?: Color | null;
  /** An address, or `resolve:` and where MSX asks for one. */
  image?: string | null;
  imageFiller?: Filler;
  /** In units of the grid; -1 is all. */
  imageWidth?: number;
  imageHeight?: number;
  /** Whether it is darker beneath titles: -1 where there are some. 2 to 4, at the top as well, since 0.1.97. */
  imageOverlay?: -1 | 0 | 1 | 2 | 3 | 4;
  /** @since 0.1.58 */
  imagePreload?: boolean;
  /** In the slideshow, as are the colour and the filler. */
  imageLabel?: string | null;
  /** @since 0.1.6 */
  imageColor?: Color | null;
  /** @since 0.1.6 */
  imageScreenFiller?: Filler;
  /** Whether tag, badge, stamp and bar keep to the picture. @since 0.1.146 */
  imageBoundary?: boolean;
  /** In the player. */
  playerLabel?: string | null;
  /** Behind a sound that plays. */
  background?: string | null;
  /** Of a `control`, as is the label. */
  extensionIcon?: Icon | null;
  extensionLabel?: string | null;
  action?: ActionText | null;
  /** What the action takes along; the builders of `src/msx/build` give both. */
  data?: JsonObject | null;
  /** @since 0.1.58 */
  properties?: ExtendedProperties | null;
  /** @since 0.1.70 */
  live?: LiveObject | null;
  /** @since 0.1.110 */
  selection?: SelectionObject | null;
};
