/** What counts as a view, and how views are sent: the configuration keys `views.*`. @wire */
export interface ViewSettings {
  /** An item has to be on screen (or playing) this long to be a view. */
  minDwellMs: number;
  /** An item that stays is reported again this often; 0 = never. Below a second counts as a second. */
  repeatMs: number;
  /** From one view event to the next (player-status.md, Rate Limiting). */
  intervalMs: number;
  /** More views than this do not wait; the oldest are dropped and counted. */
  maxQueued: number;
  /** Ask the server for an answer to each view, and keep the view until it has come. */
  requestAck: boolean;
  /** `"true"`: the time when it was shown. `"refresh"`: the time when it is first sent. */
  queuedTimestamps: 'true' | 'refresh';
  /** The channel of items that do not say theirs. */
  channel: string;
}

/** Makapix takes a player for offline whose last status is older than 3 minutes. */
export const DEFAULT_HEARTBEAT_MS = 120_000;

/** What counts as a view, and how often one is sent, where nobody says otherwise. */
export const DEFAULT_VIEW_SETTINGS: ViewSettings = {
  minDwellMs: 2000, // player-status.md, Best Practices
  repeatMs: 0,
  intervalMs: 5000, // player-status.md, Rate Limiting
  maxQueued: 5000,
  requestAck: true,
  queuedTimestamps: 'true',
  channel: 'all',
};
