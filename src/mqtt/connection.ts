/** Why there is no connection. */
export interface ConnectionFailure {
  /**
   * `credentials`: CONNACK 4 or 5 (MQTT 3.1.1, 3.2.2.3). `refused`: another CONNACK. `unreachable`: no
   * WebSocket, or no CONNACK in time. `lost`: it was there. `closed`: we closed it. `unusable`: the URL or
   * the browser does not allow such a connection at all.
   */
  code: 'credentials' | 'refused' | 'unreachable' | 'lost' | 'closed' | 'unusable';
  /** A sentence for a person, without credentials. */
  message: string;
}

export interface ConnectionOptions {
  /** `ws://…` or `wss://…` */
  url: string;
  clientId: string;
  username: string;
  password?: string | undefined;
  keepAliveS: number;
  /** From the attempt to CONNACK. */
  connectTimeoutMs: number;
  /** From PUBLISH to PUBACK; a connection that takes longer is given up. */
  pubackTimeoutMs: number;
  /** How often the broker is asked again for one of the topics that it has granted. */
  listenAgainMs: number;
  /** What the broker publishes for us when we vanish (MQTT 3.1.1, 3.1.2.5). QoS 1, not retained. */
  will: { topic: string; payload: string };
  message(topic: string, payload: string): void;
  /** An open connection is gone. Called once, never for one that `close` ended. */
  lost(failure: ConnectionFailure): void;
}

/** One connection to a broker: MQTT 3.1.1, clean session, QoS 1. */
export interface Connection {
  /**
   * Publishes when what was published before it is confirmed. Resolves with null at PUBACK, or with why the connection
   * went before. Never rejects.
   * @param isRetained the broker keeps it for those who subscribe later
   */
  publish(topic: string, payload: string, isRetained?: boolean): Promise<ConnectionFailure | null>;
  /** Resolves with null at SUBACK, or with why not. Never rejects. */
  subscribe(topic: string): Promise<ConnectionFailure | null>;
  /** DISCONNECT, so that the broker does not publish the will. What was published before still goes out. */
  close(): void;
}

/** Resolves with a connection after CONNACK 0, or with why there is none. Never rejects. */
export type OpenConnection = (
  options: ConnectionOptions,
) => Promise<{ connection: Connection } | { failure: ConnectionFailure }>;
