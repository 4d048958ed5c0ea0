import type { Store } from '../stores/store.js';
import type { Player } from './player.js';
import type { PlayerRecord } from './playerStore.js';

/** That a player was active. */
export interface Activity {
  playerId: string;
  /** How long ago, ms: the clocks of the bridges may differ. */
  agoMs: number;
  address: string;
  /** null = the request said nothing of it. */
  msxVersion: string | null;
}

/**
 * Players that several bridges serve: what they have to agree on is decided here, and every bridge is told of each
 * change. Times are by the clock of the store. Each method throws what the store throws.
 */
export interface SharedPlayerStore extends Store {
  all(): Promise<PlayerRecord[]>;
  /** Those of them that there are. */
  read(playerIds: readonly string[]): Promise<PlayerRecord[]>;
  readByKey(playerKey: string): Promise<PlayerRecord | undefined>;
  /** Who was active, or has reported, at that time or later. */
  activeSince(timeMs: number): Promise<PlayerRecord[]>;
  /** ms since 1970 */
  clockMs(): Promise<number>;
  /** Adds a player, without a key, unless another bridge has done so. @returns the player as it is now */
  add(player: Player): Promise<PlayerRecord>;
  /**
   * Gives a key to a player that has none.
   * @param mayMove whether it may be taken from a player without a device ID
   * @returns false when it is another player's, or the player is unknown or has one; then nothing has changed
   */
  giveKey(playerId: string, playerKey: string, mayMove: boolean): Promise<boolean>;
  /** @returns the player as it is now; undefined for an unknown one */
  change(
    playerId: string,
    changes: Partial<Pick<Player, 'displayName' | 'owner'>>,
  ): Promise<PlayerRecord | undefined>;
  /**
   * Writes down who was active; what another bridge has written of a later time stays.
   * @param isNews whether the other bridges are to know at once
   */
  active(activities: readonly Activity[], isNews: boolean): Promise<void>;
  remove(playerId: string): Promise<void>;
  /**
   * Sets players offline that have neither asked nor reported for so long: their broker has lost their wills.
   * @returns how many
   */
  retire(idleMs: number): Promise<number>;
}
