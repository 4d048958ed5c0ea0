import type { Store } from '../stores/store.js';
import type { CommandAck, Report } from './readPlayerWord.js';

/** What a player says of itself, beside its status. */
export type SaidWord = Report | 'health';

/** What a player has said, as it came. */
export type Said = { playerKey: string; /** ms since 1970 */ atMs: number } & (
  { kind: 'ack'; ack: CommandAck } | { kind: 'word'; word: SaidWord; /** A JSON object. */ body: string }
);

/** Where workers keep what players say. Each method throws what the store throws. */
export interface WordStore extends Store {
  /**
   * Keeps the last of each word of each player, and writes down what became of commands whose sender has heard
   * nothing: the first answer counts. Nothing is kept of players that are not known, nor of commands that are not in
   * the history. All or none.
   */
  keep(said: readonly Said[]): Promise<void>;
}
