import { isDeepStrictEqual } from 'node:util';
import type { Report } from './readPlayerWord.js';

/** What a TV has said of itself last; null = nothing yet. */
export type PlayerReports = Record<Report, Record<string, unknown> | null>;

/**
 * What TVs say of themselves, kept until the bridge ends: a TV says it again at each connection, which is what the
 * broker would retain it for.
 */
interface Reports {
  /** @returns whether that is news: where only the position of what plays has moved on it is none */
  take(playerKey: string, report: Report, value: Record<string, unknown>): boolean;
  of(playerKey: string): PlayerReports;
}

/** TVs that were here since the start; what the one that spoke longest ago has said goes first. */
const MOST_PLAYERS = 10_000;

const NOTHING: PlayerReports = { capabilities: null, state: null, playback: null };

const withoutPosition = (value: Record<string, unknown> | null): object | null =>
  value && { ...value, position: null };

export function createReports(): Reports {
  const known = new Map<string, PlayerReports>();
  const of = (playerKey: string): PlayerReports => known.get(playerKey) ?? NOTHING;
  return {
    take(playerKey, report, value) {
      const before = of(playerKey);
      known.delete(playerKey);
      known.set(playerKey, { ...before, [report]: value });
      for (const oldest of known.keys()) {
        if (known.size <= MOST_PLAYERS) break;
        known.delete(oldest);
      }
      return !isDeepStrictEqual(withoutPosition(before[report]), withoutPosition(value));
    },
    of,
  };
}
