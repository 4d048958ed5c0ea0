import type { MsxItem, MsxTrack } from './msxItem.js';

/** What MSX says by itself, as far as it is heard here (its Plugin Events Reference). */
export type MsxEvent =
  | { type: 'app:suspend' | 'app:resume' | 'app:sleep' | 'app:awake' | 'app:connect' }
  /** The device clock, corrected by this many ms. */
  | { type: 'app:time'; offset: unknown }
  | { type: 'slider:load' | 'slider:position'; item: MsxItem }
  | { type: 'slider:play' | 'slider:pause' | 'slider:stop' }
  /** `ended`: the track was at its end before; null where MSX does not say it, as before 0.1.140. */
  | { type: 'video:load'; item: MsxItem; ended: boolean | null }
  | { type: 'video:play' | 'video:restart' | 'video:pause' | 'video:stop'; ended: boolean | null }
  /** To this second. */
  | { type: 'video:seek'; position: number; ended: boolean | null }
  | { type: 'settings:random_playback'; random: boolean };

/** MSX answered to the effect `ask` (`info`), or an item's trigger handed over the slide or the track. */
export type SlideReport = { type: 'slider:info' | 'slider:visible'; item: MsxItem };
export type TrackReport = { type: 'video:info' | 'video:told'; item: MsxItem; track: MsxTrack };
/** What MSX says of itself. `build`: the N of 0.1.N; NaN where it is not known. */
export type MsxReport = { type: 'msx:info'; random: boolean; build: number };

/** What the plugin knows without MSX. */
type OwnEvent =
  | { type: 'page:hidden' | 'page:visible' }
  /** A whole playlist or slideshow was asked for; what loads next was not chosen by itself. */
  | { type: 'plugin:channel' }
  /** A command asked for this post. */
  | { type: 'plugin:command'; postId: number }
  /** Time has passed. */
  | { type: 'tick' };

/** What happens on the screen. */
export type ScreenEvent = MsxEvent | SlideReport | TrackReport | MsxReport | OwnEvent;
