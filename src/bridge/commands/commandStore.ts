import type { Store } from '../stores/store.js';
import type { CommandType } from './commandTypes.js';

/** What became of a command; `no_answer` = nobody knows, or the TV was not there. */
export type CommandResult = 'ok' | 'error' | 'unsupported' | 'no_answer';

/** Who has sent a command. */
export interface Sender {
  /** A browser that has signed in, a program with the admin token, or anybody where nobody needs one. */
  by: 'session' | 'token' | 'open';
  /** Where the request came from. */
  address: string;
}

/** A command that was sent, and what became of it. Times are ms since 1970, UTC. */
export interface CommandRecord {
  commandId: string;
  playerId: string;
  type: CommandType;
  payload: Record<string, unknown>;
  sender: Sender;
  sentAtMs: number;
  /** null = it is still waited for. */
  result: CommandResult | null;
  /** Why it is not `ok`. */
  error: string | null;
  /** null as long as it is waited for. */
  endedAtMs: number | null;
}

/** So many commands of each player are kept. */
export const COMMANDS_KEPT = 100;

/** Where the commands of players are kept. Each method throws what the store throws. */
export interface CommandStore extends Store {
  /**
   * Adds commands that have ended. One that is there already stays as it is: nobody knows what became of a
   * transaction whose connection was lost. Of each player the last COMMANDS_KEPT stay. All or none.
   */
  add(records: readonly CommandRecord[]): Promise<void>;
  /** The last COMMANDS_KEPT of a player, the newest first. */
  last(playerId: string): Promise<CommandRecord[]>;
}
