import { applyStatus } from './applyStatus.js';
import { decideView, paceTimeMs, type ViewOutcome } from './decideView.js';
import type { Arrival, BatchFacts, IngestStore, NewView, StatusArrival, ViewArrival } from './ingestStore.js';
import { knownViews, type KnownViews } from './knownViews.js';

/**
 * What became of a message; a status of an unknown player, one that names another, and one that is older than
 * what is recorded, is `ignored`.
 */
export type Taken = ViewOutcome | { kind: 'applied' } | { kind: 'ignored' };

/** Decides about messages and records what is decided. */
export interface Recorder {
  /**
   * Takes messages in their order, all or none. What it returns is on disk.
   *
   * Several of these may work on one database: a player's row is held while its messages are looked at, so
   * that neither the pace nor the duplicates depend on who is asked.
   * @throws what the store throws; then nothing was taken
   */
  record(arrivals: readonly Arrival[]): Promise<Taken[]>;
}

/**
 * @param now the clock of `Arrival.atMs`
 * @param clock whose time is recorded, and measures the pace: with several workers the database's, so that
 *   theirs may differ; they take from a broker that keeps messages, so that one may come long after it was sent
 */
export function createRecorder(
  store: IngestStore,
  now: () => number = Date.now,
  clock: 'own' | 'database' = 'own',
): Recorder {
  return {
    record: (arrivals) =>
      store.transaction(async (records) => {
        const facts = await records.factsOf(arrivals);
        // After the rows are held: whoever held them before has written earlier times.
        const nowMs = (clock === 'database' ? await records.clockMs() : null) ?? now();
        const times: Times = { nowMs, aheadMs: nowMs - now(), mayHaveWaited: clock === 'database' };
        const known = knownViews(facts);
        const views: NewView[] = [];
        const taken = arrivals.map((arrival) =>
          arrival.kind === 'view'
            ? recordView(arrival, facts, times, known, views)
            : recordStatus(arrival, facts, times),
        );
        await records.write(views, facts.players);
        return taken;
      }),
  };
}

interface Times {
  /** By the clock that counts. */
  nowMs: number;
  /** How far that is ahead of the clock of the arrivals. */
  aheadMs: number;
  /** Whether a message may have waited before it arrived. */
  mayHaveWaited: boolean;
}

/**
 * When a message counts as arrived. Two workers may write what came to them in the other order. What is older
 * than what is recorded is late; a record of the future only says that the clock was set back.
 */
function arrivalOf(atMs: number, recordedMs: number | null, { nowMs, aheadMs }: Times) {
  const arrivedMs = Math.min(atMs + aheadMs, nowMs); // nothing comes from the future: the clock was set back since
  const knownMs = recordedMs !== null && recordedMs <= nowMs ? recordedMs : null;
  return { arrivedMs, knownMs, isLate: knownMs !== null && arrivedMs < knownMs };
}

function recordView(
  { topicKey, view, time, atMs }: ViewArrival,
  facts: BatchFacts,
  times: Times,
  known: KnownViews,
  views: NewView[],
): ViewOutcome {
  const player = facts.players.get(topicKey);
  const { arrivedMs, knownMs, isLate } = arrivalOf(atMs, player?.lastViewAtMs ?? null, times);
  // The pace of a player goes forward only: what is late counts as if it came now.
  const countsMs = isLate ? times.nowMs : arrivedMs;
  const outcome = decideView(
    {
      topicKey,
      payloadKey: view.player_key,
      player: player
        ? { owner: player.owner, ownerPermitted: player.ownerPermitted, lastViewAtMs: knownMs }
        : null,
      isDuplicate: known.has(topicKey, view.post_id, time, countsMs),
      post: facts.posts.get(view.post_id) ?? null,
    },
    countsMs,
  );
  if (outcome.kind === 'refused' || !player) return outcome;
  player.lastViewAtMs =
    times.mayHaveWaited && !view.request_ack
      ? paceTimeMs(knownMs, time.isKnown ? time.atMs : null, countsMs)
      : countsMs;
  player.isChanged = true;
  if (outcome.kind === 'own_post') return outcome;
  known.add(topicKey, view.post_id, time, countsMs);
  views.push({
    playerKey: topicKey,
    playerId: player.playerId,
    postId: view.post_id,
    viewedAtMs: time.isKnown ? time.atMs : countsMs,
    timeKnown: time.isKnown,
    receivedAtMs: countsMs,
    view,
  });
  return outcome;
}

function recordStatus({ topicKey, status, atMs }: StatusArrival, facts: BatchFacts, times: Times): Taken {
  const player = facts.players.get(topicKey);
  if (!player || status.playerKey !== topicKey) return { kind: 'ignored' };
  const { arrivedMs, isLate } = arrivalOf(atMs, player.state.lastSeenAtMs, times);
  if (isLate) return { kind: 'ignored' }; // the newer one has said what is so now
  player.state = applyStatus(player.state, status, arrivedMs);
  player.isChanged = true;
  return { kind: 'applied' };
}
