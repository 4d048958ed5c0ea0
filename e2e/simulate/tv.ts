import {
  decideDelivery,
  newDelivery,
  nextDeliveryAtMs,
  type DeliveryEvent,
  type DeliveryRules,
  type DeliveryState,
} from '../../src/report/delivery.js';
import type { Machine } from '../../src/report/machine.js';
import {
  decidePresence,
  nextStatusAtMs,
  NOT_PRESENT,
  type PresenceEvent,
  type PresenceRules,
  type PresenceState,
} from '../../src/report/presence.js';
import {
  decideReconnect,
  newReconnect,
  nextAttemptAtMs,
  type ReconnectEvent,
} from '../../src/report/reconnect.js';
import { timestampOf } from '../../src/makapix/timestamp.js';
import { DEFAULT_HEARTBEAT_MS } from '../../src/report/settings.js';
import { nextSecondOf } from '../../src/report/stored-view.js';
import type { ReportTiming } from '../../src/report/timing.js';
import type { Random } from '../chaos/random.js';
import type { SimulatedBroker } from './broker.js';
import type { Events } from './events.js';
import { simulatedMachine } from './machine.js';
import { createWire, type Wire } from './network.js';
import type { SimulatedServer } from './server.js';

/** A TV that reports: the decisions of src/report, put together as src/report/reporter.ts does it. */
export interface Tv {
  /** The page is loaded. */
  start(): void;
  /** The broker is gone. */
  lost(): void;
  /** This post is on screen. */
  show(postId: number): void;
  /** It was on screen for long enough. */
  viewed(postId: number): void;
  /** The posts of the views that the server has recorded, in its order. */
  recorded(): readonly number[];
  /** When it tried to connect, on the simulated clock. */
  attemptsMs(): number[];
  /** The longest time from a failed attempt to the next one. */
  longestWaitMs(): number;
}

/** What all TVs together are up to. */
export interface Tally {
  connected: number;
  /** Views that the server has not answered yet. */
  waiting: number;
}

interface TvOptions {
  events: Events;
  broker: SimulatedBroker;
  server: SimulatedServer;
  /** Of the TV's own decisions, 0 ≤ random < 1. */
  random: () => number;
  /** Of the world: how long things take on their way. */
  world: Random;
  address: string;
  timing: ReportTiming;
  /** From one view to the next. */
  intervalMs: number;
  /** Is kept up to date. */
  tally: Tally;
}

/** A view that waits. Each has a post of its own, so that any later second is one that was not sent yet. */
interface Waiting {
  postId: number;
  timestamp: string;
}

/** A record is written before its view is sent; in a TV's IndexedDB that takes about so long. */
const STORE_MS = 10;

export function createTv(options: TvOptions): Tv {
  const { events, broker, server, world, timing, random, tally } = options;
  const rules: DeliveryRules = { ...timing, intervalMs: options.intervalMs };
  const presenceRules: PresenceRules = { ...timing, heartbeatMs: DEFAULT_HEARTBEAT_MS };
  const account = server.newAccount();
  const attemptsMs: number[] = [];
  /** The views that wait, the oldest first. */
  let queue: Waiting[] = [];
  /** Counts connections: what belongs to an earlier one does not arrive. */
  let connection = 0;
  let isOpen = false;
  let failedAtMs = NaN;
  let longestWaitMs = 0;
  let up: Wire;
  let down: Wire;

  const link = simulatedMachine(
    events,
    newReconnect([]),
    (state, event: ReconnectEvent, atMs) => decideReconnect(state, event, atMs, random(), timing),
    nextAttemptAtMs,
    (effect) => {
      if (effect === 'open') connect();
    },
  );

  const presence: Machine<PresenceState, PresenceEvent> = simulatedMachine(
    events,
    NOT_PRESENT,
    (state, event: PresenceEvent, atMs) => decidePresence(state, event, atMs, random(), presenceRules),
    (state) => nextStatusAtMs(state, timing),
    () => {
      const sentAtMs = events.nowMs();
      const { postId } = presence.state();
      up.send(() => server.takeStatus(account, postId, sentAtMs));
    },
  );

  const sender: Machine<DeliveryState, DeliveryEvent> = simulatedMachine(
    events,
    newDelivery(true),
    (state, event: DeliveryEvent, atMs) => decideDelivery(state, event, atMs, rules),
    (state) => nextDeliveryAtMs(state, rules),
    ({ type }) => {
      if (type === 'send') send();
      else if (type === 'sent') {
        queue.shift();
        tally.waiting--;
        refresh();
      } else if (type === 'renew') {
        const [{ postId, timestamp }] = queue as [Waiting];
        queue[0] = { postId, timestamp: timestampOf(nextSecondOf(timestamp)) };
      } else throw new Error(`the server of this simulation never makes a TV say ${type}`);
    },
  );
  // A server has answered it before, as any TV that is not new.
  sender.tell({ type: 'ready', atMs: 0, hasAnswered: true });

  function connect(): void {
    attemptsMs.push(events.nowMs());
    if (failedAtMs >= 0) longestWaitMs = Math.max(longestWaitMs, events.nowMs() - failedAtMs);
    const mine = ++connection;
    const isMine = (): boolean => connection === mine;
    broker.connect(options.address, timing.connectTimeoutMs, (isAccepted) => {
      if (!isMine()) return;
      if (!isAccepted) {
        failedAtMs = events.nowMs();
        link.tell({ type: 'ended', code: 'unreachable' });
        return;
      }
      isOpen = true;
      failedAtMs = NaN;
      tally.connected++;
      up = createWire(events, world, isMine);
      down = createWire(events, world, isMine);
      link.tell({ type: 'opened' });
      presence.tell({ type: 'connected' });
      // SUBSCRIBE and SUBACK
      up.send(() => down.send(() => sender.tell({ type: 'online', acksCanCome: true })));
    });
  }

  function send(): void {
    const { postId, timestamp } = queue[0]!;
    const key = String(postId);
    events.at(events.nowMs() + STORE_MS, () => {
      if (!isOpen || sender.state().key !== key) return;
      up.send(() => {
        const ack = server.takeView(account, postId, timestamp);
        down.send(() => sender.tell({ type: 'confirmed', key }));
        down.send(() => {
          account.heard.add(postId);
          sender.tell({ type: 'ack', ack });
        });
      });
      sender.tell({ type: 'sent' });
    });
  }

  const refresh = (): void =>
    sender.tell({
      type: 'head',
      key: queue[0] ? String(queue[0].postId) : null,
      isOpen: false,
      isArtwork: false,
      isOld: false,
    });

  return {
    start: () => link.tell({ type: 'want' }),
    lost: () => {
      if (!isOpen) return;
      isOpen = false;
      tally.connected--;
      connection++;
      sender.tell({ type: 'offline' });
      presence.tell({ type: 'disconnected' });
      link.tell({ type: 'ended', code: 'lost' });
    },
    show: (postId) => presence.tell({ type: 'current', postId }),
    viewed: (postId) => {
      queue = queue.concat({ postId, timestamp: timestampOf(events.nowMs()) });
      tally.waiting++;
      refresh();
    },
    recorded: () => account.recorded,
    attemptsMs: () => attemptsMs,
    longestWaitMs: () => longestWaitMs,
  };
}
