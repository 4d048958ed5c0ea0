import type { Player } from '../../src/bridge/players/player.js';
import type { Registry } from '../../src/bridge/players/createRegistry.js';

/** A TV that the bridge knows, as one that was there before it asked for tokens. @param deviceId none = it is known by its address */
export const knownTv = (registry: Registry, deviceId?: string): Promise<Player> =>
  registry.getOrRegister({ deviceId, address: '127.0.0.1', agent: '', msxVersion: undefined });
