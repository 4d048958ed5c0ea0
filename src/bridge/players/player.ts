/** A TV as the bridge knows it. What the player says of itself over MQTT is PlayerState. */
export interface Player {
  /** `msx_…`, see playerId.ts. */
  playerId: string;
  /** The UUID of its MQTT topics; null until a TV without a device ID connects to the broker. */
  playerKey: string | null;
  /** What MSX gives; null for a TV that is known by its address. */
  deviceId: string | null;
  displayName: string;
  /** Whose TV it is; null = nobody's: its views are refused. */
  owner: string | null;
  platform: string;
  /** The version of Media Station X, e.g. `0.1.163`; null as long as MSX itself has asked for no document. */
  msxVersion: string | null;
  userAgent: string;
  /** Where its last request came from. */
  address: string;
  registeredAtMs: number;
  lastActivityAtMs: number;
}

/** What a player reports (player-status.md, "Server Actions"). */
export interface PlayerState {
  connectionStatus: 'online' | 'offline';
  lastSeenAtMs: number | null;
  currentPostId: number | null;
  currentSinceMs: number | null;
  firmwareVersion: string | null;
}

/** What one request tells of the TV behind it. */
export interface Asker {
  /** See readDeviceId. */
  deviceId: string | undefined;
  /** See clientAddress. */
  address: string;
  /** The User-Agent header; empty where there is none. */
  agent: string;
  /** See readMsxVersion. */
  msxVersion: string | undefined;
}
