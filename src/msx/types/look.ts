// Words for how things look.

/** Any text, while an editor still proposes those that are known. */
type AnyText = string & Record<never, never>;

/** One of MSX's colours, or any of CSS (Colors). */
export type Color =
  | 'msx-red'
  | 'msx-green'
  | 'msx-yellow'
  | 'msx-blue'
  | 'msx-white'
  | 'msx-gray'
  | 'msx-black'
  | 'msx-white-soft'
  | 'msx-gray-soft'
  | 'msx-black-soft'
  | 'msx-glass'
  | AnyText;

/** A name of MSX's list of some two thousand, also with a colour before it: `msx-red:home` (Icons). */
export type Icon = string;

/** How a picture fills its place (Content Item Object, imageFiller). */
export type Filler =
  | 'default'
  | 'width'
  | 'width-top'
  | 'width-center'
  | 'width-bottom'
  | 'height'
  | 'height-left'
  | 'height-center'
  | 'height-right'
  | 'fit'
  | 'cover'
  | 'smart';

/**
 * `x,y,width,height`: units of the grid, 12 × 6, in panels 8 × 6; with `compress` 16 × 8 and 10 × 8. A `layout` and an
 * `area` are whole numbers, an `offset` is not.
 */
export type Box = `${number},${number},${number},${number}`;

/** Whether what plays behind can be seen: 0 no, 1 yes, 2 where the video says so (`control:transparent`). */
export type Transparency = 0 | 1 | 2 | boolean;

/** Whether the focus is where it was: 0 no, 1 at the item of the same ID, else number, 2 at that of the same number. */
export type Refocus = 0 | 1 | 2 | boolean;

/** Whether the caption is on a dark ground: -1 where the list goes on beneath it. */
export type CaptionUnderlay = -1 | 0 | 1;
