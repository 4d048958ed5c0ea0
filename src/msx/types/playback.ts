// What MSX says of a video or sound, and of a slideshow: in events, to `requestData`, and in commits (Attached Data
// Examples). What came with a version is missing before it.

/** 1 stopped, 2 playing, 3 paused. */
export type PlaybackState = 1 | 2 | 3;

/** @wire */
type InRow = {
  id: string | null;
  /** In its row, from 0. */
  index: number;
  /** The same, from 1. */
  number: number;
  count: number;
  /** Among all that its document holds, from 0. */
  listIndex: number;
  listSize: number;
  url: string;
  /** As the item says it; what an action has set is custom. */
  label: string | null;
  /** As they are where it matters: the values that the item has. */
  properties: { [key: string]: string | number | boolean } | null;
};

/**
 * Which video or sound it is.
 * @wire
 */
export type VideoInfo = InRow & {
  type: 'video' | 'audio';
  background: string | null;
  customLabel: string | null;
  customBackground: string | null;
};

/**
 * How far it is.
 * @wire
 */
export type VideoData = {
  state: PlaybackState;
  /** In seconds. */
  position: number;
  /** In seconds. */
  duration: number;
  /** 0.125 to 8. */
  speed: number;
  ended: boolean;
};

/** @wire */
type VideoResume = {
  key: string | null;
  /** @since 0.1.153 */
  context?: string | null;
  count: number;
  resuming: boolean;
  position: string | null;
  /** 0 to 1; -1 is none. */
  progress: number;
  /** In seconds; -1 is none. @since 0.1.153 */
  duration?: number;
};

/**
 * The answer to `video`, and what `interaction:commit:video` brings. `video:info` and the like bring one part.
 * @wire
 */
export type Video = {
  info?: VideoInfo;
  data?: VideoData;
  resume?: VideoResume;
  volume?: { type: string; level: number; muted: boolean };
  scene?: 'foreground' | 'background' | (string & Record<never, never>);
};

/**
 * Which picture is shown: the answer to `slider`, and what `interaction:commit:slider` brings.
 * @wire
 */
export type Slider = InRow & {
  state: PlaybackState;
  color: string | null;
  filler: string | null;
  /** In degrees. @since 0.1.145 */
  rotation?: number;
  /** @since 0.1.145 */
  customLabel?: string | null;
  /** @since 0.1.145 */
  customColor?: string | null;
};

/**
 * Where videos were left, by numbers that MSX makes of their keys: `progress`, `progress|seconds`,
 * `progress|seconds|context`.
 * @wire
 */
export type ResumeKeys = {
  size: number;
  properties: { [key: string]: string | number };
};
