import { createHash, randomBytes } from 'node:crypto';

/** 192 bits: nobody guesses it, so that a plain hash keeps it safe. */
const TOKEN_BYTES = 24;

/** A new secret: letters, digits, `-` and `_`. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is kept of a token. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
