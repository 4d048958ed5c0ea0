import { DEFAULT_OWNER } from './ownerStore.js';
import { platformOf } from './platformOf.js';
import type { Asker, Player } from './player.js';

/** The first record of a TV, after what its request tells. It has no key yet. */
export function newPlayer(
  playerId: string,
  { deviceId, address, agent, msxVersion }: Asker,
  nowMs: number,
): Player {
  const platform = platformOf(agent);
  return {
    playerId,
    playerKey: null,
    deviceId: deviceId ?? null,
    displayName: `${platform === 'unknown' ? 'TV' : platform} at ${address}`,
    owner: DEFAULT_OWNER,
    platform,
    msxVersion: msxVersion ?? null,
    userAgent: agent,
    address,
    registeredAtMs: nowMs,
    lastActivityAtMs: nowMs,
  };
}
