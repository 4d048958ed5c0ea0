import type { Player } from './player.js';

/**
 * Keys are compared as texts, in small letters; earlier versions took them as they came.
 * @returns the players whose key has capitals, as they are to be: in small letters, or without a key where somebody
 *   else has it
 */
export function smallKeys(players: readonly Player[]): Player[] {
  const taken = new Set(players.map(({ playerKey }) => playerKey));
  const changed: Player[] = [];
  for (const player of players) {
    const small = player.playerKey?.toLowerCase() ?? null;
    if (small === player.playerKey) continue;
    changed.push({ ...player, playerKey: taken.has(small) ? null : small });
    taken.add(small);
  }
  return changed;
}
