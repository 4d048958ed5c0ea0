// What happens in MSX, as a plugin's `handleEvent` gets it (Plugin Events Reference).
import type { Json, JsonObject } from '../json.js';
import type { Slider, VideoData, VideoInfo } from './playback.js';

/** @wire */
type PlainEvent = {
  event:
    | 'app:suspend'
    | 'app:resume'
    /** Nobody has touched it for a while. */
    | 'app:sleep'
    | 'app:awake'
    | 'app:resize'
    | 'app:connect'
    | 'app:disconnect'
    | 'slider:play'
    | 'slider:pause'
    | 'slider:stop';
};

/**
 * The clock was set.
 * @wire
 */
type TimeEvent = {
  event: 'app:time';
  /** In milliseconds. */
  offset: number;
  zoneOffset: number;
};

/**
 * What a program answered that `system:tvx:launch` has started, on Android.
 * @since 0.1.136
 * @wire
 */
type ResultEvent = {
  event: 'app:result';
  id: string;
  code: number;
  extra: JsonObject | null;
};

/** @wire */
type Before = {
  /** What was before the event. @since 0.1.140 */
  data?: VideoData | null;
};

/** @wire */
type VideoLoadEvent = Before & { event: 'video:load'; info: VideoInfo };

/** Sound as well: only `video:load` says which. @wire */
type VideoEvent = Before & { event: 'video:play' | 'video:pause' | 'video:stop' | 'video:restart' };

/** @wire */
type VideoSeekEvent = Before & {
  event: 'video:seek';
  /** To this second. */
  position: number;
};

/** @wire */
type VideoSpeedEvent = Before & { event: 'video:speed'; speed: number };

/** @wire */
type VideoVolumeEvent = {
  event: 'video:volume';
  /** 0 to 100. */
  volume: number;
  muted: boolean;
};

/** @wire */
type SliderLoadEvent = { event: 'slider:load'; info: Slider };

/**
 * Another picture was chosen, which does not say that it is on screen: `image:trigger` does.
 * @wire
 */
type SliderPositionEvent = { event: 'slider:position'; index: number; number: number; listIndex: number };

/**
 * @since 0.1.145
 * @wire
 */
type SliderRotationEvent = {
  event: 'slider:rotation';
  /** In degrees. */
  rotation: number;
};

/**
 * As `info.application.settings` and `info.framework.settings` have it.
 * @wire
 */
type SettingEvent = {
  event: `settings:${
    | 'animate'
    | 'transform'
    | 'input'
    | 'remote'
    | 'layout'
    | 'scale'
    | 'zoom'
    | 'validate_links'
    | 'random_playback'
    | 'slideshow_interval'
    | 'hover_effect'
    | 'immersive_mode'
    | 'rounded_style'
    | 'sleep_timeout'
    | 'eject_timeout'
    | 'visual_execution'}`;
  value: number | string | null;
};

/** @wire */
type MenuButtonEvent = { event: 'settings:menu_button'; action: number; keyCode: number };

/**
 * What a plugin, a player page or the action `event:ID` says to the others.
 * @wire
 */
type CustomEvent = { event: `custom:${string}`; data?: Json };

/** Told apart by `event`. */
export type MsxEvent =
  | PlainEvent
  | TimeEvent
  | ResultEvent
  | VideoLoadEvent
  | VideoEvent
  | VideoSeekEvent
  | VideoSpeedEvent
  | VideoVolumeEvent
  | SliderLoadEvent
  | SliderPositionEvent
  | SliderRotationEvent
  | SettingEvent
  | MenuButtonEvent
  | CustomEvent;

/** `video:play`, `custom:…`, … */
export type MsxEventName = MsxEvent['event'];
