import type { Store } from '../stores/store.js';

/** A message that has to be delivered. */
export interface AlertMessage {
  messageId: number;
  /** JSON. */
  body: string;
  /** ms since 1970 */
  madeAtMs: number;
}

/** What changes at one look. */
export interface AlertChanges {
  /** What is remembered of TVs, as text; null = nothing any more. */
  watches: readonly { playerId: string; text: string | null }[];
  messages: readonly { target: string; body: string; madeAtMs: number }[];
}

/** Where alerts are kept, so that a restart tells nothing twice and loses nothing. Each method throws what the store throws. */
export interface AlertStore extends Store {
  watches(): Promise<{ playerId: string; text: string }[]>;
  /** All or nothing. */
  save(changes: AlertChanges): Promise<void>;
  /** The first message that waits for a target; null = none. */
  first(target: string): Promise<AlertMessage | null>;
  remove(messageId: number): Promise<void>;
}
