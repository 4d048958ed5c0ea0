import { hashOf, newToken } from '../../players/token.js';

/** A dashboard on a wall is not asked again every day. */
export const SESSION_MS = 30 * 86_400_000;

/** More than a household has browsers; then the oldest has to sign in again. */
const MOST_SESSIONS = 100;

/** Who is signed in. Kept in memory only: after a restart everybody signs in again. */
interface Sessions {
  /** @returns the secret that the browser keeps; it says nothing about the token */
  open(): string;
  isOpen(secret: string): boolean;
  close(secret: string): void;
}

/** @param nowMs a clock that nobody sets */
export function adminSessions(nowMs: () => number): Sessions {
  /** When each ends, by the hash of its secret: how long a look-up takes tells nothing about a secret. */
  const ends = new Map<string, number>();
  const sweep = (): void => {
    for (const [hash, endMs] of ends) if (endMs <= nowMs() || ends.size >= MOST_SESSIONS) ends.delete(hash);
  };
  return {
    open() {
      sweep();
      const secret = newToken();
      ends.set(hashOf(secret), nowMs() + SESSION_MS);
      return secret;
    },
    isOpen: (secret) => (ends.get(hashOf(secret)) ?? 0) > nowMs(),
    close: (secret) => void ends.delete(hashOf(secret)),
  };
}
