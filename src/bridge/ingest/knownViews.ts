import { REDELIVERY_MS } from './decideView.js';
import type { BatchFacts } from './ingestStore.js';
import type { ViewTime } from './readViewTime.js';

/** The views that are recorded, or will be with the batch at hand (player-status.md, Duplicate Detection). */
export interface KnownViews {
  has(playerKey: string, postId: number, time: ViewTime, nowMs: number): boolean;
  add(playerKey: string, postId: number, time: ViewTime, receivedMs: number): void;
}

export function knownViews({ seen, seenSometime }: Pick<BatchFacts, 'seen' | 'seenSometime'>): KnownViews {
  const exact = new Set(seen.map(({ playerKey, postId, atMs }) => nameOf(playerKey, postId, atMs)));
  const loose = new Map<string, number[]>();
  const append = (name: string, atMs: number): void =>
    void loose.set(name, [...(loose.get(name) ?? []), atMs]);
  for (const { playerKey, postId, atMs } of seenSometime) append(nameOf(playerKey, postId), atMs);
  return {
    has: (playerKey, postId, time, nowMs) =>
      time.isKnown
        ? exact.has(nameOf(playerKey, postId, time.atMs))
        : (loose.get(nameOf(playerKey, postId)) ?? []).some(
            // far in the future: recorded before the clock was set back
            (atMs) => Math.abs(nowMs - atMs) < REDELIVERY_MS,
          ),
    add(playerKey, postId, time, receivedMs) {
      if (time.isKnown) exact.add(nameOf(playerKey, postId, time.atMs));
      else append(nameOf(playerKey, postId), receivedMs);
    },
  };
}

/** A key of the topics has no slash. */
const nameOf = (playerKey: string, ...rest: number[]): string => [playerKey, ...rest].join('/');
