import { ATTEMPTS_PER_MINUTE } from '../../src/bridge/limits/attemptLimit.js';
import type { createFinding } from './finding.js';
import type { Fleet } from './fleet.js';

const MINUTE_MS = 60_000;
/** facts: exponential from 1 s to 300 s. */
const LONGEST_WAIT_S = 300;
/** Timers ring at whole milliseconds. */
const TIMER_MS = 1;

/** The most moments within any minute. */
export function mostInAMinute(momentsMs: readonly number[]): number {
  const sorted = momentsMs.slice().sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((atMs, i) => {
    while (sorted[first]! <= atMs - MINUTE_MS) first++;
    most = Math.max(most, i - first + 1);
  });
  return most;
}

/** Whether the attempts to connect keep what Makapix's broker asks of players. */
export function checkAttempts(
  { tvs, addressOf }: Fleet,
  tvsPerAddress: number,
  limit: ReturnType<typeof createFinding>['limit'],
): void {
  const byAddress = new Map<string, number[]>();
  tvs.forEach((tv, i) => {
    const known = byAddress.get(addressOf(i)) ?? [];
    byAddress.set(addressOf(i), known.concat(tv.attemptsMs()));
  });
  let most = 0;
  for (const momentsMs of byAddress.values()) most = Math.max(most, mostInAMinute(momentsMs));
  const waitS = tvs.reduce((longest, tv) => Math.max(longest, tv.longestWaitMs()), 0) / 1000;
  limit(
    tvsPerAddress === 1
      ? 'attempts in a minute'
      : `attempts in a minute of ${tvsPerAddress} TVs behind one address`,
    "Makapix's broker: 10 attempts in a minute and address",
    `≤ ${ATTEMPTS_PER_MINUTE}`,
    String(most),
    most <= ATTEMPTS_PER_MINUTE,
  );
  limit(
    'longest wait before an attempt',
    "Makapix's players: back off from 1 s to 300 s",
    `≤ ${LONGEST_WAIT_S} s`,
    `${waitS.toFixed(1)} s`,
    waitS <= LONGEST_WAIT_S + TIMER_MS / 1000,
  );
}
