import { playerKeyOf } from '../makapix/playerKeyOf.js';
import { formatUuid } from '../makapix/uuid.js';
import { hasOwn } from '../msx/json.js';
import type { Keep } from '../tvx/createKeep.js';
import type { Settings } from './defaultSettings.js';

const RANDOM_KEY = 'player-key';

/** Which key this TV reports under, and why. */
export interface PlayerKey {
  key: string;
  source: 'playerKeys' | 'playerKey' | 'device' | 'random' | 'paired';
}

/**
 * The player key: from the server that the TV is paired with, else from the configuration, else from the device ID, else a random one that is kept. Always in
 * lower case, as servers write it into topics.
 */
export function choosePlayerKey(
  { playerKeys, playerKey }: Pick<Settings, 'playerKeys' | 'playerKey'>,
  deviceId: string | null,
  keep: Keep,
  paired: string | null = null,
): Promise<PlayerKey> {
  if (paired !== null) return Promise.resolve({ key: paired, source: 'paired' });
  if (deviceId !== null && hasOwn(playerKeys, deviceId))
    return Promise.resolve({ key: playerKeys[deviceId]!.toLowerCase(), source: 'playerKeys' });
  if (playerKey) return Promise.resolve({ key: playerKey.toLowerCase(), source: 'playerKey' });
  if (deviceId !== null) return Promise.resolve({ key: playerKeyOf(deviceId), source: 'device' });
  return keep.read(RANDOM_KEY).then((kept) => {
    if (kept) return { key: kept, source: 'random' };
    const key = formatUuid(crypto.getRandomValues(new Uint8Array(16)), 4);
    return keep.write(RANDOM_KEY, key).then(() => ({ key, source: 'random' }));
  });
}
