import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { Color, Icon } from './look.js';

/**
 * What of an item can change while it is shown. Only what the item itself has can (`null` is nothing), but for colours.
 * @wire
 */
export type LiveProperties = {
  color?: Color | null;
  title?: string | null;
  titleHeader?: string | null;
  titleFooter?: string | null;
  label?: string | null;
  icon?: Icon | null;
  headline?: string | null;
  text?: string | string[] | null;
  tag?: string | null;
  tagColor?: Color | null;
  badge?: string | null;
  badgeColor?: Color | null;
  /** @since 0.1.146 */
  stamp?: string | null;
  /** @since 0.1.146 */
  stampColor?: Color | null;
  /** 0 to 1; negative is no bar. In a live object -2 says that MSX reckons it itself (since 0.1.156). */
  progress?: number;
  progressColor?: Color | null;
  /** @since 0.1.156 */
  progressBackColor?: Color | null;
  wrapperColor?: Color | null;
  image?: string | null;
  extensionIcon?: Icon | null;
  extensionLabel?: string | null;
};

/** @wire */
type LiveAction = {
  action?: ActionText | null;
  data?: JsonObject | null;
};

/**
 * What is shown, and run once, in a state.
 * @wire
 */
export type LiveState = LiveProperties &
  LiveAction & {
    /** Run where the item's action is `live` and a person chooses it. @since 0.1.74 */
    execute?: LiveAction | null;
  };

/**
 * A state that has progress, with what is shown at a part of it.
 * @wire
 */
export type LiveProgressState = LiveState & {
  /** At 0. @since 0.1.153 */
  ready?: LiveProperties | null;
  quartile1?: LiveProperties | null;
  quartile2?: LiveProperties | null;
  quartile3?: LiveProperties | null;
  quartile4?: LiveProperties | null;
  /** At 1. @since 0.1.153 */
  complete?: LiveProperties | null;
};

/** @wire */
type LiveBase = LiveProperties & LiveAction;

/** @wire */
type Executable = {
  /** @since 0.1.74 */
  execute?: LiveAction | null;
};

/**
 * Between two moments.
 * @wire
 */
type ScheduleLive = LiveBase &
  Executable & {
    type: 'schedule';
    /** In milliseconds since 1970. */
    from?: number;
    to?: number;
    coming?: LiveState | null;
    running?: LiveProgressState | null;
    over?: LiveState | null;
    /** @since 0.1.156 */
    preload?: boolean;
  };

/**
 * For a time from when it was made.
 * @wire
 */
type LifetimeLive = LiveBase &
  Executable & {
    type: 'lifetime';
    /** In milliseconds. */
    duration?: number;
    /** In milliseconds, before it begins. */
    delay?: number;
    coming?: LiveState | null;
    running?: LiveProgressState | null;
    over?: LiveState | null;
  };

/**
 * For as long as it has been seen.
 * @wire
 */
type AirtimeLive = LiveBase &
  Executable & {
    type: 'airtime';
    /** In milliseconds. */
    duration?: number;
    running?: LiveProgressState | null;
    over?: LiveState | null;
  };

/**
 * While it plays.
 * @wire
 */
type PlaybackLive = LiveBase & {
  type: 'playback';
  /** By what MSX knows that it plays; `url` otherwise. `id:ID` and the like since 0.1.153. @since 0.1.146 */
  source?: 'id' | 'url' | 'key' | 'current' | 'none' | `${'' | 'resume:'}${'id' | 'url' | 'key'}:${string}`;
  /** While it can be resumed (`resume:key`, since 0.1.74). */
  coming?: LiveProgressState | null;
  running?: LiveProgressState | null;
  over?: LiveState | null;
  /** @since 0.1.156 */
  preload?: boolean;
};

/**
 * Never: its action is run when the item comes into view.
 * @wire
 */
type SetupLive = LiveBase & Executable & { type: 'setup' };

/**
 * Changes an item while it is seen, looked at once a second (Live Object). What a type takes no notice of is no
 * property of it. Without any property it takes an earlier one away.
 * @since 0.1.70
 * @wire
 */
export type LiveObject =
  ScheduleLive | LifetimeLive | AirtimeLive | PlaybackLive | SetupLive | Record<string, never>;
