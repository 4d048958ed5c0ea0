import { QUARTER_MS, type LocalTime } from './presence.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The wall clock of this machine's time zone. @param atMs ms since 1970 */
export function localTimeOf(atMs: number): LocalTime {
  const wallMs = atMs - new Date(atMs).getTimezoneOffset() * MINUTE_MS;
  const day = Math.floor(wallMs / DAY_MS);
  return { day, quarter: Math.floor((wallMs - day * DAY_MS) / QUARTER_MS) };
}
