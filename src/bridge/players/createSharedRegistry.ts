import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { reasonOf } from '../text/reasonOf.js';
import type { Close } from './createAttendance.js';
import { TooManyPlayers, type RecordsOptions } from './createRecords.js';
import type { Registry } from './createRegistry.js';
import { newPlayer } from './newPlayer.js';
import type { Asker, Player } from './player.js';
import { playerIdOfAddress, playerIdOfDevice } from './playerId.js';
import type { PlayerRecord } from './playerStore.js';
import type { Activity, SharedPlayerStore } from './sharedPlayerStore.js';

/** The players of several bridges: what each of them knows is a copy of what the store has. */
export interface SharedRegistry extends Registry {
  findByKey(playerKey: string): PlayerRecord | undefined;
  /** Reads players anew that another bridge has changed; null = all, since what was said may have been missed. */
  heard(playerIds: readonly string[] | null): Promise<void>;
  /** Reads anew who was active lately, on any bridge or at the broker. */
  refresh(): Promise<void>;
  /** Gets to know a player that another bridge may have registered a moment ago. */
  meet(who: { playerId: string } | { playerKey: string }): Promise<void>;
  /** Whether a player is connected to the broker, by what the store says now. */
  isOnline(playerKey: string): Promise<boolean>;
}

export interface SharedRegistryOptions extends RecordsOptions {
  store: SharedPlayerStore;
  /** A player without a request to any bridge and without a connection is not registered after this. */
  idleTimeoutMs: number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Registered, unregistered or changed. */
  onChange: (playerId: string) => void;
  /** A sentence about something that could not be written or read. */
  onFault: (sentence: string) => void;
}

/** Two bridges' writes of one moment may become visible in the other order. */
const MARGIN_MS = 10_000;

/** @throws what the store throws when the records cannot be read */
export async function createSharedRegistry(options: SharedRegistryOptions): Promise<SharedRegistry> {
  const { store, keysMove, idleTimeoutMs, monotonicMs, now, mayAdd, onChange, onFault } = options;
  const known = new Map<string, PlayerRecord>();
  const idOfKey = new Map<string, string>();
  const uses = new Map<string, Set<Close>>();
  /** Who was active here and is not written, and when, by the clock that nobody sets. */
  let pending = new Map<string, { atMs: number; address: string; msxVersion: string | null }>();
  /** How far the store's clock is ahead of the one that nobody sets. */
  let aheadMs = (await store.clockMs()) - monotonicMs();
  const storeMs = (): number => monotonicMs() + aheadMs;
  /** Who is getting to be known. */
  const meeting = new Map<string, Promise<void>>();

  const findByKey = (playerKey: string): PlayerRecord | undefined => known.get(idOfKey.get(playerKey) ?? '');

  const isRegistered = (playerId: string): boolean => {
    const record = known.get(playerId);
    if (!record) return false;
    if (record.connectionStatus === 'online' || uses.has(playerId)) return true;
    return storeMs() - Math.max(record.lastActivityAtMs, record.lastSeenAtMs ?? 0) <= idleTimeoutMs;
  };

  /** Whoever holds the record sees the change. */
  function keep(record: PlayerRecord): PlayerRecord {
    const before = known.get(record.playerId);
    const since = pending.get(record.playerId);
    const own = since && { lastActivityAtMs: since.atMs + aheadMs, address: since.address };
    // Another bridge has ended its token: what it does here ends as well.
    if (before?.hasToken && !record.hasToken) void endUses(record.playerId);
    if (before?.playerKey != null && idOfKey.get(before.playerKey) === record.playerId)
      idOfKey.delete(before.playerKey);
    if (record.playerKey !== null) idOfKey.set(record.playerKey, record.playerId);
    const kept = Object.assign(before ?? record, record, own);
    known.set(record.playerId, kept);
    return kept;
  }

  async function end(playerId: string, some: Iterable<Close>): Promise<void> {
    for (const result of await Promise.allSettled([...some].map(async (close) => close())))
      if (result.status === 'rejected')
        onFault(`A stream of ${playerId} did not close: ${reasonOf(result.reason)}`);
  }

  /** What a player has open here. */
  function endUses(playerId: string): Promise<void> {
    const some = uses.get(playerId) ?? [];
    uses.delete(playerId);
    return end(playerId, some);
  }

  function forget(playerId: string): void {
    const record = known.get(playerId);
    known.delete(playerId);
    pending.delete(playerId);
    if (record?.playerKey != null && idOfKey.get(record.playerKey) === playerId)
      idOfKey.delete(record.playerKey);
    void endUses(playerId);
  }

  /** @param only those, at once, as news for other bridges; default: all */
  async function flush(only?: readonly string[]): Promise<void> {
    const some = [...pending].filter(([playerId]) => !only || only.includes(playerId));
    if (some.length === 0) return;
    for (const [playerId] of some) pending.delete(playerId);
    const activities = some.map(([playerId, { atMs, address, msxVersion }]): Activity => ({
      ...{ playerId, address, msxVersion },
      agoMs: Math.max(0, monotonicMs() - atMs),
    }));
    try {
      await store.active(activities, only !== undefined);
    } catch (error) {
      // A TV gets its pictures even when the database is away; the next sweep tries again.
      pending = new Map([...some.filter(([playerId]) => known.has(playerId)), ...pending]);
      onFault(`The players could not be written: ${reasonOf(error)}`);
    }
  }

  /** What other bridges have to know of it is written at once; the rest of it by and by. */
  async function touch(record: PlayerRecord, address: string, msxVersion?: string): Promise<void> {
    const { playerId } = record;
    const isNews = !isRegistered(playerId) || record.address !== address;
    const version = msxVersion ?? pending.get(playerId)?.msxVersion ?? null;
    pending.set(playerId, { atMs: monotonicMs(), address, msxVersion: version });
    record.lastActivityAtMs = storeMs();
    record.address = address;
    record.msxVersion = version ?? record.msxVersion;
    if (!isNews) return;
    await flush([playerId]);
    onChange(playerId);
  }

  const identify = ({ deviceId, address, agent }: Asker): string => {
    if (deviceId !== undefined) return playerIdOfDevice(deviceId);
    const plain = playerIdOfAddress(address);
    const holder = known.get(plain);
    return !holder || holder.userAgent === agent ? plain : playerIdOfAddress(address, agent);
  };

  async function register(playerId: string, asker: Asker): Promise<void> {
    const [stored] = await store.read([playerId]);
    if (!stored && !mayAdd(asker.address)) throw new TooManyPlayers();
    keep(stored ?? (await store.add(newPlayer(playerId, asker, now()))));
    onChange(playerId);
  }

  /** Once for all who ask at the same time. */
  function once(what: string, work: () => Promise<void>): Promise<void> {
    const under = meeting.get(what) ?? work().finally(() => meeting.delete(what));
    meeting.set(what, under);
    return under;
  }

  async function giveKey(record: PlayerRecord, playerKey: string, mayMove: boolean): Promise<boolean> {
    const isGiven = await store.giveKey(record.playerId, playerKey, mayMove);
    const holder = findByKey(playerKey);
    await read([record.playerId, ...(holder ? [holder.playerId] : [])]);
    return isGiven;
  }

  /** A key belongs to one player only, and stays with it, unless it may move. */
  async function ownKey(record: PlayerRecord, deviceId: string): Promise<void> {
    const playerKey = playerKeyOf(deviceId);
    const holder = findByKey(playerKey);
    if (holder && (!keysMove || holder.deviceId !== null)) return;
    await once(`key of ${record.playerId}`, async () => {
      await giveKey(record, playerKey, keysMove);
    });
  }

  async function read(playerIds: readonly string[]): Promise<void> {
    const records = new Map((await store.read(playerIds)).map((record) => [record.playerId, record]));
    for (const playerId of playerIds) {
      const record = records.get(playerId);
      if (record) keep(record);
      else forget(playerId);
    }
    playerIds.forEach(onChange);
  }

  async function readAll(): Promise<void> {
    const records = await store.all();
    aheadMs = (await store.clockMs()) - monotonicMs();
    const there = new Set(records.map(({ playerId }) => playerId));
    for (const playerId of [...known.keys()]) if (!there.has(playerId)) forget(playerId);
    records.forEach(keep);
  }

  /** What is read last has to be kept last. */
  let reading = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = reading.then(work);
    reading = done.catch((error: unknown) => onFault(`The players could not be read: ${reasonOf(error)}`));
    return reading;
  };

  /** Many may change at once, as when all TVs come back: they are read together. */
  const heardOf = new Set<string>();
  const readHeard = async (): Promise<void> => {
    const playerIds = [...heardOf];
    heardOf.clear();
    if (playerIds.length > 0) await read(playerIds);
  };

  let refreshedMs = 0;
  const refresh = (): Promise<void> =>
    inTurn(async () => {
      const sinceMs = refreshedMs;
      const atMs = await store.clockMs();
      aheadMs = atMs - monotonicMs();
      (await store.activeSince(sinceMs - MARGIN_MS)).forEach(keep);
      refreshedMs = atMs;
    });

  async function meet(who: { playerId: string } | { playerKey: string }): Promise<void> {
    if ('playerId' in who ? known.has(who.playerId) : findByKey(who.playerKey)) return;
    const [record] =
      'playerId' in who ? await store.read([who.playerId]) : [await store.readByKey(who.playerKey)];
    if (record) keep(record);
  }

  await readAll();
  refreshedMs = storeMs();
  let registeredBefore = new Set([...known.keys()].filter(isRegistered));

  return {
    async getOrRegister(asker) {
      const { address, msxVersion, deviceId } = asker;
      for (;;) {
        const playerId = identify(asker);
        const record = known.get(playerId);
        if (!record) {
          try {
            await once(playerId, () => register(playerId, asker));
          } catch (error) {
            if (error instanceof TooManyPlayers || store.faultOf(error) !== 'away') throw error;
            onFault(`The player ${playerId} could not be written: ${reasonOf(error)}`);
            // It gets its pictures, under the ID that it will have; its next request tries again.
            return newPlayer(playerId, asker, now());
          }
          continue; // at an address the first may be another TV, which another bridge has registered
        }
        if (deviceId !== undefined && record.playerKey === null)
          await ownKey(record, deviceId).catch((error: unknown) =>
            onFault(`The player ${playerId} could not be given its key: ${reasonOf(error)}`),
          );
        await touch(record, address, msxVersion);
        return record;
      }
    },
    async comeBack(playerId, address, msxVersion) {
      await meet({ playerId });
      const record = known.get(playerId);
      if (record) await touch(record, address, msxVersion);
      return record;
    },
    use(playerId, close) {
      if (!known.has(playerId)) {
        void end(playerId, [close]);
        return () => undefined;
      }
      const all = uses.get(playerId) ?? new Set();
      uses.set(playerId, all.add(close));
      return () => {
        all.delete(close);
        if (all.size === 0 && uses.get(playerId) === all) uses.delete(playerId);
        const record = known.get(playerId);
        if (record) void touch(record, record.address);
      };
    },
    async enrol(playerId, playerKey, asker) {
      const record = keep(
        (await store.read([playerId]))[0] ?? (await store.add(newPlayer(playerId, asker, now()))),
      );
      if (record.playerKey === null) await giveKey(record, playerKey, false);
      onChange(playerId);
      return record;
    },
    unregister: endUses,
    async remove(playerId) {
      await store.remove(playerId);
      forget(playerId);
      onChange(playerId);
    },
    async sweep() {
      for (const playerId of uses.keys()) {
        const record = known.get(playerId);
        if (record) void touch(record, record.address);
      }
      await flush();
      await refresh();
      const registered = new Set([...known.keys()].filter(isRegistered));
      for (const playerId of [...known.keys()])
        if (registered.has(playerId) !== registeredBefore.has(playerId)) onChange(playerId);
      registeredBefore = registered;
    },
    async update(playerId, changes) {
      const record = await store.change(playerId, changes);
      if (!record) return undefined;
      onChange(playerId);
      return keep(record);
    },
    async bindKey(playerId, playerKey) {
      const record = known.get(playerId);
      return record !== undefined && giveKey(record, playerKey, false);
    },
    find: (playerId): Player | undefined => known.get(playerId),
    findByKey,
    atAddress: (address) =>
      [...known.values()]
        .filter((record) => record.address === address)
        .sort((a, b) => b.lastActivityAtMs - a.lastActivityAtMs),
    isRegistered,
    close: () => flush(),
    heard(playerIds) {
      for (const playerId of playerIds ?? []) heardOf.add(playerId);
      return inTurn(playerIds ? readHeard : readAll);
    },
    refresh,
    meet,
    isOnline: async (playerKey) => (await store.readByKey(playerKey))?.connectionStatus === 'online',
  };
}
