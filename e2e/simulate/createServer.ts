import { parseAck } from '../../src/makapix/ack.js';
import { statusPayload } from '../../src/makapix/status.js';
import { answerView, newMemory, type RegisteredPlayer } from '../stage/makapix/answerView.js';
import { decideStatus, NO_ROW, rowAt, type PlayerRow } from '../stage/makapix/decideStatus.js';
import { createCounter, type Counter } from './counter.js';
import type { Events } from './events.js';

/** What the server knows of one TV. */
export interface Account {
  playerKey: string;
  /** The posts of the views that are recorded, in order: each has one of its own. */
  recorded: number[];
  /** The posts whose answer the TV has heard. */
  heard: Set<number>;
  lastArrivalAtMs: number;
  /** When the TV sent its last status. */
  lastStatusAtMs: number;
  row: PlayerRow;
}

/** What the server does with views. */
interface ViewDesk {
  views: Counter;
  acks: Counter;
  outcomes: Record<string, number>;
  /**
   * Views that were recorded again, since their answer was lost with the connection and the server had
   * forgotten them: what nobody can tell (docs/reporting.md).
   */
  forgotten(): number;
  /** The shortest time between two views of one TV, as they arrived. */
  shortestViewGapMs(): number;
  /** @returns the answer's text */
  takeView(account: Account, postId: number, payload: Record<string, unknown>): string;
  /** Whether this answer says that the view is done with. */
  isAnswered(text: string): boolean;
}

/** What the server does with statuses. */
interface StatusDesk {
  statuses: Counter;
  /** Between two status messages of one TV, as they were sent, since the last `forgetGaps`. */
  statusGapsMs(): { shortest: number; longest: number };
  /** How often a status came from a TV that was taken for offline, but had not said so, since `forgetGaps`. */
  takenForOffline(): number;
  forgetGaps(): void;
  /** @param sentAtMs when it left the TV: the seed's figures are about that */
  takeStatus(account: Account, postId: number | null, sentAtMs: number): void;
}

/** The server behind the broker, with the rules of Makapix's own (../stage/makapix). */
export interface SimulatedServer extends ViewDesk, StatusDesk {
  /** A TV that somebody owns. */
  newAccount(): Account;
}

/** A UUID for each TV. */
const KEY_START = '550e8400-e29b-41d4-a716-';
const KEY_END_LENGTH = 12;

export function createServer(events: Events): SimulatedServer {
  const players = new Map<string, RegisteredPlayer>();
  return {
    newAccount: () => {
      const playerKey = KEY_START + String(players.size).padStart(KEY_END_LENGTH, '0');
      players.set(playerKey, { owner: 'home', ownerPermitted: true });
      return {
        playerKey,
        recorded: [],
        heard: new Set(),
        lastArrivalAtMs: -Infinity,
        lastStatusAtMs: NaN,
        row: NO_ROW,
      };
    },
    ...createViewDesk(events, players),
    ...createStatusDesk(events),
  };
}

function createViewDesk({ nowMs }: Events, players: ReadonlyMap<string, RegisteredPlayer>): ViewDesk {
  const views = createCounter();
  const acks = createCounter();
  const outcomes: Record<string, number> = {};
  const state = { players, authorOf: () => 'somebody else', memory: newMemory(), fault: null };
  let forgotten = 0;
  let viewGapMs = Infinity;
  return {
    views,
    acks,
    outcomes,
    forgotten: () => forgotten,
    shortestViewGapMs: () => viewGapMs,
    takeView: (account, postId, payload) => {
      const atMs = nowMs();
      views.count(atMs);
      viewGapMs = Math.min(viewGapMs, atMs - account.lastArrivalAtMs);
      account.lastArrivalAtMs = atMs;
      const { outcome, text } = answerView(state, account.playerKey, payload, atMs);
      if (outcome === 'recorded') {
        // The same timestamp within the minute would have been a duplicate.
        if (account.recorded.includes(postId) && !account.heard.has(postId)) forgotten++;
        account.recorded.push(postId);
      }
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      acks.count(atMs);
      return text!; // it asked for one
    },
    isAnswered: (text) => {
      const ack = parseAck(text)!;
      return ack.success || ack.code === 'duplicate';
    },
  };
}

function createStatusDesk({ nowMs }: Events): StatusDesk {
  const statuses = createCounter();
  let takenForOffline = 0;
  let gapsFromMs = 0;
  let shortest = Infinity;
  let longest = 0;
  return {
    statuses,
    statusGapsMs: () => ({ shortest, longest }),
    takenForOffline: () => takenForOffline,
    forgetGaps: () => {
      takenForOffline = 0;
      gapsFromMs = nowMs();
      shortest = Infinity;
      longest = 0;
    },
    takeStatus: (account, currentPostId, sentAtMs) => {
      const atMs = nowMs();
      statuses.count(atMs);
      if (account.lastStatusAtMs >= gapsFromMs) {
        shortest = Math.min(shortest, sentAtMs - account.lastStatusAtMs);
        longest = Math.max(longest, sentAtMs - account.lastStatusAtMs);
      }
      account.lastStatusAtMs = sentAtMs;
      const { playerKey, row } = account;
      if (rowAt(row, atMs).connection !== row.connection) takenForOffline++;
      const said = statusPayload({ playerKey, status: 'online', currentPostId, firmwareVersion: 'simulate' });
      account.row = decideStatus(row, said, () => true, atMs) ?? row;
    },
  };
}
