import type { ConnectionFailure } from './connection.js';

/** Null at the acknowledgement, or why there will be none. */
type Outcome = ConnectionFailure | null;

/** The packets that wait for an acknowledgement. */
interface Requests {
  /** Sends a packet with an id. Never rejects. */
  send: (make: (id: number) => ArrayBuffer) => Promise<Outcome>;
  /**
   * The same, when what was handed in here before is acknowledged. RabbitMQ 3.10.8 says nothing of a message that it
   * refuses, as it does while a queue has no leader, and may acknowledge it with two that came after it: a view taken
   * for confirmed would be lost. So none comes after it.
   */
  sendInTurn: (make: (id: number) => ArrayBuffer) => Promise<Outcome>;
  /** Sends what waits for its turn. */
  flush: () => void;
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
  /** Sends one each; the first has done so. */
  const line: (() => void)[] = [];

  const request: Requests['send'] = (make) =>
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
    });

  return {
    send: request,
    sendInTurn: (make) =>
      new Promise((resolve) => {
        line.push(
          () =>
            void request(make).then((outcome) => {
              line.shift();
              line[0]?.();
              resolve(outcome);
            }),
        );
        if (line.length === 1) line[0]!();
      }),
    flush: () => {
      line.splice(1).forEach((go) => go());
    },
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
