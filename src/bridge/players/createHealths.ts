import { readHealth, type Health } from '../../makapix/health.js';

/** The last that a TV has said of how it is. */
export interface ToldHealth extends Health {
  /** When it came, ms since 1970. */
  toldAtMs: number;
}

/**
 * How each TV is. It is kept in memory: a TV says it anew at each connection, so that after a restart of the bridge
 * all that are there have said it within a minute, and what one that is away has said before is no news of it.
 */
export interface Healths {
  /**
   * Takes a message of the topic `health`.
   * @returns false for one that is none
   */
  take(playerKey: string, payload: string): boolean;
  /** null = the TV has said nothing since the bridge was started. */
  of(playerKey: string | null): ToldHealth | null;
  /** How many views wait in all TVs together, by what each has said last. */
  waiting(): number;
}

/**
 * @param isKnown whether there is still such a player: what others have said is forgotten
 * @param now ms since 1970
 */
export function createHealths(isKnown: (playerKey: string) => boolean, now: () => number): Healths {
  const told = new Map<string, ToldHealth>();
  const forgetUnknown = (): void => {
    for (const known of told.keys()) if (!isKnown(known)) told.delete(known);
  };
  return {
    take(playerKey, payload) {
      const health = readHealth(payload);
      if (!health) return false;
      if (!told.has(playerKey)) forgetUnknown();
      told.set(playerKey, { ...health, toldAtMs: now() });
      return true;
    },
    of: (playerKey) => (playerKey === null ? null : (told.get(playerKey) ?? null)),
    waiting() {
      forgetUnknown();
      return [...told.values()].reduce((sum, { waiting }) => sum + waiting, 0);
    },
  };
}
