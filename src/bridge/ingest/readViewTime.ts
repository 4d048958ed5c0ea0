/** When a view was: on the player's clock, or unknown (player-status.md, Timestamp Handling). */
export type ViewTime = { isKnown: true; atMs: number } | { isKnown: false };

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads a view's timestamp: ISO 8601 with seconds; without a zone it is UTC. 1970-01-01T00:00:00Z in any
 * spelling is the time of a player that does not know it.
 * @returns undefined for a text that is no such time
 */
export function readViewTime(timestamp: string): ViewTime | undefined {
  const match = ISO.exec(timestamp);
  if (!match) return undefined;
  const atMs = Date.parse(`${match[1]}${match[2]?.toUpperCase() ?? 'Z'}`);
  if (Number.isNaN(atMs)) return undefined;
  return atMs === 0 ? { isKnown: false } : { isKnown: true, atMs };
}
