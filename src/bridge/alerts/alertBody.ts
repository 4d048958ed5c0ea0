import type { AlertChange, AlertCode } from './alert.js';

/** The TV that an alert is about. */
export interface AlertTv {
  playerId: string;
  displayName: string;
}

const BEGINS: Record<AlertCode, string> = {
  'tv-gone': 'is gone',
  'views-waiting': 'has too many views waiting',
  'views-dropped': 'has dropped views',
  'clock-off': 'has a clock that is wrong',
  'memory-only': 'stores its views in memory only',
  'disk-nearly-full': 'has a disk that is nearly full',
};

const ENDS: Record<AlertCode, string> = {
  'tv-gone': 'is back',
  'views-waiting': 'has sent its views',
  'views-dropped': 'has dropped no more views for a day',
  'clock-off': 'has the right time again',
  'memory-only': 'keeps its views again',
  'disk-nearly-full': 'has room on its disk again',
};

/**
 * What is sent when an alert begins or ends.
 * @param tv null = the alert is about the machine of the bridge
 * @returns JSON; an `id` that comes again is the same message
 */
export function alertBody(
  { code, state, sinceMs, atMs, isUnwatched }: AlertChange,
  tv: AlertTv | null,
): string {
  const since = new Date(sinceMs).toISOString();
  const name = tv?.displayName ?? 'The bridge';
  return JSON.stringify({
    id: `${tv?.playerId ?? 'bridge'}/${code}/${since}/${state}`,
    code,
    state,
    player_id: tv?.playerId ?? null,
    player: tv?.displayName ?? null,
    since,
    at: new Date(atMs).toISOString(),
    text: `${name} ${isUnwatched ? 'was removed or unpaired' : (state === 'begin' ? BEGINS : ENDS)[code]}.`,
  });
}
