import type { Desk } from '../stage/makapix/createDesk.js';
import { isUntold, type Heard } from './isUntold.js';
import type { Ledger } from './ledger.js';

/** The mishaps of so long before it ended, or after it was shown, are told with a view that is wrong. */
const TOLD_MS = 10_000;

/** What a run in one engine has shown. */
export interface ChaosFigures {
  shown: number;
  certain: number;
  recorded: number;
  messages: number;
  connections: number;
  seconds: number;
  lost: number[];
  /** Not recorded, and nobody could have told: see isUntold.ts. */
  untold: number[];
  gone: number[];
  twice: number[];
  disordered: number[];
  mishaps: Record<string, number>;
}

export interface ChaosResult {
  figures: ChaosFigures;
  /** What is wrong, as sentences; empty = nothing. */
  failures: string[];
}

/** What was heard and counted outside of the server, and when. */
interface Circumstances {
  /** The acks that pages have heard, in order. */
  heard: readonly Heard[];
  connections: number;
  beganAtMs: number;
  endedAtMs: number;
}

/** Holds the server's record against what was shown. */
export function judge(
  { shown, certain, gone, elsewhere, doubtful, again, mishaps, happened, shownAtMs }: Ledger,
  { arrived, recorded }: Pick<Desk, 'arrived' | 'recorded'>,
  { heard, connections, beganAtMs, endedAtMs }: Circumstances,
): ChaosResult {
  const looks = arrived.flatMap(({ atMs, payload, outcome }) =>
    payload ? [{ atMs, postId: payload.post_id, timestamp: payload.timestamp, outcome }] : [],
  );
  const record = recorded.map(({ postId }) => postId);
  // Where nobody could tell that the first showing was not recorded, the second one counts, in its own place.
  const before = looks.filter(({ outcome }) => outcome !== 'recorded');
  const isLaterShowing = (postId: number): boolean => again.has(postId) && isUntold(postId, before, heard);
  const inOneStorage = record.filter(
    (postId) => !elsewhere.has(postId) && !doubtful.has(postId) && !isLaterShowing(postId),
  );
  const unrecorded = [...certain].filter((postId) => !record.includes(postId));
  const isGone = (postId: number): boolean => gone.has(postId) || doubtful.has(postId);
  const missing = unrecorded.filter((postId) => !isGone(postId));
  const figures: ChaosFigures = {
    shown,
    certain: certain.size,
    recorded: record.length,
    messages: arrived.length,
    connections,
    seconds: (endedAtMs - beganAtMs) / 1000,
    lost: missing.filter((postId) => !isUntold(postId, looks, heard)),
    untold: missing.filter((postId) => isUntold(postId, looks, heard)),
    gone: unrecorded.filter(isGone),
    twice: record.filter((postId, i) => record.indexOf(postId) !== i),
    disordered: inOneStorage.filter((postId, i) => i > 0 && postId < inOneStorage[i - 1]!),
    mishaps,
  };
  // What happened to those that are wrong, to find out why.
  const after = (atMs: number): string => `after ${((atMs - beganAtMs) / 1000).toFixed(2)} s`;
  const story = (postId: number): string => {
    const mine = arrived.filter(({ payload }) => payload?.post_id === postId);
    const beganAt = shownAtMs.get(postId) ?? beganAtMs;
    const endAtMs = mine[mine.length - 1]?.atMs ?? beganAt + TOLD_MS;
    return [
      `shown ${after(beganAt)}`,
      ...mine.map(
        ({ atMs, outcome, payload }) =>
          `${outcome} ${after(atMs)} (${payload?.intent}, ${payload?.timestamp.slice(-4)})`,
      ),
      ...(again.has(postId) ? ['shown again'] : []),
      ...happened
        .filter(({ atMs }) => atMs > endAtMs - TOLD_MS && atMs < endAtMs)
        .map(({ atMs, what }) => `${what} ${after(atMs)}`),
    ].join(', ');
  };
  const failures = (['lost', 'twice', 'disordered'] as const).flatMap((what) =>
    figures[what].map((postId) => `${what}: view ${postId}: ${story(postId)}`),
  );
  return { figures, failures };
}
