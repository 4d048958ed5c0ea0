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
  /** Whether it is connected and takes commands. */
  listens: boolean;
  /** What the TV has said last on these topics, as it said it; null = nothing since the bridge was started. */
  capabilities: object | null;
  state: object | null;
  playback: object | null;
}
