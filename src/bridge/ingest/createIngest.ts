import { setImmediate as nextTurn } from 'node:timers/promises';
import { topicsOf } from '../../makapix/topicsOf.js';
import type { PlayerMessage } from './readPlayerMessage.js';
import type { Recorder, Taken } from './createRecorder.js';
import { PROCESSING_ERROR, ackOf } from './decideView.js';
import type { Arrival } from './ingestStore.js';
import { readViewTime } from './readViewTime.js';
import { reasonOf } from '../text/reasonOf.js';

/**
 * A message and what became of it; `dropped` says what is wrong with one that breaks the protocol, `left` is
 * one that nobody has looked at.
 */
export type Ingested = {
  message: PlayerMessage;
  taken: Taken | { kind: 'dropped'; problem: string } | { kind: 'left' };
};

/** Thrown by a recorder that takes nothing any more: its messages are left to whoever has sent them. */
export class NotTaken extends Error {}

/** The answer that a view asks for. */
export interface Ack {
  topic: string;
  payload: string;
}

export interface Ingest {
  /** Resolves when what became of the message is on disk. Never rejected. */
  ingest(message: PlayerMessage): Promise<Ingested>;
  /** Resolves when everything that was handed in is taken. */
  idle(): Promise<void>;
}

/** So many messages at most go into one transaction: one write to disk for all of them. */
const BATCH = 500;

/**
 * Takes messages as they come. What the connections bring in one turn of the event loop goes into one transaction, as
 * does what comes while the one before is written, so that a busy moment costs few writes and a quiet one no delay. The
 * turn is needed since SQLite writes at once: without it nothing could come before each message is written by itself.
 * @param onFault gets a sentence when something could not be written
 */
export function createIngest(
  recorder: Recorder,
  now: () => number,
  onFault: (sentence: string) => void,
): Ingest {
  interface Waiting {
    arrival: Arrival;
    done: (taken: Ingested['taken']) => void;
  }
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn();
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      try {
        const taken = await recorder.record(batch.map(({ arrival }) => arrival));
        batch.forEach(({ done }, i) => done(taken[i]!));
      } catch (error) {
        if (batch.length === 1 || error instanceof NotTaken) batch.forEach((one) => fail(one, error));
        else for (const one of batch) await alone(one); // one bad apple must not spoil the others
      }
    }
    working = undefined;
  }

  async function alone(one: Waiting): Promise<void> {
    try {
      one.done((await recorder.record([one.arrival]))[0]!);
    } catch (error) {
      fail(one, error);
    }
  }

  function fail({ arrival, done }: Waiting, error: unknown): void {
    if (error instanceof NotTaken) {
      done({ kind: 'left' });
      return;
    }
    onFault(`A ${arrival.kind} of ${arrival.topicKey} could not be written: ${reasonOf(error)}`);
    done(arrival.kind === 'view' ? PROCESSING_ERROR : { kind: 'ignored' });
  }

  return {
    async ingest(message) {
      const arrival = arrivalOf(message, now());
      if (typeof arrival === 'string') return { message, taken: { kind: 'dropped', problem: arrival } };
      const taken = await new Promise<Ingested['taken']>((done) => {
        waiting.push({ arrival, done });
        working ??= work();
      });
      return { message, taken };
    },
    idle: async () => working,
  };
}

const WHOLE = 'must be an integer of at most 2^53';

/** @returns what is wrong with a message that no server takes */
function arrivalOf(message: PlayerMessage, atMs: number): Arrival | string {
  switch (message.kind) {
    case 'invalid':
      return message.problem;
    case 'status': {
      const { currentPostId } = message.status;
      if (typeof currentPostId === 'number' && !Number.isSafeInteger(currentPostId))
        return `current_post_id ${WHOLE}`;
      return { kind: 'status', topicKey: message.playerKey, status: message.status, atMs };
    }
    case 'view': {
      const time = readViewTime(message.view.timestamp);
      if (!time) return 'timestamp must be an ISO 8601 time';
      if (!Number.isSafeInteger(message.view.post_id)) return `post_id ${WHOLE}`;
      return { kind: 'view', topicKey: message.playerKey, view: message.view, time, atMs };
    }
  }
}

/**
 * The ack of a message (player-status.md, Acknowledgment).
 * @returns undefined where none was asked for, and for what is dropped without one
 */
export function ackFor({ message, taken }: Ingested): Ack | undefined {
  if (message.kind !== 'view' || !message.view.request_ack) return undefined;
  if (taken.kind !== 'recorded' && taken.kind !== 'own_post' && taken.kind !== 'refused') return undefined;
  return { topic: topicsOf(message.playerKey).viewAck, payload: ackOf(taken) };
}
