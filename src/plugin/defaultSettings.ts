import { DEFAULT_HEARTBEAT_MS, DEFAULT_VIEW_SETTINGS } from '../report/viewSettings.js';
import type { ViewSettings } from '../report/viewSettings.js';
import type { TaggingMode } from '../msx/createTagger.js';

/** A channel with a name that is not the usual one. @wire */
interface OfferedChannel {
  channel: string;
  label?: string;
}

/** The configuration as the plugin uses it: every key has a value. The README's table says what each means. @wire */
export interface Settings {
  menu: string;
  tagging: TaggingMode;
  /** As browsers write them: `http://host:8080`. */
  origins: string[];
  /** Beginnings of addresses that never have the ID. */
  untagged: string[];
  tagImages: boolean;
  /** Whether the next start begins with the menu of this one. */
  menuCache: boolean;
  /** Whether requests to MSX's input and paging plugins become requests to this one. */
  ownPages: boolean;
  /** Whether the TV keeps what it showed. */
  history: boolean;
  /** Which commands of the broker are done: none, all but our own for media, or those in the list. */
  remote: boolean | string[];
  /** Where the files of artworks are, with `{storage_shard}`, `{storage_key}` and `{format}`. */
  artworkUrl: string | null;
  /** What the page `channels` offers: texts as in the requests `channel:…`, some with a name of their own. */
  channels: (string | OfferedChannel)[];
  /** The emoji by which artworks may be reacted to. */
  reaction: string | null;
  /** Whether it is published how far video and audio are. */
  playback: boolean;
  /** Where `/provision` and `/{player_key}/credentials` are; null: the TV needs no pairing. */
  registration: string | null;
  /** `url`: several are tried one after the other. */
  broker: { url: string | string[] | null; username: string | null; password: string | null };
  playerKey: string | null;
  /** device ID → player key */
  playerKeys: Record<string, string>;
  /** null: the plugin's version */
  firmwareVersion: string | null;
  heartbeatMs: number;
  views: ViewSettings;
}

export const DEFAULT_SETTINGS: Settings = {
  menu: 'menu.json',
  tagging: 'links',
  origins: [],
  untagged: [],
  tagImages: false,
  menuCache: true,
  ownPages: true,
  history: true,
  remote: true,
  artworkUrl: null,
  channels: [],
  reaction: null,
  playback: false,
  registration: null,
  broker: { url: null, username: null, password: null },
  playerKey: null,
  playerKeys: {},
  firmwareVersion: null,
  heartbeatMs: DEFAULT_HEARTBEAT_MS,
  views: DEFAULT_VIEW_SETTINGS,
};
