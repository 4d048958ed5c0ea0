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

export function createResume(options: ResumeOptions): Resume {
  const { store, askVideo, most = MOST, name = 'positions', now = () => Date.now() } = options;
  const keyOf = options.keyOf ?? ((info: VideoInfo) => info.id ?? info.url);
  let key: string | null = null;

  const change = (changed: string, left: Position | null) =>
    store.change(
      name,
      (value) => updatePositions(positionsIn(value), changed, left, most) as unknown as Json,
    );
  const keep = (data: VideoData | null | undefined) => {
    if (key === null || !data) return;
    const { position, duration, ended } = data;
    void change(key, ended ? null : { position, duration, leftAtMs: now() });
  };
  const look = ({ data }: { data?: VideoData | null }) => {
    if (data) keep(data);
    else void askVideo().then(keep);
  };
  /** Of what was before the event, nobody can be asked. */
  const leave = ({ data }: { data?: VideoData | null }) => keep(data);

  return {
    handleEvent: handleEvents({
      'video:load': (event) => {
        leave(event);
        key = keyOf(event.info);
      },
      'video:pause': look,
      'video:stop': (event) => {
        leave(event);
        key = null;
      },
      // What MSX says besides is how far it was before.
      'video:seek': ({ position, data }) => look(data ? { data: { ...data, position } } : {}),
      // A TV that is switched off says nothing else.
      'app:suspend': () => look({}),
      'app:sleep': () => look({}),
    }),
    positionOf: (wanted) => store.get(name).then((value) => positionsIn(value)[wanted] ?? null),
    all: () =>
      store.get(name).then((value) => {
        const positions = positionsIn(value);
        return Object.keys(positions)
          .map((one) => ({ ...positions[one]!, key: one }))
          .sort((one, other) => other.leftAtMs - one.leftAtMs);
      }),
    forget: (unwanted) => change(unwanted, null).then(() => undefined),
  };
}

/** For an item that is to begin where it was left. @since 0.1.111 */
export const resumeProperties = (position: Position | null): ExtendedProperties =>
  position ? { 'resume:position': `${Math.floor(position.position)}` } : {};
