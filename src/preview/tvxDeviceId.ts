import { type Fields, fieldsOf, textOf } from './fields.js';

/** Real device IDs have 44 to 52 of these (tvx.md, The device ID); case matters. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-';
const SHORTEST = 44;
const LENGTHS = 9;

const STORAGE_KEY = 'tvx-stand-in.device-id';

/** FNV-1a, 32 bits, of a text with a salt. */
function hash(text: string, salt: number): number {
  let value = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i);
    // value * 16777619, in parts, since Math.imul is ES2015 and the product exceeds 53 bits
    value = (value + (value << 1) + (value << 4) + (value << 7) + (value << 8) + (value << 24)) >>> 0;
  }
  value ^= value >>> 15;
  return value >>> 0;
}

/** The same ID for the same source, as long and as odd-looking as the real ones. */
function deriveId(source: string): string {
  const length = SHORTEST + (hash(source, 0) % LENGTHS);
  let id = '';
  for (let i = 1; id.length < length; i++)
    id += ALPHABET.charAt(hash(`${source}/${i}`, i * 7919) % ALPHABET.length);
  return id;
}

function stored(): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // a browser that refuses storage has no ID to give back
  }
}

function created(platform: string): string {
  const id = deriveId(`${platform}_${Math.random()}_${new Date().getTime()}`);
  try {
    window.localStorage.setItem(STORAGE_KEY, id);
  } catch (error) {
    console.warn('The device ID cannot be kept', error);
  }
  return id;
}

/**
 * The device ID for the answer to `info:extended`: from the MAC address, the system's device ID or
 * `info.id`, in this order, else one that is made up and kept. Null when there is no platform info to make
 * one from, and none was kept.
 */
export function deviceIdOf(answer: unknown): string | null {
  const info: Fields = fieldsOf(fieldsOf(answer).info);
  const platform = textOf(info.platform);
  const system = fieldsOf(info.system);
  const source = textOf(system.macAddress) || textOf(system.deviceId) || textOf(info.id);
  if (platform && source) return deriveId(`${platform}_${source}`);
  return stored() ?? (platform ? created(platform) : null);
}

export function forgetDeviceId(): void {
  try {
    window.localStorage.removeItem(STORAGE_KEY);
  } catch (error) {
    console.warn('The device ID cannot be removed', error);
  }
}
