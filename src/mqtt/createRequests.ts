import type { ConnectionFailure } from './connection.js';

/** Null at the acknowledgement, or why there will be none. */
type Outcome = ConnectionFailure | null;

/** The packets that wait for an acknowledgement. */
interface Requests {
  /** Sends a packet with an id. Never rejects. */
  send: (make: (id: number) => ArrayBuffer) => Promise<Outcome>;
  /** The answer to the packet with this id. */
  settle: (id: number, outcome: Outcome) => void;
  /** The connection is gone: that is the answer to all, and to those that come. */
  end: (why: ConnectionFailure) => void;
}

const LARGEST_ID = 0xffff;

/** @param expired one was not answered for `timeoutMs` */
export function createRequests(
  send: (bytes: ArrayBuffer) => void,
  timeoutMs: number,
  expired: () => void,
): Requests {
  let ended: Outcome = null;
  let lastId = 0;
  /** By packet id. */
  let waiting: Record<number, (outcome: Outcome) => void> = {};

  return {
    send: (make) =>
      new Promise((resolve) => {
        if (ended) {
          resolve(ended);
          return;
        }
        do lastId = (lastId % LARGEST_ID) + 1;
        while (waiting[lastId]);
        const id = lastId;
        const timer = setTimeout(expired, timeoutMs);
        waiting[id] = (outcome) => {
          clearTimeout(timer);
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- ids are numbers
          delete waiting[id];
          resolve(outcome);
        };
        send(make(id));
      }),
    settle: (id, outcome) => {
      const settled = waiting[id];
      if (settled) settled(outcome);
    },
    end: (why) => {
      ended = why;
      const told = waiting;
      waiting = {};
      for (const id in told) told[id]!(why);
    },
  };
}
