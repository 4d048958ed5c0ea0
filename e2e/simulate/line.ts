import type { Connection, ConnectionOptions, OpenConnection } from '../../src/mqtt/connection.js';
import type { Random } from '../chaos/random.js';
import type { SimulatedBroker } from './createBroker.js';
import type { Events } from './events.js';
import { createWire } from './network.js';
import type { Account, SimulatedServer } from './createServer.js';

/** What all TVs together are up to. */
export interface Tally {
  connected: number;
  /** Views whose answer the TV has not heard yet. */
  waiting: number;
}

/** What lies between a TV and the server. */
export interface LineOptions {
  events: Events;
  broker: SimulatedBroker;
  server: SimulatedServer;
  /** Of the world: how long things take on their way. */
  world: Random;
  address: string;
  /** Is kept up to date. */
  tally: Tally;
}

/** A TV's way to the server. */
export interface Line {
  openConnection: OpenConnection;
  /** The broker is gone. */
  lost(): void;
  /** When it tried to connect, on the simulated clock. */
  attemptsMs(): number[];
  /** The longest time from a failed attempt to the next one. */
  longestWaitMs(): number;
}

export const unheard = (what: string) => new Error(`nobody asks for ${what} here`);

/** @param isUp whether this is still the connection that the TV has */
function createConnection(
  mine: ConnectionOptions,
  isUp: () => boolean,
  { events, server, world, tally }: LineOptions,
  account: Account,
): Connection {
  const up = createWire(events, world, isUp);
  const down = createWire(events, world, isUp);
  /** There, and the broker's answer back. */
  const answered = (arrive: () => void): Promise<null> =>
    new Promise((resolve) =>
      up.send(() => {
        down.send(() => resolve(null));
        arrive();
      }),
    );
  const hear = (topic: string, postId: number, text: string): void => {
    if (server.isAnswered(text) && !account.heard.has(postId)) {
      account.heard.add(postId);
      tally.waiting--;
    }
    mine.message(`${topic}/ack`, text);
  };
  return {
    publish: (topic, payload) => {
      const sentAtMs = events.nowMs();
      const message = JSON.parse(payload) as Record<string, unknown>;
      const postId = message.post_id as number;
      return answered(() => {
        if (!topic.endsWith('/view'))
          server.takeStatus(account, message.current_post_id as number | null, sentAtMs);
        else {
          const text = server.takeView(account, postId, message);
          down.send(() => hear(topic, postId, text));
        }
      });
    },
    subscribe: () => answered(() => undefined),
    close: () => {
      throw unheard('an end of the connection');
    },
  };
}

export function createLine(options: LineOptions, account: Account): Line {
  const { events, broker, address, tally } = options;
  const attemptsMs: number[] = [];
  let open: ConnectionOptions | null = null;
  let failedAtMs = NaN;
  let longestWaitMs = 0;
  return {
    openConnection: (mine) => {
      attemptsMs.push(events.nowMs());
      if (failedAtMs >= 0) longestWaitMs = Math.max(longestWaitMs, events.nowMs() - failedAtMs);
      return new Promise((resolve) =>
        broker.connect(address, mine.connectTimeoutMs, (isAccepted) => {
          failedAtMs = isAccepted ? NaN : events.nowMs();
          if (isAccepted) {
            open = mine;
            tally.connected++;
            resolve({ connection: createConnection(mine, () => open === mine, options, account) });
          } else resolve({ failure: { code: 'unreachable', message: 'The broker is away.' } });
        }),
      );
    },
    lost: () => {
      if (!open) return;
      const gone = open;
      open = null;
      tally.connected--;
      gone.lost({ code: 'lost', message: 'The broker is away.' });
    },
    attemptsMs: () => attemptsMs,
    longestWaitMs: () => longestWaitMs,
  };
}
