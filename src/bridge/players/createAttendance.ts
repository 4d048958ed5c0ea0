import { reasonOf } from '../text/reasonOf.js';
import type { Player } from './player.js';

/** Ends something that a player uses: a stream, an MQTT connection. */
export type Close = () => void | Promise<void>;

/** Who is registered. Of one player, arrivals and departures follow each other. */
interface Attendance {
  /**
   * Registers a player that is not registered, after the end of a departure that is under way.
   * @param touch is called when the player is found to be active
   * @returns undefined when the record was forgotten meanwhile
   */
  arrive(player: Player, touch: () => void): Promise<Player | undefined>;
  /** See `Registry.use`. `onRelease` is called when a registered player's use is over. */
  use(playerId: string, close: Close, onRelease: () => void): () => void;
  /**
   * Unregisters a player, also one that is not registered. What it uses is closed.
   * @param write is the last step: what becomes of the record
   */
  leave(playerId: string, write: () => Promise<void>): Promise<void>;
  /** Resolves when the player has left, if it is leaving. */
  left(playerId: string): Promise<void>;
  /** Whether the player is registered or being registered, also while a departure waits for that. */
  isHere(playerId: string): boolean;
  /** Whether the player is registered and not leaving. */
  isRegistered: (playerId: string) => boolean;
  /** Everybody who is registered. */
  all(): string[];
  /** Whether the player is registered, not leaving, and uses nothing. */
  isUnused(playerId: string): boolean;
}

interface AttendanceOptions {
  find: (playerId: string) => Player | undefined;
  /** Writes a player that arrives. */
  save: (playerId: string) => Promise<void>;
  /** A player has arrived or left. */
  onChange: (playerId: string) => void;
  onFault: (sentence: string) => void;
}

export function createAttendance({ find, save, onChange, onFault }: AttendanceOptions): Attendance {
  /** The registered ones, each with what it uses. */
  const registered = new Map<string, Set<Close>>();
  const registering = new Map<string, Promise<void>>();
  const leaving = new Map<string, Promise<void>>();

  const notClosed = (playerId: string, error: unknown): void =>
    onFault(`A stream of ${playerId} did not close: ${reasonOf(error)}`);

  async function register(playerId: string): Promise<void> {
    await save(playerId);
    registering.delete(playerId);
    registered.set(playerId, new Set());
    onChange(playerId);
  }

  async function leave(playerId: string, write: () => Promise<void>): Promise<void> {
    await registering.get(playerId);
    const uses = registered.get(playerId);
    registered.delete(playerId);
    const closed = await Promise.allSettled([...(uses ?? [])].map(async (close) => close()));
    for (const result of closed) if (result.status === 'rejected') notClosed(playerId, result.reason);
    await write();
  }

  return {
    async arrive(player, touch) {
      const { playerId } = player;
      for (;;) {
        const end = leaving.get(playerId);
        if (end) await end;
        else if (find(playerId) !== player) return undefined;
        else {
          touch();
          if (registered.has(playerId)) return player;
          const start = registering.get(playerId) ?? register(playerId);
          registering.set(playerId, start);
          await start;
        }
      }
    },
    use(playerId, close, onRelease) {
      const uses = registered.get(playerId);
      if (!uses) {
        void Promise.resolve(close()).catch((error: unknown) => notClosed(playerId, error));
        return () => undefined;
      }
      uses.add(close);
      return () => {
        uses.delete(close);
        onRelease();
      };
    },
    leave(playerId, write) {
      const before = leaving.get(playerId) ?? Promise.resolve();
      const end = before
        .then(() => leave(playerId, write))
        .finally(() => {
          if (leaving.get(playerId) === end) leaving.delete(playerId);
          onChange(playerId);
        });
      leaving.set(playerId, end);
      return end;
    },
    left: (playerId) => leaving.get(playerId) ?? Promise.resolve(),
    isHere: (playerId) => registered.has(playerId) || registering.has(playerId),
    isRegistered: (playerId) => registered.has(playerId) && !leaving.has(playerId),
    all: () => [...registered.keys()],
    isUnused: (playerId) => registered.get(playerId)?.size === 0 && !leaving.has(playerId),
  };
}
