import { isObject } from '../msx/json.js';
import type { Json } from '../msx/json.js';
import type { ExtendedProperties } from '../msx/types/extendedProperties.js';
import type { VideoData, VideoInfo } from '../msx/types/playback.js';
import { handleEvents } from '../tvx/handleEvents.js';
import type { JsonStore } from './createJsonStore.js';
import { updatePositions } from './updatePositions.js';
import type { Position, Positions } from './updatePositions.js';

/**
 * Where videos and sounds were left, for a page "continue watching", or for a server. MSX has a memory of its own, which
 * only MSX can read: `resume:key` in an item's properties.
 */
export interface Resume {
  /** For the plugin's `handleEvent`. */
  handleEvent: (event: Record<string, unknown>) => void;
  /** Null where it was not begun, or is finished. */
  positionOf(key: string): Promise<Position | null>;
  /** The last one first. */
  all(): Promise<(Position & { key: string })[]>;
  forget(key: string): Promise<void>;
}

export interface ResumeOptions {
  store: JsonStore;
  /**
   * How far it is, asked where an event does not say: always before 0.1.140. `createMsx`'s
   * `requestData('video:data')`, which is null where nothing plays.
   */
  askVideo: () => Promise<VideoData | null>;
  /** Tells it MSX's events, as a plugin of `startPlugin` does; else hand them to `handleEvent`. */
  listen?: (listener: Resume['handleEvent']) => void;
  /** By what it is kept; null: not at all. Its ID, else its address, where nothing is said. */
  keyOf?: (info: VideoInfo) => string | null;
  /** So many at most; 200 otherwise. */
  most?: number;
  /** Under which name in the store. */
  name?: string;
  /** In milliseconds since 1970. */
  now?: () => number;
}

const MOST = 200;

const positionsIn = (value: Json): Positions => (isObject(value) ? value : {}) as unknown as Positions;

/** @example createResume(plugin).all().then((begun) => begun.map(({ key }) => key)) */
export function createResume(options: ResumeOptions): Resume {
  const { store, askVideo, most = MOST, name = 'positions', now = () => Date.now() } = options;
  const keyOf = options.keyOf ?? ((info: VideoInfo) => info.id ?? info.url);
  let key: string | null = null;
  /** What is under way: whoever reads wants to see it. Never rejected. */
  let latest: Promise<unknown> = Promise.resolve();
  const after = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const next = latest.then(work);
    latest = next.catch(() => undefined); // whoever asked hears of it
    return next;
  };

  const change = (changed: string, left: Position | null) =>
    store.change(
      name,
      (value) => updatePositions(positionsIn(value), changed, left, most) as unknown as Json,
    );
  const keep = (playing: string | null, data: VideoData | null | undefined): Promise<unknown> => {
    if (playing === null || !data) return Promise.resolve();
    const { position, duration, ended } = data;
    return change(playing, ended ? null : { position, duration, leftAtMs: now() });
  };
  /** Of what plays on, MSX can be asked; of what was before a stop, not. */
  const note = (data: VideoData | null | undefined, canAsk: boolean) => {
    const playing = key;
    const say = (known: VideoData | null | undefined) => after(() => keep(playing, known));
    // A player that does not answer holds up nobody.
    (canAsk && !data ? askVideo().then(say) : say(data)).catch(() => undefined); // a storage that fails says so itself
  };
  const read = () => after(() => store.get(name).then(positionsIn));

  const handleEvent = handleEvents({
    'video:load': ({ info, data }) => {
      note(data, false);
      key = keyOf(info);
    },
    'video:pause': ({ data }) => note(data, true),
    'video:stop': ({ data }) => {
      note(data, false);
      key = null;
    },
    // What MSX says besides is how far it was before.
    'video:seek': ({ position, data }) => note(data ? { ...data, position } : null, true),
    // A TV that is switched off says nothing else.
    'app:suspend': () => note(null, true),
    'app:sleep': () => note(null, true),
  });
  options.listen?.(handleEvent);

  return {
    handleEvent,
    positionOf: (wanted) => read().then((positions) => positions[wanted] ?? null),
    all: () =>
      read().then((positions) =>
        Object.keys(positions)
          .map((one) => ({ ...positions[one]!, key: one }))
          .sort((one, other) => other.leftAtMs - one.leftAtMs),
      ),
    forget: (unwanted) => after(() => change(unwanted, null)).then(() => undefined),
  };
}

/**
 * For an item that is to begin where it was left. @since 0.1.111
 * @example resumeProperties({ position: 754.3, duration: 5400, leftAtMs: 0 }) // { 'resume:position': '754' }
 */
export const resumeProperties = (position: Position | null): ExtendedProperties =>
  position ? { 'resume:position': `${Math.floor(position.position)}` } : {};
