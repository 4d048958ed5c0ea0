import type { PlayerStore } from './playerStore.js';
import type { Asker, Player } from './player.js';
import { createAttendance, type Close } from './createAttendance.js';
import { createPlayerWriter } from './createPlayerWriter.js';
import { createRecords, type RecordsOptions } from './createRecords.js';

/** The players. A player is registered by its first request and unregistered when it is idle. */
export interface Registry {
  /**
   * The player behind a request, registered if it is not (dynamic-msx-players, 3.2). While it is being
   * unregistered this waits for the end of that and registers anew: nobody gets a dead player.
   * @throws TooManyPlayers
   */
  getOrRegister(asker: Asker): Promise<Player>;
  /** As above for a player that is known already, by its ID; undefined if it is not. */
  comeBack(playerId: string, address: string, msxVersion?: string): Promise<Player | undefined>;
  /**
   * The record of a player that its owner has let in, made and written where there is none. It is not registered by that.
   * @param playerKey for one that has none
   * @throws what the store throws
   */
  enrol(playerId: string, playerKey: string, asker: Asker): Promise<Player>;
  /**
   * Says that a player plays: it is not idle until the returned function is called. `close` ends that when
   * the player is unregistered, or at once if it already is.
   */
  use(playerId: string, close: Close): () => void;
  /** Ends what a player has open here, and unregisters it; the record stays. Resolves when everything is closed and written. */
  unregister(playerId: string): Promise<void>;
  /** Unregisters and forgets the record. The next request makes a new one. */
  remove(playerId: string): Promise<void>;
  /** Unregisters whoever is idle, and writes down what has changed. */
  sweep(): Promise<void>;
  /** @returns undefined for an unknown player */
  update(
    playerId: string,
    changes: Partial<Pick<Player, 'displayName' | 'owner'>>,
  ): Promise<Player | undefined>;
  /**
   * Gives a key to a player that has none.
   * @returns false when it is another player's, or the player is unknown or has one; then nothing has changed
   */
  bindKey(playerId: string, playerKey: string): Promise<boolean>;
  /** A record, registered or not. */
  find(playerId: string): Player | undefined;
  findByKey(playerKey: string): Player | undefined;
  /** The records of an address, the last active one first. */
  atAddress(address: string): Player[];
  isRegistered(playerId: string): boolean;
  /** Unregisters everybody, or writes down what is known of them where other bridges serve them on. */
  close(): Promise<void>;
}

export interface RegistryOptions extends RecordsOptions {
  store: PlayerStore;
  idleTimeoutMs: number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Registered, unregistered or changed. */
  onChange?: (playerId: string) => void;
  /** A sentence about something that could not be written. */
  onFault: (sentence: string) => void;
}

/** @throws what the store throws when the records cannot be read */
export async function createRegistry(options: RegistryOptions): Promise<Registry> {
  const { store, monotonicMs, onFault, onChange = () => undefined } = options;
  const records = createRecords(await store.all(), options);
  const writer = createPlayerWriter(records, store, onFault);
  const save = (playerId: string): Promise<void> => writer.save([playerId]);
  const attendance = createAttendance({ find: records.find, save, onChange, onFault });
  /** When each was last active, by the clock that nobody sets. */
  const activeAtMs = new Map<string, number>();

  function touch(player: Player, address: string, msxVersion?: string): void {
    records.touch(player, address, msxVersion);
    activeAtMs.set(player.playerId, monotonicMs());
  }

  async function forget(playerId: string): Promise<void> {
    records.forget(playerId);
    activeAtMs.delete(playerId);
    await store.remove(playerId);
  }

  /** @throws what the store throws */
  async function change(player: Player, changes: Partial<Player>): Promise<Player> {
    Object.assign(player, changes);
    await writer.write([player]);
    onChange(player.playerId);
    return player;
  }

  const unregister = (playerId: string): Promise<void> => attendance.leave(playerId, () => save(playerId));

  const isIdle = (playerId: string): boolean =>
    attendance.isUnused(playerId) && monotonicMs() - (activeAtMs.get(playerId) ?? 0) > options.idleTimeoutMs;

  return {
    async getOrRegister(asker) {
      const { address, msxVersion } = asker;
      for (;;) {
        const record = records.recordOf(asker);
        const player = await attendance.arrive(record, () => touch(record, address, msxVersion));
        if (player) return player; // else it was forgotten meanwhile, and gets a new record
      }
    },
    async comeBack(playerId, address, msxVersion) {
      const player = records.find(playerId);
      return player && attendance.arrive(player, () => touch(player, address, msxVersion));
    },
    enrol: (playerId, playerKey, asker) => change(records.enrol(playerId, playerKey, asker), {}),
    use: (playerId, close) =>
      attendance.use(playerId, close, () => {
        const player = records.find(playerId);
        if (player) touch(player, player.address);
      }),
    unregister: (playerId) =>
      attendance.isHere(playerId) ? unregister(playerId) : attendance.left(playerId),
    remove: (playerId) => attendance.leave(playerId, () => forget(playerId)),
    async sweep() {
      const idle = attendance.all().filter(isIdle);
      await Promise.all([writer.save(records.unsaved()), ...idle.map(unregister)]);
    },
    async update(playerId, changes) {
      const player = records.find(playerId);
      return player && change(player, changes);
    },
    async bindKey(playerId, playerKey) {
      const player = records.find(playerId);
      if (!player || player.playerKey !== null || records.findByKey(playerKey)) return false;
      const changed = await change(player, { playerKey });
      return changed.playerKey === playerKey;
    },
    find: records.find,
    findByKey: records.findByKey,
    atAddress: records.atAddress,
    isRegistered: attendance.isRegistered,
    async close() {
      await Promise.allSettled(attendance.all().map(unregister));
    },
  };
}
