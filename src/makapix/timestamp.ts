/** For a view whose time is not known: the server takes its own (player-status.md, Unsynced Device). */
export const UNKNOWN_TIME = '1970-01-01T00:00:00Z';

const LENGTH_TO_THE_SECOND = '1970-01-01T00:00:00'.length;

/**
 * ISO 8601, UTC, whole seconds: `2024-01-15T10:30:00Z` (player-status.md, Timestamp Handling).
 *
 * @param timeMs ms since 1970; null = unknown. Cut to the second it is in.
 */
export function timestampOf(timeMs: number | null): string {
  if (timeMs === null) return UNKNOWN_TIME;
  // eslint-disable-next-line no-restricted-globals -- writes down a given time, reads no clock
  return `${new Date(timeMs).toISOString().slice(0, LENGTH_TO_THE_SECOND)}Z`;
}
