import type { Store } from '../stores/store.js';
import type { Player, PlayerState } from './player.js';

/** A player's whole record, but for its token. */
export interface PlayerRecord extends Player, PlayerState {
  hasToken: boolean;
}

/** Where players are kept. Each method throws what the store throws. */
export interface PlayerStore extends Store {
  all(): Promise<PlayerRecord[]>;
  /**
   * Inserts or replaces what the bridge knows of the players, in their order; what they report stays as it is.
   * @returns those whose key another player has: they have none
   */
  save(players: readonly Player[]): Promise<string[]>;
  /** Forgets a player, its token, and what it was told to do. Its views stay. */
  remove(playerId: string): Promise<void>;
  /** Replaces the token's hash; null takes it away. */
  setTokenHash(playerId: string, hash: string | null): Promise<void>;
  /** The hash of a player's token; null = it has none, or there is no such player. */
  tokenHash(playerId: string): Promise<string | null>;
  /** The player with this token. */
  byTokenHash(hash: string): Promise<PlayerRecord | undefined>;
  /** At the start nobody is connected, whatever the last run has left. */
  allOffline(): Promise<void>;
}
