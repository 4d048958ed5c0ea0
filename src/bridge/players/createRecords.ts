import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { newPlayer } from './newPlayer.js';
import { playerIdOfAddress, playerIdOfDevice } from './playerId.js';
import type { Asker, Player } from './player.js';
import { smallKeys } from './smallKeys.js';

/** A TV that is not registered: too many new ones came from its address. An answer with its `statusCode` says so. */
export class TooManyPlayers extends Error {
  readonly statusCode = 429;
  constructor() {
    super('Too many new TVs from this address within a minute: try again in a minute.');
  }
}

/** What is known of the players, registered or not, and what of it the database does not have yet. */
export interface Records {
  find: (playerId: string) => Player | undefined;
  findByKey: (playerKey: string) => Player | undefined;
  /** The last active one first. */
  atAddress: (address: string) => Player[];
  /**
   * The record of an asker, made at once so that the next one at the same address sees it.
   * @throws TooManyPlayers
   */
  recordOf(asker: Asker): Player;
  /** The record of a player that is named, which gets the key if it has none. */
  enrol(playerId: string, playerKey: string, asker: Asker): Player;
  /** Keeps what a player that is active tells. */
  touch(player: Player, address: string, msxVersion?: string): void;
  forget(playerId: string): void;
  /** Who has changed and is not written. */
  unsaved(): string[];
  /**
   * The records of players, to be written in this order: first those whose key has gone to another player. They
   * count as written, but for what is put back.
   */
  take(playerIds: readonly string[]): Player[];
  putBack(playerId: string): void;
}

export interface RecordsOptions {
  /**
   * Whether the key that follows from a TV's device ID comes to it from a player that is known by its address only,
   * which is the same TV before it told its device ID. Not where players have tokens: theirs is proven, and
   * whoever knows a device ID can name it.
   */
  keysMove: boolean;
  /** ms since 1970 */
  now: () => number;
  /** Whether one more TV of an address may be registered that is not known yet. */
  mayAdd: (address: string) => boolean;
}

/** @param stored the players as the database has them */
export function createRecords(stored: readonly Player[], { keysMove, now, mayAdd }: RecordsOptions): Records {
  const corrected = smallKeys(stored);
  const known = new Map([...stored, ...corrected].map((player) => [player.playerId, player]));
  const unsaved = new Set(corrected.map(({ playerId }) => playerId));
  const keyless = new Set<string>();

  const findByKey = (playerKey: string): Player | undefined =>
    [...known.values()].find((player) => player.playerKey === playerKey);

  function identify({ deviceId, address, agent }: Asker): string {
    if (deviceId !== undefined) return playerIdOfDevice(deviceId);
    const plain = playerIdOfAddress(address);
    const holder = known.get(plain);
    return !holder || holder.userAgent === agent ? plain : playerIdOfAddress(address, agent);
  }

  /** A key belongs to one player only, and stays with it, unless it may move. */
  function giveKey(player: Player, playerKey: string): void {
    const holder = findByKey(playerKey);
    if (holder) {
      if (!keysMove || holder.deviceId !== null) return;
      holder.playerKey = null;
      keyless.add(holder.playerId);
    }
    player.playerKey = playerKey;
  }

  return {
    find: (playerId) => known.get(playerId),
    findByKey,
    atAddress: (address) =>
      [...known.values()]
        .filter((player) => player.address === address)
        .sort((a, b) => b.lastActivityAtMs - a.lastActivityAtMs),
    recordOf(asker) {
      const playerId = identify(asker);
      let player = known.get(playerId);
      if (!player) {
        if (!mayAdd(asker.address)) throw new TooManyPlayers();
        player = newPlayer(playerId, asker, now());
        known.set(playerId, player);
      }
      if (asker.deviceId !== undefined && player.playerKey === null)
        giveKey(player, playerKeyOf(asker.deviceId));
      return player;
    },
    enrol(playerId, playerKey, asker) {
      const player = known.get(playerId) ?? newPlayer(playerId, asker, now());
      known.set(playerId, player);
      player.playerKey ??= playerKey;
      return player;
    },
    touch(player, address, msxVersion) {
      player.lastActivityAtMs = now();
      player.address = address;
      player.msxVersion = msxVersion ?? player.msxVersion;
      unsaved.add(player.playerId);
    },
    forget(playerId) {
      known.delete(playerId);
      unsaved.delete(playerId);
    },
    unsaved: () => [...unsaved],
    take(playerIds) {
      const all = new Set([...keyless, ...playerIds]);
      keyless.clear();
      const players = [...all].flatMap((playerId) => known.get(playerId) ?? []);
      for (const { playerId } of players) unsaved.delete(playerId);
      return players;
    },
    putBack: (playerId) => void unsaved.add(playerId),
  };
}
