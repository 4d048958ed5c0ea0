/** A recorded view. Times are ms since 1970, UTC. */
export interface ViewRecord {
  viewId: number;
  playerId: string;
  playerKey: string;
  /** As the player is called now; its ID where it was removed. */
  player: string;
  postId: number;
  /** As the post is called now. */
  title: string;
  path: string;
  viewedAtMs: number;
  /** false = the player did not know the time: the server's stands in. */
  timeKnown: boolean;
  receivedAtMs: number;
  intent: string;
  playOrder: number;
  channel: string;
  channelUserSqid: string | null;
  channelHashtag: string | null;
}

export interface ViewFilter {
  playerId?: string;
  postId?: number;
  channel?: string;
  /** `artwork` or `channel`. */
  intent?: string;
  /** Seen at this time or later. */
  fromMs?: number;
  /** Seen before this time. */
  toMs?: number;
}

/**
 * How often something was seen. Makapix counts what a person has chosen (intent `artwork`) as a view, and what came by
 * itself (intent `channel`) as an impression.
 */
export interface Seen {
  views: number;
  impressions: number;
  /**
   * Both, and those of which nobody knows it: counted before the bridge told them apart, and deleted from the database
   * since.
   */
  total: number;
}

export interface Stats extends Seen {
  /** `2026-01-02`, UTC; only days on which something was seen, the earliest first. */
  perDay: ({ day: string } & Seen)[];
  /** The most seen first. */
  perPost: ({ postId: number; title: string } & Seen)[];
  perPlayer: ({ playerId: string; player: string } & Seen)[];
}

/** The recorded views, to look at. Each method throws what the store throws. */
export interface ViewStore {
  /** The newest first. @param before only those with a smaller view ID */
  page(filter: ViewFilter, limit: number, before?: number): Promise<ViewRecord[]>;
  /** Without a filter all views that ever were recorded, whether they are still there or not. */
  stats(filter: ViewFilter): Promise<Stats>;
}
