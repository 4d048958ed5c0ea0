import { fieldsOf } from './fieldsOf.js';

/** A server's answer to one view (player-status.md, Acknowledgment). It says neither post nor time. */
export type Ack = { success: true } | { success: false; code: string; message: string };

/** The codes of player-status.md, Error Codes, and one more that servers use. */
export const ACK_CODES = [
  'player_key_mismatch',
  'player_not_registered',
  'player_no_owner',
  'owner_not_permitted',
  'duplicate',
  'rate_limited',
  'post_not_found',
  'processing_error',
] as const;
export type AckCode = (typeof ACK_CODES)[number];

/** @returns null for text that is no ack. */
export function parseAck(text: string): Ack | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // not JSON, so no ack
  }
  const { success, error, error_code: code } = fieldsOf(value);
  if (success === true) return { success: true };
  if (success !== false || typeof code !== 'string') return null;
  return { success: false, code, message: typeof error === 'string' ? error : '' };
}

const SECOND_MS = 1000;

/**
 * The wait in `Rate limited, retry after 4.0s`, in ms; null where the text has none. Servers round it to a
 * tenth or to a second, down as well (`0.0s`): the next whole second is long enough in any case.
 */
export function retryAfterMs(message: string): number | null {
  const found = /retry after (\d+(?:\.\d+)?)\s*s/i.exec(message);
  return found && (Math.floor(Number(found[1])) + 1) * SECOND_MS;
}

/** The text of an ack, as a server sends it. */
export function ackText(code?: AckCode, message?: string): string {
  return JSON.stringify(
    code === undefined ? { success: true } : { success: false, error: message ?? code, error_code: code },
  );
}
