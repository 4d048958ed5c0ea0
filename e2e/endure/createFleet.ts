import { openMenu } from '../stage/connectPlayer.js';
import { startTv, type StageTv } from '../stage/startTv.js';

/** TVs that show one picture after the other, all at the same moments, and what they know of their views. */
export interface Fleet {
  /** Switches all on. @param port of the bridge, which stays the same for as long as they live */
  start(port: number): Promise<void>;
  /** The next picture is on all screens. */
  show(): void;
  /** How many views each TV has shown, by its player key. */
  shown(): Map<string, number>;
  /** Views that were acknowledged, of all TVs. */
  acknowledged(): number;
  waiting(): number;
  dropped(): number;
  /** The longest time without an acknowledgment while views waited for one, since it was last asked for, ms. */
  longestSilenceMs(): number;
  stop(): void;
}

/** Of the sample gallery. */
const POSTS = [101, 102, 103, 104, 201, 202, 204, 205];
const LOOK_MS = 20;

/** Shorter than on a TV, so that the run is: there the longest are 5 min. What is decided is the same. */
const TIMING = {
  reconnectMaxMs: 3000,
  maxAttempts: 1000,
  renewWithinMs: 3000,
  ackTimeoutMs: 2000,
  silenceMaxMs: 5000,
};

export function createFleet(size: number): Fleet {
  let tvs: StageTv[] = [];
  let rounds = 0;
  let last = { acknowledged: 0, atMs: performance.now() };
  let longestMs = 0;
  const sum = (of: (tv: StageTv) => number): number => tvs.reduce((total, tv) => total + of(tv), 0);
  const acknowledged = (): number => sum((tv) => tv.snapshot().views.sent);
  const waiting = (): number => sum((tv) => tv.snapshot().views.waiting);
  const look = (): void => {
    const [nowMs, sent] = [performance.now(), acknowledged()];
    if (waiting() > 0) longestMs = Math.max(longestMs, nowMs - last.atMs);
    if (sent > last.acknowledged || waiting() === 0) last = { acknowledged: sent, atMs: nowMs };
  };
  let looking: NodeJS.Timeout | undefined;
  return {
    async start(port) {
      const names = Array.from({ length: size }, (_, i) => `endure-${i}`);
      for (const name of names) await openMenu(port, name);
      tvs = names.map((name) => startTv(`ws://127.0.0.1:${port}/mqtt`, name, {}, TIMING));
      looking = setInterval(look, LOOK_MS);
    },
    show() {
      const post = POSTS[rounds++ % POSTS.length]!;
      for (const tv of tvs) tv.show(post);
    },
    shown: () => new Map(tvs.map(({ playerKey }) => [playerKey, rounds])),
    acknowledged,
    waiting,
    dropped: () => sum((tv) => tv.snapshot().views.dropped),
    longestSilenceMs() {
      const found = longestMs;
      longestMs = 0;
      return found;
    },
    stop() {
      clearInterval(looking);
      for (const tv of tvs) tv.stop();
    },
  };
}
