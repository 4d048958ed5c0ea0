import type { PlayerJson } from './callApi.js';

/** A clock that is less far off does no harm. */
const MOST_OFFSET_MS = 2 * 60_000;

/** Views wait for some seconds in any case: with fewer, or for a shorter time, all is well. */
const FEW_VIEWS = 10;
const SHORT_WAIT_MS = 10 * 60_000;

const views = (count: number): string => (count === 1 ? '1 view' : `${count} views`);

/** `7 minutes`, `3 hours`, `2 days` */
function span(ms: number): string {
  const [count, unit] =
    ms < 90 * 60_000
      ? [ms / 60_000, 'minute']
      : ms < 36 * 3_600_000
        ? [ms / 3_600_000, 'hour']
        : [ms / 86_400_000, 'day'];
  const whole = Math.max(1, Math.round(count));
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/**
 * What is not well with a TV, in sentences; none where all is well, or nothing is known.
 * @param nowMs ms since 1970
 * @example unwell(player, Date.now()) // ['12 views wait, the first for 3 hours.']
 */
export function unwell({ health }: Pick<PlayerJson, 'health'>, nowMs: number): string[] {
  if (!health) return [];
  const { waiting, oldestAt, dropped, storage, clockOffsetMs } = health;
  const waitedMs = oldestAt === null || waiting === 0 ? 0 : nowMs - Date.parse(oldestAt);
  const offMs = clockOffsetMs ?? 0;
  return [
    ...(waiting < FEW_VIEWS && waitedMs < SHORT_WAIT_MS
      ? []
      : [
          `${views(waiting)} wait${waiting === 1 ? 's' : ''}${waitedMs > 0 ? `, the first for ${span(waitedMs)}` : ''}.`,
        ]),
    ...(dropped === 0 ? [] : [`${views(dropped)} ${dropped === 1 ? 'was' : 'were'} dropped.`]),
    ...(storage === 'memory' ? ['Views that wait are stored in memory only.'] : []),
    ...(Math.abs(offMs) <= MOST_OFFSET_MS
      ? []
      : [`Its clock is ${span(Math.abs(offMs))} ${offMs > 0 ? 'slow' : 'fast'}.`]),
  ];
}
