/** How a TV is, by what its plugin says; times are ISO 8601, UTC. */
export interface HealthJson {
  toldAt: string;
  /** Views that wait on the TV, and when the first of them was on screen. */
  waiting: number;
  oldestAt: string | null;
  /** Views that the broker has and no server has answered. */
  unanswered: number;
  /** Views that were given up since the TV's storage began. */
  dropped: number;
  storage: 'opening' | 'indexeddb' | 'localstorage' | 'memory';
  /** True time minus the TV's clock. */
  clockOffsetMs: number | null;
  clockSource: 'server' | 'msx' | 'device' | 'none';
  msxVersion: string | null;
  tvxVersion: string | null;
  engine: string | null;
  /** When the plugin's page was started. */
  startedAt: string | null;
}

/** A player as `GET /api/players` shows it; times are ISO 8601, UTC. */
export interface PlayerJson {
  id: string;
  playerKey: string | null;
  deviceId: string | null;
  displayName: string;
  owner: string | null;
  platform: string;
  msxVersion: string | null;
  address: string;
  /** false = idle; the next request registers it again. */
  registered: boolean;
  registeredAt: string;
  lastActivity: string;
  /** What the player reports over MQTT. */
  connectionStatus: 'online' | 'offline';
  lastSeenAt: string | null;
  currentPostId: number | null;
  /** What the current post is, where the bridge knows it. */
  currentTitle: string | null;
  currentKind: 'image' | 'audio' | 'video' | null;
  currentSince: string | null;
  /** That of the plugin, unless its configuration says otherwise. */
  firmwareVersion: string | null;
  hasToken: boolean;
  /** The last that its plugin said of how it is; null = nothing since the bridge was started. */
  health: HealthJson | null;
  /** Whether it is connected and takes commands. */
  listens: boolean;
  /** What the TV has said last on these topics, as it said it; null = nothing since the bridge was started. */
  capabilities: object | null;
  state: object | null;
  playback: object | null;
}
