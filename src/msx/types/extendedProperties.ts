import type { ActionText, ContextText } from './actionText.js';
import type { Box, Color, Icon } from './look.js';

/** A property is a text; MSX takes numbers and truth values as well (Extended Properties). */
type Bool = boolean | 'true' | 'false' | ContextText;
type Numeric = number | `${number}` | ContextText;
type Word<Known extends string> = Known | ContextText;

/** Buttons of the player. */
type ButtonId = 'content' | 'restart' | 'prev' | 'rewind' | 'play_pause' | 'forward' | 'next' | 'speed';

/**
 * @since 0.1.111
 * @wire
 */
type ButtonAction = { [key in `button:${ButtonId}:action`]?: ActionText };
/**
 * @since 0.1.130
 * @wire
 */
type ButtonDisplay = { [key in `button:${ButtonId}:display`]?: Bool };
/**
 * @since 0.1.111
 * @wire
 */
type ButtonEnable = { [key in `button:${ButtonId}:enable`]?: Bool };
/**
 * `none`: no button has it.
 * @since 0.1.111
 * @wire
 */
type ButtonFocus = { [key in `button:${ButtonId | 'eject' | 'none'}:focus`]?: Bool };
/**
 * Of `play_pause` two: `play-arrow|pause`.
 * @since 0.1.111
 * @wire
 */
type ButtonIcon = { [key in `button:${ButtonId}:icon`]?: Icon };
/**
 * The key of the remote control that does the same.
 * @since 0.1.132
 * @wire
 */
type ButtonKey = { [key in `button:${ButtonId | 'eject'}:key`]?: string };

type ButtonProperties = ButtonAction & ButtonDisplay & ButtonEnable & ButtonFocus & ButtonIcon & ButtonKey;

/** @wire */
type PatternProperties = {
  /**
   * Actions at moments of a video or sound: `trigger:start`, `trigger:90` (seconds), `trigger:-10` (before the end),
   * `trigger:50%`, … With `shot:` before it an action runs once. @since 0.1.58
   */
  [key: `trigger:${string}`]: ActionText;
  /** For the player of Samsung's TVs, as it is: `tizen:stream:ADAPTIVE_INFO` (Tizen Player). @since 0.1.128 */
  [key: `tizen:stream:${string}`]: string;
};

/**
 * The keys that MSX knows. Actions among them cannot carry `data`.
 * @wire
 */
type KnownProperties = {
  /** Instead of what OK does while the video is in front. @since 0.1.140 */
  'control:action'?: ActionText;
  /** Whether the ground behind a video is dark. @since 0.1.148 */
  'control:dim'?: Bool;
  /** `silent`: the player stays away when the next one is loaded by itself. @since 0.1.111 */
  'control:load'?: Word<'default' | 'silent'>;
  /** What happens where the address is what plays already. @since 0.1.145 */
  'control:retune'?: Word<'default' | 'retain' | 'play' | 'restart'>;
  /** `silent`: the player stays away when a page is left. @since 0.1.140 */
  'control:return'?: Word<'default' | 'silent'>;
  /** What happens where the item is what plays already. @since 0.1.142 */
  'control:reuse'?: Word<'default' | 'retain' | 'play' | 'restart'>;
  /** Whether pages that say 2 for `transparent` show what plays. @since 0.1.142 */
  'control:transparent'?: Bool;
  /** `extended`: the player in full, with text and picture. @since 0.1.130 */
  'control:type'?: Word<'default' | 'extended'>;

  /** Instead of what OK does at a picture. @since 0.1.111 */
  'image:action'?: ActionText;
  /** A label beside the picture's. @since 0.1.111 */
  'image:extension'?: string;
  /** Hints at what `image:action` does. @since 0.1.145 */
  'image:icon'?: Icon;
  /** Whether a person may rotate the picture. @since 0.1.145 */
  'image:options'?: Bool;
  /** Run when the picture has been rotated. @since 0.1.145 */
  'image:rotation:trigger'?: ActionText;
  /** In degrees, by 90. @since 0.1.145 */
  'image:rotation:value'?: Numeric;
  /** Run when the picture really is on screen; never for one that fails to load. @since 0.1.111 */
  'image:trigger'?: ActionText;

  /** Of an extended player, as are the others of `info:`. @since 0.1.154 */
  'info:headline'?: string;
  /** An address, or `default`. @since 0.1.130 */
  'info:image'?: string;
  /** `full` for much text. @since 0.1.146 */
  'info:overlay'?: Word<'full' | 'default'>;
  /** @since 0.1.156 */
  'info:round'?: Bool;
  /** @since 0.1.146 */
  'info:size'?: Word<'small' | 'medium' | 'large' | 'extra-large' | 'default'>;
  /** @since 0.1.130 */
  'info:text'?: string;

  /** `{VALUE}` in a label is what MSX would show. @since 0.1.111 */
  'label:duration'?: string;
  /** @since 0.1.111 */
  'label:extension'?: string;
  /** @since 0.1.111 */
  'label:position'?: string;
  /** @since 0.1.130 */
  'label:speed'?: string;

  /** @since 0.1.111 */
  'progress:color'?: Color;
  /** Of an extended player. @since 0.1.161 */
  'progress:display'?: Bool;
  /** In seconds, only shown; -1 is the player's own. @since 0.1.146 */
  'progress:duration'?: Numeric;
  /** @since 0.1.111 */
  'progress:marker:enable'?: Bool;
  /** In seconds, only shown; -1 is the player's own. @since 0.1.146 */
  'progress:position'?: Numeric;
  /** `position`, `number`, `percentage`, `time:…`, `text:…`, also with `reverse:` before. @since 0.1.111 */
  'progress:type'?: string;

  /** Under what keys are forgotten together. @since 0.1.153 */
  'resume:context'?: string;
  /** Under which the position is kept: `id`, `url`, or any text. @since 0.1.111 */
  'resume:key'?: string;
  /** Where it begins: seconds, `10%`, or `none`. @since 0.1.111 */
  'resume:position'?: Numeric | `${number}%` | 'none';

  /** In seconds; -1 is the player's own. @since 0.1.128 */
  'video:duration'?: Numeric;
  /** In seconds, and nobody can seek; -1 is the player's own. @since 0.1.128 */
  'video:position'?: Numeric;
  /** -1 is the player's own, -2 the same but for nobody to change. @since 0.1.128 */
  'video:speed'?: Numeric;
  /** 2 playing, 3 paused; -1 is the player's own, -2 the same but for nobody to change. @since 0.1.128 */
  'video:state'?: -2 | -1 | 2 | 3 | '-2' | '-1' | '2' | '3' | ContextText;

  // The player of Samsung's TVs (Tizen Player); others take no notice.
  /** In seconds; 10 otherwise. @since 0.1.128 */
  'tizen:buffer:size'?: Numeric;
  /** @since 0.1.128 */
  'tizen:buffer:size:init'?: Numeric;
  /** @since 0.1.128 */
  'tizen:buffer:size:resume'?: Numeric;
  /** In seconds; 20 otherwise. @since 0.1.128 */
  'tizen:buffer:timeout'?: Numeric;
  /** `x,y,width,height`, as parts of the screen. @since 0.1.128 */
  'tizen:display:area'?: Box | ContextText;
  /** `PLAYER_DISPLAY_MODE_LETTER_BOX`, … @since 0.1.128 */
  'tizen:display:mode'?: string;
  /** Run when the player has the address. @since 0.1.128 */
  'tizen:load'?: ActionText;
  /** @since 0.1.128 */
  'tizen:ready'?: ActionText;
  /** @since 0.1.128 */
  'tizen:start'?: ActionText;
  /** In milliseconds. @since 0.1.141 */
  'tizen:subtitle:delay'?: Numeric;
  /** @since 0.1.145 */
  'tizen:subtitle:hidden'?: Bool;
  /** @since 0.1.141 */
  'tizen:subtitle:silent'?: Bool;
  /** @since 0.1.153 */
  'tizen:subtitle:style:color'?: Word<'white' | 'yellow' | 'black'>;
  /** @since 0.1.153 */
  'tizen:subtitle:style:size'?: Word<'extra-small' | 'small' | 'medium' | 'large' | 'extra-large'>;
  /** @since 0.1.153 */
  'tizen:subtitle:style:type'?: Word<'border' | 'shadow' | 'box'>;
  /** Whether the file's tags count. @since 0.1.145 */
  'tizen:subtitle:type'?: Word<'html' | 'plain'>;
  /** The address of a SubRip file. @since 0.1.141 */
  'tizen:subtitle:url'?: string;
  /** The track's number, from 0. @since 0.1.128 */
  'tizen:track:audio'?: Numeric;
  /** The track's number, from 0. @since 0.1.128 */
  'tizen:track:text'?: Numeric;
};

/**
 * `properties` of an item. A key that MSX knows has to have a value that MSX takes; any other is for plugins, and goes
 * where the item goes.
 * @since 0.1.58
 * @wire
 */
export type ExtendedProperties = KnownProperties &
  ButtonProperties &
  PatternProperties & { [key: string]: string | number | boolean };
