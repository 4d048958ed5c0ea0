import { playerKeyOf } from '../../makapix/playerKey.js';
import { writeApart } from '../stores/writeApart.js';
import { DEFAULT_OWNER } from './ownerStore.js';
import { playerIdOfAddress, playerIdOfDevice } from './playerId.js';
import { platformOf } from './platformOf.js';
import type { Asker, Player } from './player.js';
import type { PlayerStore } from './playerStore.js';

/** Ends something that a player uses: a stream, an MQTT connection. */
export type Close = () => void | Promise<void>;

/** A TV that is not registered: too many new ones came from its address. An answer with its `statusCode` says so. */
class TooManyPlayers extends Error {
  readonly statusCode = 429;
  constructor() {
    super('Too many new TVs from this address within a minute: try again in a minute.');
  }
}

/** The players. A player is registered by its first request and unregistered when it is idle. */
export interface Registry {
  /**
   * The player behind a request, registered if it is not (dynamic-msx-players, 3.2). While it is being
   * unregistered this waits for the end of that and registers anew: nobody gets a dead player.
   * @throws TooManyPlayers
   */
  getOrRegister(asker: Asker): Promise<Player>;
  /** As above for a player that is known already, by its ID; undefined if it is not. */
  comeBack(playerId: string, address: string): Promise<Player | undefined>;
  /**
   * Says that a player plays: it is not idle until the returned function is called. `close` ends that when
   * the player is unregistered, or at once if it already is.
   */
  use(playerId: string, close: Close): () => void;
  /** Unregisters; the record stays. Resolves when everything is closed and written. */
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
  /** Unregisters everybody. */
  close(): Promise<void>;
}

export interface RegistryOptions {
  /**
   * Whether the key that follows from a TV's device ID comes to it from a player that is known by its address only,
   * which is the same TV before it told its device ID. Not where players have tokens: theirs is proven, and
   * whoever knows a device ID can name it.
   */
  keysMove: boolean;
  store: PlayerStore;
  idleTimeoutMs: number;
  /** ms since 1970 */
  now: () => number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Whether one more TV of an address may be registered that is not known yet. */
  mayAdd: (address: string) => boolean;
  /** Registered, unregistered or changed. */
  onChange?: (playerId: string) => void;
  /** A sentence about something that could not be written. */
  onFault: (sentence: string) => void;
}

/** @throws what the store throws when the records cannot be read */
export async function createRegistry(options: RegistryOptions): Promise<Registry> {
  const { store, now, monotonicMs, onFault } = options;
  const changed = (playerId: string): void => options.onChange?.(playerId);
  /** Every record, registered or not. */
  const known = new Map<string, Player>((await store.all()).map((record) => [record.playerId, record]));
  /** Whose key has gone to another player: to be written before that one. */
  const keyless = new Set<string>();
  /** When each was last active, by the clock that nobody sets. */
  const activeAtMs = new Map<string, number>();
  /** The registered ones, each with what it uses. */
  const registered = new Map<string, Set<Close>>();
  const registering = new Map<string, Promise<void>>();
  const leaving = new Map<string, Promise<void>>();
  /** Whose record the database does not have yet as it is. */
  const unsaved = new Set<string>();

  const findByKey = (playerKey: string): Player | undefined =>
    [...known.values()].find((player) => player.playerKey === playerKey);

  // Keys are compared as texts, in small letters; earlier versions took them as they came.
  for (const player of known.values()) {
    const { playerId, playerKey } = player;
    const small = playerKey?.toLowerCase() ?? null;
    if (small === playerKey) continue;
    player.playerKey = small !== null && findByKey(small) ? null : small;
    unsaved.add(playerId);
  }

  function identify({ deviceId, address, agent }: Asker): string {
    if (deviceId !== undefined) return playerIdOfDevice(deviceId);
    const plain = playerIdOfAddress(address);
    const holder = known.get(plain);
    return !holder || holder.userAgent === agent ? plain : playerIdOfAddress(address, agent);
  }

  /** The record of an asker, made at once so that the next one at the same address sees it. */
  function recordOf(playerId: string, { deviceId, address, agent, msxVersion }: Asker): Player {
    const record = known.get(playerId);
    if (record) {
      if (deviceId !== undefined && record.playerKey === null) giveKey(record, playerKeyOf(deviceId));
      return record;
    }
    if (!options.mayAdd(address)) throw new TooManyPlayers();
    const platform = platformOf(agent);
    const player: Player = {
      playerId,
      playerKey: null,
      deviceId: deviceId ?? null,
      displayName: `${platform === 'unknown' ? 'TV' : platform} at ${address}`,
      owner: DEFAULT_OWNER,
      platform,
      msxVersion: msxVersion ?? null,
      userAgent: agent,
      address,
      registeredAtMs: now(),
      lastActivityAtMs: now(),
    };
    known.set(playerId, player);
    if (deviceId !== undefined) giveKey(player, playerKeyOf(deviceId));
    return player;
  }

  /** A key belongs to one player only, and stays with it, unless it may move. */
  function giveKey(player: Player, playerKey: string): void {
    const holder = findByKey(playerKey);
    if (holder) {
      if (!options.keysMove || holder.deviceId !== null) return;
      holder.playerKey = null;
      keyless.add(holder.playerId);
    }
    player.playerKey = playerKey;
  }

  function touch(player: Player, address: string, msxVersion?: string): void {
    player.lastActivityAtMs = now();
    activeAtMs.set(player.playerId, monotonicMs());
    player.address = address;
    player.msxVersion = msxVersion ?? player.msxVersion;
    unsaved.add(player.playerId);
  }

  async function save(playerIds: Iterable<string>): Promise<void> {
    const all = new Set([...keyless, ...playerIds]);
    const players = [...all].flatMap((playerId) => known.get(playerId) ?? []);
    keyless.clear();
    for (const { playerId } of players) unsaved.delete(playerId);
    if (players.length === 0) return;
    try {
      await writeApart(store, players, write, (player, error) => {
        unsaved.add(player.playerId);
        onFault(`The player ${player.playerId} could not be written: ${String(error)}`);
      });
    } catch (error) {
      // A TV gets its pictures even when the disk is full; the next sweep tries again.
      for (const { playerId } of players) unsaved.add(playerId);
      onFault(`The players could not be written: ${String(error)}`);
    }
  }

  /** @throws what the store throws */
  async function write(players: readonly Player[]): Promise<never[]> {
    const refused = await store.save(players.map((player) => ({ ...player })));
    for (const playerId of refused) {
      const player = known.get(playerId);
      if (player) player.playerKey = null; // somebody else has put that key into the database
    }
    return [];
  }

  async function register(player: Player): Promise<void> {
    await save([player.playerId]);
    registering.delete(player.playerId);
    registered.set(player.playerId, new Set());
    changed(player.playerId);
  }

  async function arrive(player: Player, address: string, msxVersion?: string): Promise<Player | undefined> {
    const { playerId } = player;
    for (;;) {
      const end = leaving.get(playerId);
      if (end) await end;
      else if (known.get(playerId) !== player) return undefined;
      else if (registered.has(playerId)) {
        touch(player, address, msxVersion);
        return player;
      } else {
        touch(player, address, msxVersion);
        const start = registering.get(playerId) ?? register(player);
        registering.set(playerId, start);
        await start;
      }
    }
  }

  async function leave(playerId: string, forget: boolean): Promise<void> {
    await registering.get(playerId);
    const uses = registered.get(playerId);
    registered.delete(playerId);
    const closed = await Promise.allSettled([...(uses ?? [])].map(async (close) => close()));
    for (const result of closed)
      if (result.status === 'rejected')
        onFault(`A stream of ${playerId} did not close: ${String(result.reason)}`);
    if (!forget) await save([playerId]);
    else {
      known.delete(playerId);
      activeAtMs.delete(playerId);
      unsaved.delete(playerId);
      await store.remove(playerId);
    }
  }

  function startLeaving(playerId: string, forget: boolean): Promise<void> {
    const before = leaving.get(playerId) ?? Promise.resolve();
    const end = before
      .then(() => leave(playerId, forget))
      .finally(() => {
        if (leaving.get(playerId) === end) leaving.delete(playerId);
        changed(playerId);
      });
    leaving.set(playerId, end);
    return end;
  }

  const isIdle = (playerId: string): boolean =>
    registered.get(playerId)?.size === 0 &&
    !leaving.has(playerId) &&
    monotonicMs() - (activeAtMs.get(playerId) ?? 0) > options.idleTimeoutMs;

  return {
    async getOrRegister(asker) {
      for (;;) {
        const player = await arrive(recordOf(identify(asker), asker), asker.address, asker.msxVersion);
        if (player) return player; // else it was forgotten meanwhile, and gets a new record
      }
    },
    async comeBack(playerId, address) {
      const player = known.get(playerId);
      return player && arrive(player, address);
    },
    use(playerId, close) {
      const uses = registered.get(playerId);
      if (!uses) {
        void Promise.resolve(close()).catch((error: unknown) =>
          onFault(`A stream of ${playerId} did not close: ${String(error)}`),
        );
        return () => undefined;
      }
      uses.add(close);
      return () => {
        uses.delete(close);
        const player = known.get(playerId);
        if (player) touch(player, player.address);
      };
    },
    unregister: (playerId) =>
      registered.has(playerId) || registering.has(playerId)
        ? startLeaving(playerId, false)
        : (leaving.get(playerId) ?? Promise.resolve()),
    remove: (playerId) => startLeaving(playerId, true),
    async sweep() {
      const idle = [...registered.keys()].filter(isIdle);
      await Promise.all([save([...unsaved]), ...idle.map((playerId) => startLeaving(playerId, false))]);
    },
    async update(playerId, changes) {
      const player = known.get(playerId);
      if (!player) return undefined;
      Object.assign(player, changes);
      await write([player]);
      changed(playerId);
      return player;
    },
    async bindKey(playerId, playerKey) {
      const player = known.get(playerId);
      if (!player || player.playerKey !== null || findByKey(playerKey)) return false;
      player.playerKey = playerKey;
      await write([player]);
      changed(playerId);
      return player.playerKey === playerKey;
    },
    find: (playerId) => known.get(playerId),
    findByKey,
    atAddress: (address) =>
      [...known.values()]
        .filter((player) => player.address === address)
        .sort((a, b) => b.lastActivityAtMs - a.lastActivityAtMs),
    isRegistered: (playerId) => registered.has(playerId) && !leaving.has(playerId),
    async close() {
      await Promise.allSettled([...registered.keys()].map((playerId) => startLeaving(playerId, false)));
    },
  };
}
