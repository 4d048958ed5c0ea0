import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { storable } from '../text/storable.js';

const PREFIX = 'msx_';

/** As long as the plugin takes one for an ID; anything longer is not one. */
const LONGEST_DEVICE_ID_CHARACTERS = 256;

/** As long as the player ID of a device ID may get: each character may become six, see below. */
export const LONGEST_PLAYER_ID_CHARACTERS = PREFIX.length + 6 * LONGEST_DEVICE_ID_CHARACTERS;

/** Hexadecimal digits of the user agent's hash: 32 bits tell the few TVs of one address apart. */
const AGENT_HASH_DIGITS = 8;

/**
 * The device ID of a request, or undefined where it has none: empty, too long, or what careless code makes of
 * a missing one. The TV is then known by its address.
 * @param value `device_id` of the query, decoded; a list where it stands there more than once
 */
export function readDeviceId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === 'null' || value === 'undefined') return undefined;
  return value === '' || value.length > LONGEST_DEVICE_ID_CHARACTERS ? undefined : storable(value);
}

/**
 * The player ID of a TV with a device ID (dynamic-msx-players, 2): `abc123xyz` → `msx_abc123xyz`.
 *
 * Letters and digits stay. Any other character becomes `_x` and its two hexadecimal digits, beyond ASCII `_u`
 * and the four of each UTF-16 unit: `f.L-1` → `msx_f_x2eL_x2d1`. So it can be read back, and no two device
 * IDs have the same player ID.
 */
export function playerIdOfDevice(deviceId: string): string {
  return PREFIX + deviceId.replace(/[^A-Za-z0-9]/g, escaped);
}

/**
 * The player ID of a TV without a device ID that was paired: of its player key, which was made up. No address gives such
 * an ID: it has neither a hyphen nor eight digits at the beginning.
 */
export const playerIdOfKey = (playerKey: string): string => PREFIX + playerKey.replaceAll('-', '_');

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  const digits = code.toString(16);
  return code < 0x80 ? `_x${digits.padStart(2, '0')}` : `_u${digits.padStart(4, '0')}`;
}

/**
 * The player ID of a TV without a device ID: `192.168.1.20` → `msx_192_168_1_20`, `fe80::1` →
 * `msx_fe80_0_0_0_0_0_0_1`. After an underscore of a device's ID comes `x` or `u`, here a digit up to `f`: the
 * two never meet.
 * @param address as normalAddress gives it
 * @param agent the user agent, for a TV that shares its address with another one: adds a hash of it
 */
export function playerIdOfAddress(address: string, agent?: string): string {
  const parts = isIP(address) === 6 ? ipv6Groups(address) : address.split('.');
  return PREFIX + [...parts, ...(agent === undefined ? [] : [agentHash(agent)])].join('_');
}

/** All eight groups without leading zeros; the last four bytes may be written as IPv4. */
function ipv6Groups(address: string): string[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last].map((group) =>
    parseInt(group, 16).toString(16),
  );
}

function agentHash(agent: string): string {
  return createHash('sha256').update(agent).digest('hex').slice(0, AGENT_HASH_DIGITS);
}
