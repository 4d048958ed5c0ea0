import { reasonOf } from '../text/reasonOf.js';
import { writeApart } from '../stores/writeApart.js';
import type { Player } from './player.js';
import type { PlayerStore } from './playerStore.js';
import type { Records } from './createRecords.js';

/** Writes records down. */
interface PlayerWriter {
  /** Never rejects: what cannot be written is told, and stays among those that are unsaved. */
  save(playerIds: readonly string[]): Promise<void>;
  /**
   * Writes now or not at all. A key that another player has got in the database is taken from the record.
   * @throws what the store throws
   */
  write(players: readonly Player[]): Promise<void>;
}

export function createPlayerWriter(
  records: Pick<Records, 'find' | 'take' | 'putBack'>,
  store: PlayerStore,
  onFault: (sentence: string) => void,
): PlayerWriter {
  async function write(players: readonly Player[]): Promise<void> {
    const refused = await store.save(players.map((player) => ({ ...player })));
    for (const playerId of refused) {
      const player = records.find(playerId);
      if (player) player.playerKey = null; // somebody else has put that key into the database
    }
  }

  async function save(playerIds: readonly string[]): Promise<void> {
    const players = records.take(playerIds);
    if (players.length === 0) return;
    try {
      await writeApart(
        store,
        players,
        (some) => write(some).then(() => []),
        (player, error) => {
          records.putBack(player.playerId);
          onFault(`The player ${player.playerId} could not be written: ${reasonOf(error)}`);
        },
      );
    } catch (error) {
      // A TV gets its pictures even when the disk is full; the next sweep tries again.
      for (const { playerId } of players) records.putBack(playerId);
      onFault(`The players could not be written: ${reasonOf(error)}`);
    }
  }

  return { save, write };
}
