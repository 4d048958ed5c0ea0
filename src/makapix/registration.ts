// Registration with a code, as Makapix's server and the bridge have it: what `provision` and `credentials` answer.
import { fieldsOf } from './fieldsOf.js';

/** The answer to `provision`: a code that the owner types, and what the server makes of this player. */
interface Provision {
  playerKey: string;
  /** As a person types it; case does not matter. */
  code: string;
  /** When the server forgets the code, by its clock: ISO 8601, if it says so at all. */
  expiresAt: string;
  /** Where the code is typed, and a picture of that address; null = the server does not say. */
  dashboardUrl: string | null;
  qrUrl: string | null;
  /** What `credentials` has to be asked with; null = nothing. */
  pollSecret: string | null;
}

/** The answer to `credentials`, which is given once. */
export interface Credentials {
  token: string;
  /** What the broker wants in the place of player key and token; null = that. */
  username: string | null;
  password: string | null;
}

/** A UUID, as far as a topic and an address need it. */
const UUID = /^[\da-f-]{36}$/i;

/** It stands on a screen, and within an address. */
const CODE = /^\w{4,12}$/;

/** What a header and MQTT can carry. */
const SECRET = /^[!-~]+$/;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);
const secretOf = (value: unknown): string | null =>
  typeof value === 'string' && SECRET.test(value) ? value : null;

/** @returns null where it is no such answer */
export function readProvision(value: unknown): Provision | null {
  const fields = fieldsOf(value);
  const playerKey = String(fields.player_key);
  const code = textOf(fields.registration_code) ?? '';
  return UUID.test(playerKey) && CODE.test(code)
    ? {
        playerKey: playerKey.toLowerCase(),
        code: code.toUpperCase(),
        expiresAt: String(fields.registration_code_expires_at),
        dashboardUrl: textOf(fields.dashboard_url),
        qrUrl: textOf(fields.qr_url),
        pollSecret: secretOf(fields.poll_secret),
      }
    : null;
}

/** @returns null where it is no such answer */
export function readCredentials(value: unknown): Credentials | null {
  const fields = fieldsOf(value);
  const token = secretOf(fields.api_token);
  const { username, password } = fieldsOf(fields.broker);
  return token === null ? null : { token, username: textOf(username), password: textOf(password) };
}
