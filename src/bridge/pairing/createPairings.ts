import { randomUUID } from 'node:crypto';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { holderOf } from '../players/address.js';
import type { Registry } from '../players/createRegistry.js';
import type { Asker, Player } from '../players/player.js';
import { playerIdOfDevice, playerIdOfKey } from '../players/playerId.js';
import type { PlayerStore } from '../players/playerStore.js';
import { hashOf, newToken } from '../players/token.js';
import { newCode } from './pairingCode.js';
import type { PairingStore } from './pairingStore.js';

/** How long a code is good, and then once more how long a token waits for the TV (facts of the protocol). */
export const CODE_MS = 15 * 60_000;

const HOUR_MS = 60 * 60_000;

/** So often a TV may ask for a code in an hour. */
export const ASKS_OF_A_TV = 10;
/** A TV that waits asks four times an hour, and fifty may wait behind one address. */
export const ASKS_OF_AN_ADDRESS = 200;

/** So long a code that has expired is told from one that never was. */
const REMEMBER_MS = 24 * HOUR_MS;

/** What a TV gets that has asked to be paired. */
export interface Provisioned {
  playerKey: string;
  code: string;
  /** ms since 1970 */
  untilMs: number;
  /** Whoever has it gets the token. */
  pollSecret: string;
}

/** TVs get their tokens by a code that their owner types. */
export interface Pairings {
  /** @returns what the TV is to show, or in how many ms it may ask again */
  provision(asker: Asker): Promise<Provisioned | { againInMs: number }>;
  /** The token of a TV whose code was typed, once; null = there is none for whoever asks so. */
  credentials(playerKey: string, pollSecret: string): Promise<string | null>;
  /** Somebody has typed a code, as readCode gives it. The token that the TV has had is over. */
  pair(code: string): Promise<Player | 'code_unknown' | 'code_expired'>;
  /** A new token for a TV, in the place of the one that it has. */
  renew(playerId: string): Promise<string>;
  /** Ends a TV's token, its links and its connections. */
  unpair(playerId: string): Promise<void>;
}

interface PairingsOptions {
  store: PairingStore;
  players: Pick<PlayerStore, 'setTokenHash'>;
  registry: Registry;
  /** ms since 1970 */
  now: () => number;
  /** A TV's token is another one now, or none. */
  onToken: (playerId: string) => void;
}

/** Each method throws what the stores throw. */
export function createPairings({ store, players, registry, now, onToken }: PairingsOptions): Pairings {
  /** The keys that a TV has, follows from its device ID, or is made up; never another TV's. */
  function whoIs({ deviceId }: Asker): { playerId: string; playerKey: string } {
    const made = randomUUID();
    if (deviceId === undefined) return { playerId: playerIdOfKey(made), playerKey: made };
    const playerId = playerIdOfDevice(deviceId);
    const known = registry.find(playerId)?.playerKey;
    const holder = registry.findByKey(playerKeyOf(deviceId));
    return { playerId, playerKey: known ?? (holder ? made : playerKeyOf(deviceId)) };
  }

  return {
    async provision(asker) {
      const nowMs = now();
      await store.forgetBefore(nowMs - REMEMBER_MS);
      const who = whoIs(asker);
      const againAtMs = await store.countAsk(
        [
          { who: `address ${holderOf(asker.address)}`, most: ASKS_OF_AN_ADDRESS },
          { who: `tv ${who.playerId}`, most: ASKS_OF_A_TV },
        ],
        nowMs,
        HOUR_MS,
      );
      if (againAtMs !== null) return { againInMs: againAtMs - nowMs };
      const pollSecret = newToken();
      const [code, untilMs] = [newCode(), nowMs + CODE_MS];
      await store.begin({
        ...who,
        deviceId: asker.deviceId ?? null,
        address: asker.address,
        userAgent: asker.agent,
        code,
        pollHash: hashOf(pollSecret),
        untilMs,
      });
      return { playerKey: who.playerKey, code, untilMs, pollSecret };
    },

    async credentials(playerKey, pollSecret) {
      const token = newToken();
      const playerId = await store.deliver(playerKey, hashOf(pollSecret), hashOf(token), now());
      if (playerId === null) return null;
      onToken(playerId);
      return token;
    },

    async pair(code) {
      const found = await store.byCode(code);
      if (!found) return 'code_unknown';
      if (found.untilMs <= now()) return 'code_expired';
      const { playerId, playerKey, deviceId, address, userAgent } = found;
      // The record comes first: a token without one would be nobody's.
      const asker = { deviceId: deviceId ?? undefined, address, agent: userAgent, msxVersion: undefined };
      const player = await registry.enrol(playerId, playerKey, asker);
      if (!(await store.claim(code, now(), now() + CODE_MS))) return 'code_unknown'; // somebody was faster
      onToken(playerId);
      await registry.unregister(playerId); // what has come by the old token
      return player;
    },

    async renew(playerId) {
      const token = newToken();
      await players.setTokenHash(playerId, hashOf(token));
      onToken(playerId);
      return token;
    },

    async unpair(playerId) {
      await store.unpair(playerId);
      onToken(playerId);
      await registry.unregister(playerId);
    },
  };
}
