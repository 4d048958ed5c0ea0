/**
 * A broker that pushes out one of two workers in the same place may not say why (mosquitto 2.0.11 does not,
 * although MQTT 5, 3.1.4, has a reason for it). Then connections are short, many times.
 */
const SHORT_MS = 10_000;
const MANY_SHORT = 3;

/** What there was of connections until now. Times are those of a clock that nobody sets. */
export interface Connections {
  /** Since when there is one; null without one. */
  openedAtMs: number | null;
  /** So many attempts were made since the last one that was not short. */
  attempts: number;
  /** So many short ones one after the other. */
  shortOnes: number;
  /** Why the last one was lost, if that has been told. */
  told: string | null;
}

export const NO_CONNECTIONS: Connections = { openedAtMs: null, attempts: 0, shortOnes: 0, told: null };

/** There is a connection: why it is lost will be news. */
export const withOpen = (before: Connections, nowMs: number): Connections => ({
  ...before,
  openedAtMs: nowMs,
  told: null,
});

/**
 * There is no connection, or none any more.
 * @param sentence why, without its full stop
 * @param place for people: what there may be one worker for; null = any number may be there
 * @returns the attempt for `backoffMs`; `news` = what is to be told, null where it has been
 */
export function decideRetry(
  { openedAtMs, attempts, shortOnes, told }: Connections,
  { sentence, nowMs, place }: { sentence: string; nowMs: number; place: string | null },
): [Connections, { attempt: number; news: string | null }] {
  const isShort = openedAtMs !== null && nowMs - openedAtMs < SHORT_MS;
  const short = isShort ? shortOnes + 1 : 0;
  const attempt = openedAtMs !== null && !isShort ? 0 : attempts;
  const reason =
    short < MANY_SHORT || place === null
      ? sentence
      : `${sentence} again and again (is there another worker for ${place}?)`;
  return [
    { openedAtMs: null, attempts: attempt + 1, shortOnes: short, told: reason },
    { attempt, news: reason === told ? null : reason },
  ];
}
