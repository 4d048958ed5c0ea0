import { fieldsOf, type Fields } from '../../../src/makapix/fieldsOf.js';
import { parseStatus, type ReceivedStatus } from '../../../src/makapix/status.js';
import { UNKNOWN_TIME } from '../../../src/makapix/timestamp.js';
import type { ViewPayload } from '../../../src/makapix/view.js';
import { createQueue } from '../createQueue.js';
import { createWatch, type Watch } from '../createWatch.js';
import {
  answerView,
  newMemory,
  type Answer,
  type Fault,
  type Outcome,
  type RegisteredPlayer,
} from './answerView.js';
import { answerRequest, newLibrary, type Library } from './answerRequest.js';
import { decideStatus, NO_ROW, rowAt, type PlayerRow } from './decideStatus.js';

/** What the server does wrong; all off at the beginning (NO_FAULTS). Each is asked for every view. */
export interface Faults {
  /** The view is taken, its ack is never sent. */
  dropAck: (outcome: Outcome) => boolean;
  /** The broker delivers the view twice. */
  deliverTwice: () => boolean;
  /** The server is busy for so long before it looks at the view, in ms; the views behind it wait. */
  busyMs: () => number;
  /** The answer takes so long on its way, in ms. */
  delayMs: () => number;
  /**
   * The check of this code fails, in its turn (answerView.ts): `processing_error` when view and slot are
   * remembered, `rate_limited` when the view is.
   */
  failWith: () => Fault | null;
}

export const NO_FAULTS: Readonly<Faults> = {
  dropAck: () => false,
  deliverTwice: () => false,
  busyMs: () => 0,
  delayMs: () => 0,
  failWith: () => null,
};

interface RecordedView {
  playerKey: string;
  postId: number;
  /** As it was sent. */
  timestamp: string;
  /** What counts: the server's own time where the player did not know it. */
  viewedAtMs: number;
  payload: ViewPayload;
}

/** Each view that the server looked at, and what became of it. */
interface ArrivedView {
  /** When it looked. */
  atMs: number;
  payload: ViewPayload | null;
  outcome: Outcome;
}

/** What a player said on one of its topics. */
interface Told {
  playerKey: string;
  topic: string;
  message: Fields;
}

/** What the server knows, and what it has made of what players said. */
export interface Desk {
  players: Map<string, RegisteredPlayer>;
  /** Who made a post; null = there is no such post. At the beginning every post exists, by `author`. */
  authorOf: (postId: number) => string | null;
  faults: Faults;
  recorded: RecordedView[];
  arrived: ArrivedView[];
  /** What arrived; `isTaken` false = discarded as a whole (decideStatus.ts). */
  statuses: { atMs: number; playerKey: string; status: ReceivedStatus; isTaken: boolean; raw: unknown }[];
  /** What players may ask for. */
  library: Library;
  /** Requests are heard, and not answered. */
  isMute: boolean;
  /** What players said besides: answers to commands, what they can do, and how they are. */
  told: Told[];
  /** What the player row says now, after every status so far. */
  playerState(playerKey: string): Pick<PlayerRow, 'connection' | 'currentPostId' | 'firmware'>;
  /** Resolves when `isSo` is true, looked at after each message. */
  until: Watch['until'];
}

/** The rules, where they are not those of Makapix's server. */
export interface DeskOptions {
  /** player-status.md, Rate Limiting. */
  intervalMs?: number;
  /** How long a view is remembered to know a duplicate. */
  duplicateMemoryMs?: number;
  now?: () => number;
}

/** What happens at the desk. */
interface Work {
  desk: Desk;
  /** A view has come; it is looked at when it is its turn. */
  takeView: (topicKey: string, text: string) => void;
  takeStatus: (text: string) => void;
  takeOther: (playerKey: string, topic: string, text: string) => void;
  /** @returns what goes to `response/…`; null: nothing */
  takeRequest: (text: string) => string | null;
  /** What it is busy with is lost; what it remembers is not. */
  drop: () => void;
}

/** The server without its connection. */
export function createDesk(
  { now = () => Date.now(), ...rules }: DeskOptions,
  sendAck: (playerKey: string, text: string) => void,
): Work {
  const memory = newMemory();
  const rows = new Map<string, PlayerRow>();
  const rowOf = (playerKey: string): PlayerRow => rows.get(playerKey) ?? NO_ROW;
  const { until, lookAgain } = createWatch();
  // One view after the other, and one ack after the other: they can be told apart only by their order.
  const looking = createQueue();
  const acking = createQueue();
  const desk: Desk = {
    players: new Map(),
    authorOf: () => 'author',
    faults: { ...NO_FAULTS },
    recorded: [],
    arrived: [],
    statuses: [],
    told: [],
    library: newLibrary(),
    isMute: false,
    playerState: (playerKey) => {
      const { connection, currentPostId, firmware } = rowAt(rowOf(playerKey), now());
      return { connection, currentPostId, firmware };
    },
    until,
  };

  function lookAt(topicKey: string, text: string): void {
    const atMs = now();
    const payload = jsonOf(text);
    const { players, authorOf, faults } = desk;
    const state = { players, authorOf, memory, fault: faults.failWith(), ...rules };
    const answer = answerView(state, topicKey, payload, atMs);
    const { outcome } = answer;
    const view = outcome === 'invalid' ? null : (payload as ViewPayload);
    desk.arrived.push({ atMs, payload: view, outcome });
    acknowledge(answer);
    // A queue: the ack is on its way before the row is written.
    if (view && outcome === 'recorded') setImmediate(() => write(answer.playerKey, view, atMs));
    lookAgain();
  }

  function acknowledge({ playerKey, text, outcome }: Answer): void {
    if (text === null || desk.faults.dropAck(outcome)) return;
    acking.add(desk.faults.delayMs(), () => sendAck(playerKey, text));
  }

  function write(playerKey: string, payload: ViewPayload, atMs: number): void {
    const { post_id: postId, timestamp } = payload;
    const viewedAtMs = timestamp === UNKNOWN_TIME ? atMs : Date.parse(timestamp);
    desk.recorded.push({ playerKey, postId, timestamp, viewedAtMs, payload });
    lookAgain();
  }

  return {
    desk,
    takeView: (topicKey, text) => looking.add(desk.faults.busyMs(), () => lookAt(topicKey, text)),
    takeStatus: (text) => {
      const raw = jsonOf(text);
      // The key is that of the payload; a player has its row before it is registered.
      const { player_key: key } = fieldsOf(raw);
      const status = parseStatus(raw);
      if (typeof key !== 'string' || !status) return;
      const playerKey = key.toLowerCase();
      const isPost = (postId: number): boolean => desk.authorOf(postId) !== null;
      const row = decideStatus(rowOf(playerKey), raw, isPost, now());
      if (row) rows.set(playerKey, row);
      desk.statuses.push({ atMs: now(), playerKey, status, isTaken: row !== null, raw });
      lookAgain();
    },
    takeOther: (playerKey, topic, text) => {
      desk.told.push({ playerKey, topic, message: fieldsOf(jsonOf(text)) });
      lookAgain();
    },
    takeRequest: (text) => {
      const request = jsonOf(text);
      return desk.isMute ? null : JSON.stringify(answerRequest(desk.library, fieldsOf(request)));
    },
    drop: () => {
      looking.clear();
      acking.clear();
    },
  };
}

/** @returns undefined for what is no JSON */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // dropped, as the server does
  }
}
