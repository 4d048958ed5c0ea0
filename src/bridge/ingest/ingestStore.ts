import type { ReceivedStatus } from '../../makapix/status.js';
import type { ViewPayload } from '../../makapix/view.js';
import type { PlayerState } from '../players/player.js';
import type { Store } from '../stores/store.js';
import type { ViewTime } from './readViewTime.js';

/** A valid message of a player. `atMs` is when it arrived, by the clock of whoever took it. */
export type Arrival =
  | { kind: 'status'; topicKey: string; status: ReceivedStatus; atMs: number }
  | { kind: 'view'; topicKey: string; view: ViewPayload; time: ViewTime; atMs: number };

export type ViewArrival = Arrival & { kind: 'view' };
export type StatusArrival = Arrival & { kind: 'status' };

/** A player while its messages are looked at. */
export interface PlayerFacts {
  playerId: string;
  owner: string | null;
  ownerPermitted: boolean;
  /** When its last view was taken; null = never. */
  lastViewAtMs: number | null;
  state: PlayerState;
  /** Whether it has to be written. */
  isChanged: boolean;
}

/** What is recorded that decisions about a batch of messages need to know. */
export interface BatchFacts {
  /** By their keys. */
  players: Map<string, PlayerFacts>;
  /** By their IDs. */
  posts: Map<number, { author: string | null }>;
  /** Those of the views that are recorded already, with the time on the player's clock. */
  seen: { playerKey: string; postId: number; atMs: number }[];
  /** The last views of unknown time of the same players and posts, with the time at which they came. */
  seenSometime: { playerKey: string; postId: number; atMs: number }[];
}

/** A view that will be written. */
export interface NewView {
  playerKey: string;
  playerId: string;
  postId: number;
  viewedAtMs: number;
  timeKnown: boolean;
  receivedAtMs: number;
  view: ViewPayload;
}

/** What may be done to the records while nobody else changes those of the same players. */
export interface Records {
  /** Reads the facts, however many messages there are, and holds the players until the transaction ends. */
  factsOf(arrivals: readonly Arrival[]): Promise<BatchFacts>;
  /** The time by the clock of the database; null where that is this machine's. */
  clockMs(): Promise<number | null>;
  write(views: readonly NewView[], players: ReadonlyMap<string, PlayerFacts>): Promise<void>;
}

/** Where messages become records. Several processes may have one on the same database. */
export interface IngestStore extends Store {
  /**
   * All or nothing: what `work` has written is on disk when the promise resolves. `work` may run again.
   * @throws what the store and `work` throw; then nothing was written
   */
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>;
}
