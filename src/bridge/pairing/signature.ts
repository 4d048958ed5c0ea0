import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of the query: where the signature stands. */
export const SIGNATURE_PARAMETER = 'sig';

/** The signature itself; what the plugin adds to links; and what MSX adds to the documents that it loads. */
const UNSIGNED: readonly string[] = [SIGNATURE_PARAMETER, 'device_id', 'v', 't'];

/** 128 bits: nobody guesses one. */
const MAC_BYTES = 16;

const HOUR_MS = 60 * 60_000;

/** Links are good for at least so long. */
const LINK_MS = 24 * HOUR_MS;

/**
 * They end with one of these steps, so that a TV gets the same address for the same file again and again, and need not
 * load it anew.
 */
const STEP_MS = 6 * HOUR_MS;

/** When links that are made now end, ms since 1970: in a day, and up to six hours more. */
export const endOfLinks = (nowMs: number): number => Math.ceil((nowMs + LINK_MS) / STEP_MS) * STEP_MS;

/** A TV that does not know the format of a picture of the vault asks for another one by another ending. */
const VAULT_ENDING = /^(\/vault\/.*)\.\w+$/;

/**
 * What of an address is signed: its path and its query, but for what others add on the way, and for the ending of a
 * picture of the vault.
 * @param address below the origin, as it stands in the request: `/msx/albums/7.json?page=2&v=0.1.163`
 */
export function signedPart(address: string): string {
  const [path = '', ...query] = address.split('?');
  const signed = query
    .join('?')
    .split('&')
    .filter((part) => part !== '' && !UNSIGNED.includes(part.split('=', 1)[0]!));
  return [path.replace(VAULT_ENDING, '$1'), ...(signed.length > 0 ? [signed.join('&')] : [])].join('?');
}

/**
 * The key of one TV's links, as long as it has this token: with another token it is another key.
 * @param key of all bridges
 */
export const linkKeyOf = (key: string, playerId: string, tokenHash: string): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([playerId, tokenHash]))
    .digest();

/** A signature in its parts. */
interface Signature {
  playerId: string;
  /** ms since 1970 */
  untilMs: number;
  mac: string;
}

const macOf = (linkKey: Buffer, part: string, untilHour: number): string =>
  createHmac('sha256', linkKey)
    .update(`${untilHour} ${part}`)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url');

/** The signature of a part, as it stands in an address: `msx_abc.498042.` and the MAC. Nothing in it needs escaping. */
export function signatureOf(linkKey: Buffer, playerId: string, part: string, untilMs: number): string {
  const untilHour = untilMs / HOUR_MS;
  return `${playerId}.${untilHour}.${macOf(linkKey, part, untilHour)}`;
}

/** @returns null for what is no signature */
export function readSignature(text: unknown): Signature | null {
  const parts = /^(\w{1,2048})\.([1-9]\d{0,7})\.([\w-]{22})$/.exec(typeof text === 'string' ? text : '');
  return parts && { playerId: parts[1]!, untilMs: Number(parts[2]) * HOUR_MS, mac: parts[3]! };
}

/** Whether this is the signature of this part. Whether it has ended is another question. */
export function isSignatureOf({ mac, untilMs }: Signature, linkKey: Buffer, part: string): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(linkKey, part, untilMs / HOUR_MS)));
}
