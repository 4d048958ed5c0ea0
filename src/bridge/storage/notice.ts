import type { Sql } from './sql.js';

/** What bridges on one PostgreSQL database tell each other, and workers tell them (NOTIFY). */
export type Notice =
  /** These players were added, changed or removed; null = too many to name. */
  | { players: string[] | null }
  /** This player has another token now, or none: what it has by the old one is over. */
  | { token: string }
  /** Workers have taken something: views, or what players say of themselves. */
  | { taken: ('view' | 'players')[] }
  /** How a bridge is called, and what it has in its media folder: see libraryDigest; null = not looked through yet. */
  | { bridge: { id: string; name: string; library: string | null } };

/** PostgreSQL's names for what is listened to are small. */
export const CHANNEL = 'msx_bridge';

/** A notice has 8000 bytes at most (PostgreSQL, NOTIFY); a player's ID has some 40, or 200 where somebody made it up. */
const MOST_NAMED = 30;
const LONGEST_BYTES = 7900;

const textOf = (notice: Notice): string => {
  const isLong = 'players' in notice && (notice.players?.length ?? 0) > MOST_NAMED;
  const text = JSON.stringify(isLong ? { players: null } : notice);
  return Buffer.byteLength(text) > LONGEST_BYTES ? JSON.stringify({ players: null }) : text;
};

/** Tells everybody who listens, once the transaction that `sql` is in has come to its end. */
export async function tell(sql: Sql, notice: Notice): Promise<void> {
  await sql.query(`SELECT pg_notify('${CHANNEL}', ?)`, [textOf(notice)]);
}

/** @returns undefined for what is none, as that of a later version */
export function readNotice(text: string): Notice | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isNotice =
      typeof value === 'object' &&
      value !== null &&
      ['players', 'token', 'taken', 'bridge'].some((key) => key in value);
    return isNotice ? (value as Notice) : undefined;
  } catch {
    return undefined; // not JSON: somebody else uses the same channel
  }
}
