import type { ClockState } from './createClock.js';

/** `passive`: another page of this plugin reports for this TV. `impossible`: see `lastError`. */
export type ConnectionState =
  'stopped' | 'waiting' | 'connecting' | 'connected' | 'suspended' | 'passive' | 'impossible';

/** Everything that the status page shows of the reporting. Never holds credentials. */
export interface ReporterSnapshot {
  /** The one that it is at, or tries next. */
  broker: { url: string };
  connection: {
    state: ConnectionState;
    /** How long it has been connected, or has not. */
    forMs: number;
    /** The last failure, also while connected; null where there was none. */
    lastError: { code: string; message: string } | null;
    /** Until the next attempt; null where none is planned. */
    nextTryInMs: number | null;
  };
  /** Views of this TV. `waiting` and `unanswered` are now; the others count from the beginning of the storage. */
  views: {
    waiting: number;
    /** The broker has them; they are kept until the first answer ever that a server gives. */
    unanswered: number;
    /** The server has them, or the broker where no answer is asked for. */
    sent: number;
    /** The server said that the post does not exist. */
    refused: number;
    /** Too many, too old, or failed too often. */
    dropped: number;
  };
  /** When the first view that waits was on screen, ms since 1970; null = none waits, or it is not known. */
  oldestAtMs: number | null;
  /** The server takes no view of this player; null where nothing is blocked. */
  blocked: { code: string; message: string; remedy: string; retryInMs: number } | null;
  lastStatus: {
    status: 'online' | 'offline';
    currentPostId: number | null;
    agoMs: number;
  } | null;
  /** `answered`: a server acks views, or has ever done so. `silent`: none has yet. `off`: not asked for. */
  acks: 'answered' | 'silent' | 'off';
  clock: ClockState;
  storage: 'opening' | 'indexeddb' | 'localstorage' | 'memory';
}
