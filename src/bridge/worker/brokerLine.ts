/** The connection of a bridge to a broker that it shares with others. It comes back by itself until it is closed. */
export interface BrokerLine {
  isConnected(): boolean;
  /**
   * Publishes at QoS 1, not retained.
   * @throws where there is no connection, or the broker does not confirm it
   */
  publish(topic: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

export interface LineOptions {
  /** What the bridge is called at the broker; no two have the same name. */
  name: string;
  /** Whether it takes requests of TVs, each of which goes to one of the bridges that do. */
  takesRequests: boolean;
  /** What players say about commands and about themselves, and what they ask. */
  onMessage: (topic: string, payload: Buffer) => void;
  /** Gets a sentence where there is no connection, once for each time. */
  onFault: (sentence: string) => void;
}

/** What each bridge hears of each player; views and statuses are for workers. */
export const HEARD = ['command/ack', 'capabilities', 'state', 'playback', 'health'] as const;
