/** What MSX says of a slide, a video or an audio track (`info` of its events, `slider` of its commits). */
export interface Item {
  /** Its place in the whole list; -1 where MSX does not say. */
  listIndex: number;
  listSize: number;
  url: string;
  /** As they came; see makapix/properties.ts. */
  properties: unknown;
  /** A slideshow that runs, at `slider:load`. */
  playing: boolean;
}

/** Why nothing is on screen although something is open. */
export type AwayReason = 'suspend' | 'sleep' | 'hidden';

/** What may change what is on screen: MSX's events, its answers, and the plugin's own. */
export type ScreenEvent =
  | { type: 'slide-load'; item: Item }
  | { type: 'slide-position'; listIndex: number }
  /** MSX ran the `image:trigger`: the picture can be seen. */
  | { type: 'slide-visible'; item: Item }
  /** The answer to the effect `ask-slide`. */
  | { type: 'slide-info'; item: Item }
  | { type: 'slide-stop' }
  /** `ended`: what was loaded before had played to its end. */
  | { type: 'media-load'; item: Item; ended: boolean }
  | { type: 'media-play' | 'media-pause' | 'media-stop' | 'media-restart'; ended: boolean }
  | { type: 'media-seek'; ended: boolean; positionS: number }
  /** The answer to the effect `ask-media`. */
  | { type: 'media-info'; playing: boolean }
  | { type: 'leave'; reason: AwayReason }
  | { type: 'return'; reasons: AwayReason[] }
  | { type: 'random'; on: boolean }
  /** `plugin:channel`: a whole playlist or slideshow was asked for; what loads next was not chosen by itself. */
  | { type: 'channel-start' }
  /** `plugin:command` with `postId`: a command asked for this post. */
  | { type: 'command'; postId: number }
  /** Time has passed. */
  | { type: 'tick' };

/** TVXVideoState.PLAYING */
const PLAYING = 2;

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const numberOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && isFinite(value) ? value : otherwise;
/** MSX's settings come as booleans, and from old versions as texts. */
const isOn = (value: unknown): boolean => value === true || value === 'true';

/** @returns null where this is no item. */
export function itemOf(info: unknown): Item | null {
  if (typeof info !== 'object' || info === null) return null;
  const fields = info as Fields;
  return {
    listIndex: numberOf(fields.listIndex, numberOf(fields.index, -1)),
    listSize: numberOf(fields.listSize, numberOf(fields.count, 0)),
    url: typeof fields.url === 'string' ? fields.url : '',
    properties: fields.properties,
    playing: fields.state === PLAYING,
  };
}

const SIMPLE: Record<string, ScreenEvent> = {
  'slider:stop': { type: 'slide-stop' },
  'app:suspend': { type: 'leave', reason: 'suspend' },
  'app:sleep': { type: 'leave', reason: 'sleep' },
  'page:hidden': { type: 'leave', reason: 'hidden' },
  'app:resume': { type: 'return', reasons: ['suspend', 'sleep'] },
  'app:awake': { type: 'return', reasons: ['sleep'] },
  'page:visible': { type: 'return', reasons: ['hidden'] },
  'plugin:channel': { type: 'channel-start' },
};

/**
 * Reads an event of `handleEvent`: MSX's own (its Plugin Events Reference), and ours, `page:hidden`,
 * `page:visible`, `plugin:channel`, `plugin:command`.
 *
 * @returns null for an event that does not change what is on screen.
 */
export function screenEventOf(event: unknown): ScreenEvent | null {
  const fields = fieldsOf(event);
  const name = typeof fields.event === 'string' ? fields.event : '';
  if (Object.prototype.hasOwnProperty.call(SIMPLE, name)) return SIMPLE[name] ?? null;
  const item = itemOf(fields.info);
  const ended = fieldsOf(fields.data).ended === true;
  switch (name) {
    case 'slider:load':
      return item && { type: 'slide-load', item };
    case 'slider:position':
      return { type: 'slide-position', listIndex: numberOf(fields.listIndex, numberOf(fields.index, -1)) };
    case 'video:load':
      return item && { type: 'media-load', item, ended };
    case 'video:play':
      return { type: 'media-play', ended };
    case 'video:pause':
      return { type: 'media-pause', ended };
    case 'video:stop':
      return { type: 'media-stop', ended };
    case 'video:restart':
      return { type: 'media-restart', ended };
    case 'video:seek':
      return { type: 'media-seek', ended, positionS: numberOf(fields.position, 0) };
    case 'settings:random_playback':
      return { type: 'random', on: isOn(fields.value) };
    case 'plugin:command':
      return typeof fields.postId === 'number' ? { type: 'command', postId: fields.postId } : null;
    default:
      return null;
  }
}

/** Reads a commit of `handleData`: `{ slider: {…} }` comes from an item's `image:trigger`. */
export function screenEventOfData(data: unknown): ScreenEvent | null {
  const item = itemOf(fieldsOf(data).slider);
  return item && { type: 'slide-visible', item };
}

/** Whether MSX plays at random, from `info`. */
export function randomOfInfo(info: unknown): ScreenEvent {
  const settings = fieldsOf(fieldsOf(fieldsOf(info).application).settings);
  return { type: 'random', on: isOn(settings.randomPlayback) };
}

/** Whether it plays, from the answer to `requestData("video")`. */
export function mediaInfoOf(video: unknown): ScreenEvent {
  const fields = fieldsOf(video);
  return {
    type: 'media-info',
    playing: numberOf(fields.state, fieldsOf(fields.data).state as number) === PLAYING,
  };
}
