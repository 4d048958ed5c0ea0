import type { JsonObject } from '../msx/json.js';
import type { ChannelSource } from './channelSource.js';

/** A channel that the owner wants to be offered. */
export interface OfferedChannel {
  /** `promoted`, `hashtag:cats`, … */
  channel: string;
  /** null: its usual name. */
  label: string | null;
}

/** What the pages of channels need of the plugin, besides what all pages do. */
export interface ChannelOptions<Rest> {
  source: ChannelSource<Rest>;
  /** `channels` of the configuration. */
  offered: OfferedChannel[];
  /** The emoji by which artworks may be reacted to; null: none. */
  reaction: string | null;
  /** Whether MSX shuffles. */
  isRandom: () => Promise<boolean>;
  /** The document that says what is wrong, in the place of the one that `dataId` asked for. */
  failed: (message: string, dataId: string) => JsonObject;
}
