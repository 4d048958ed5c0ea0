import type { Ack } from '../../src/makapix/ack.js';
import { decideView } from '../../src/bridge/ingest/decideView.js';
import { createCounter, type Counter } from './counter.js';
import type { Events } from './events.js';

/** What the server knows of one TV. */
export interface Account {
  lastViewAtMs: number | null;
  /** The views that are recorded: each has a post of its own. */
  recorded: Set<number>;
  lastArrivalAtMs: number;
  /** When the TV sent its last status. */
  lastStatusAtMs: number;
}

/** The server behind the broker, with the rules of the bridge. */
export interface SimulatedServer {
  views: Counter;
  statuses: Counter;
  acks: Counter;
  outcomes: Record<string, number>;
  /** The shortest time between two views of one TV, as they arrived. */
  shortestViewGapMs(): number;
  /** Between two status messages of one TV, as they were sent, since the last `forgetGaps`. */
  statusGapsMs(): { shortest: number; longest: number };
  forgetGaps(): void;
  takeView(account: Account, postId: number): Ack;
  /** @param sentAtMs when it left the TV: the seed's figures are about that */
  takeStatus(account: Account, sentAtMs: number): void;
}

export const newAccount = (): Account => ({
  lastViewAtMs: null,
  recorded: new Set(),
  lastArrivalAtMs: -Infinity,
  lastStatusAtMs: NaN,
});

const PLAYER_KEY = 'its key';

export function createServer(events: Events): SimulatedServer {
  const views = createCounter();
  const statuses = createCounter();
  const acks = createCounter();
  const outcomes: Record<string, number> = {};
  let viewGapMs = Infinity;
  let gapsFromMs = 0;
  let shortest = Infinity;
  let longest = 0;

  return {
    views,
    statuses,
    acks,
    outcomes,
    shortestViewGapMs: () => viewGapMs,
    statusGapsMs: () => ({ shortest, longest }),
    forgetGaps: () => {
      gapsFromMs = events.nowMs();
      shortest = Infinity;
      longest = 0;
    },
    takeView: (account, postId) => {
      const atMs = events.nowMs();
      views.count(atMs);
      viewGapMs = Math.min(viewGapMs, atMs - account.lastArrivalAtMs);
      account.lastArrivalAtMs = atMs;
      const outcome = decideView(
        {
          topicKey: PLAYER_KEY,
          payloadKey: PLAYER_KEY,
          player: { owner: 'home', ownerPermitted: true, lastViewAtMs: account.lastViewAtMs },
          isDuplicate: account.recorded.has(postId),
          post: { author: null },
        },
        atMs,
      );
      if (outcome.kind === 'recorded') {
        account.lastViewAtMs = atMs;
        account.recorded.add(postId);
      }
      const name = outcome.kind === 'refused' ? outcome.code : outcome.kind;
      outcomes[name] = (outcomes[name] ?? 0) + 1;
      acks.count(atMs);
      return outcome.kind === 'refused'
        ? { success: false, code: outcome.code, message: outcome.message }
        : { success: true };
    },
    takeStatus: (account, sentAtMs) => {
      statuses.count(events.nowMs());
      if (account.lastStatusAtMs >= gapsFromMs) {
        shortest = Math.min(shortest, sentAtMs - account.lastStatusAtMs);
        longest = Math.max(longest, sentAtMs - account.lastStatusAtMs);
      }
      account.lastStatusAtMs = sentAtMs;
    },
  };
}
