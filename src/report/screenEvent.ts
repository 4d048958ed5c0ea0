import { fieldsOf, type Fields } from '../makapix/fields.js';

/** A track before an event; null where MSX does not say it, as before 0.1.140. */
interface Before {
  ended: boolean | null;
}

/**
 * What happens on the screen: MSX's events (its Plugin Events Reference), of which each carries what is used here,
 * and ours:
 * - `slider:visible`, `video:told`: an item's trigger handed over the slide, or the track
 * - `slider:info`, `video:info`: what MSX answered to the effect `ask`
 * - `msx:info`: what MSX says of itself
 * - `page:hidden`, `page:visible`
 * - `plugin:channel`: a whole playlist or slideshow was asked for; what loads next was not chosen by itself
 * - `plugin:command`: a command asked for the post `postId`
 * - `tick`: time has passed
 */
export type ScreenEvent =
  | { type: 'slider:load' | 'slider:position' | 'slider:visible' | 'slider:info'; info: Fields }
  | { type: 'slider:play' | 'slider:pause' | 'slider:stop' }
  | ({ type: 'video:load'; info: Fields } & Before)
  | ({ type: 'video:play' | 'video:restart' | 'video:pause' | 'video:stop' } & Before)
  /** To this second. */
  | ({ type: 'video:seek'; position: number } & Before)
  /** `data` is the track's state now: `{ state, position, duration, speed }`. */
  | { type: 'video:info' | 'video:told'; info: Fields; data: Fields; scene: unknown }
  | { type: 'app:suspend' | 'app:sleep' | 'app:resume' | 'app:awake' | 'page:hidden' | 'page:visible' }
  | { type: 'settings:random_playback'; value: unknown }
  /** `build`: the N of 0.1.N; NaN where it is not known. */
  | { type: 'msx:info'; random: unknown; build: number }
  | { type: 'plugin:channel' }
  | { type: 'plugin:command'; postId: unknown }
  | { type: 'tick' };

/**
 * An event of MSX as it came, or with another type what MSX attached as `slider`, which is flat, or as `video`:
 * `{ info, data, resume, volume, scene }`. A type that is not in the list means nothing to the one who hears it.
 */
export function readScreenEvent(given: unknown, type: unknown = fieldsOf(given).event): ScreenEvent {
  const { info, data, scene, position, value, postId } = fieldsOf(given);
  return {
    type,
    // `slider:position` carries the little that it says of the slide itself.
    info: fieldsOf(info ?? given),
    data: fieldsOf(data),
    ended: data === undefined ? null : fieldsOf(data).ended === true,
    scene,
    position: Number(position),
    value,
    postId,
  } as ScreenEvent;
}
