/** A TV that wants to be paired, as it has said who it is. */
export interface PairingAsk {
  playerId: string;
  /** The UUID of its MQTT topics from the pairing on. */
  playerKey: string;
  deviceId: string | null;
  address: string;
  userAgent: string;
}

/** How often somebody may do something within a time. */
interface AskLimit {
  who: string;
  most: number;
}

/**
 * Where pairings are kept, for all bridges on one database. Each method is done whole or not at all, whoever else does
 * the same at the same time, and throws what the database throws.
 */
export interface PairingStore {
  /**
   * Counts one more ask of everybody who is named, in this order, up to the first who has asked too often. A time
   * begins with the first ask in it.
   * @returns when whoever has asked too often may ask again, ms since 1970; null = nobody has
   */
  countAsk(limits: readonly AskLimit[], nowMs: number, windowMs: number): Promise<number | null>;
  /** Begins a pairing. What the same TV has begun before is over. @param pollHash see hashOf */
  begin(ask: PairingAsk & { code: string; pollHash: string; untilMs: number }): Promise<void>;
  /** Who shows this code, or has shown it until a while ago; null = nobody. */
  byCode(code: string): Promise<(PairingAsk & { untilMs: number }) | null>;
  /**
   * Uses up a code: the TV's token ends, and a new one waits for it.
   * @param untilMs when it no longer does
   * @returns false where the code is no longer good
   */
  claim(code: string, nowMs: number, untilMs: number): Promise<boolean>;
  /**
   * Gives a TV whose code was typed its token, once.
   * @returns the player; null where there is none who waits for a token and has this secret
   */
  deliver(playerKey: string, pollHash: string, tokenHash: string, nowMs: number): Promise<string | null>;
  /** Ends a TV's token, also one that waits for it. */
  unpair(playerId: string): Promise<void>;
  /** Forgets what has ended before. */
  forgetBefore(beforeMs: number): Promise<void>;
  /** A secret that all bridges share. @param fresh what it is where there is none yet */
  secret(name: string, fresh: string): Promise<string>;
}
