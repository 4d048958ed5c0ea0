import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { fieldsOf } from '../../../src/makapix/fields.js';
import { parseStatus, type ReceivedStatus } from '../../../src/makapix/status.js';
import { UNKNOWN_TIME } from '../../../src/makapix/timestamp.js';
import type { ViewPayload } from '../../../src/makapix/view.js';
import {
  decideAnswer,
  DUPLICATE_MEMORY_MS,
  newMemory,
  remember,
  VIEW_INTERVAL_MS,
  type Answer,
  type Fault,
  type Outcome,
  type RegisteredPlayer,
} from './decideAnswer.js';
import { decideStatus, NO_ROW, rowAt, type PlayerRow } from './decideStatus.js';

/** What the server does wrong; all off at the beginning. Each is asked for every view. */
export interface Faults {
  /** The view is taken, its ack is never sent. */
  dropAck: (outcome: Outcome) => boolean;
  /** The broker delivers the view twice. */
  deliverTwice: () => boolean;
  /** The server is busy for so long before it looks at the view, in ms; the views behind it wait. */
  busyMs: () => number;
  /** The answer takes so long on its way, in ms. */
  delayMs: () => number;
  /**
   * The check of this code fails, in its turn (decideAnswer.ts): `processing_error` when view and slot are
   * remembered, `rate_limited` when the view is.
   */
  failWith: () => Fault | null;
}

export interface RecordedView {
  playerKey: string;
  postId: number;
  /** As it was sent. */
  timestamp: string;
  /** What counts: the server's own time where the player did not know it. */
  viewedAtMs: number;
  payload: ViewPayload;
}

/** Each view that the server looked at, and what became of it. */
export interface ArrivedView {
  /** When it looked. */
  atMs: number;
  payload: ViewPayload | null;
  outcome: Outcome;
}

/** The server side of player-status.md, as Makapix runs it: a subscriber of all players. */
export interface MakapixServer {
  players: Map<string, RegisteredPlayer>;
  /** Who made a post; null = there is no such post. At the beginning every post exists, by `author`. */
  authorOf: (postId: number) => string | null;
  faults: Faults;
  recorded: RecordedView[];
  arrived: ArrivedView[];
  /** What arrived; `isTaken` false = discarded as a whole (decideStatus.ts). */
  statuses: { atMs: number; playerKey: string; status: ReceivedStatus; isTaken: boolean; raw: unknown }[];
  /** What the player row says now, after every status so far. */
  playerState(playerKey: string): Pick<PlayerRow, 'connection' | 'currentPostId' | 'firmware'>;
  /** Resolves when `isSo` is true, looked at after each message. */
  until(isSo: () => boolean, what: string, withinMs?: number): Promise<void>;
  /**
   * The server stops, and the broker goes on: it confirms and discards what players send meanwhile, since
   * the subscription ends with the connection. What the server was busy with is lost, what it remembers is
   * not. Resolves when the broker knows.
   */
  away(): Promise<void>;
  /** Resolves when it hears players again. */
  back(): Promise<void>;
  /** Sends anything as an ack. */
  sendAck(playerKey: string, text: string): void;
  /** Resolves when the server is connected and hears what players say. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

interface MakapixServerOptions {
  url: string;
  username?: string;
  password?: string;
  /** player-status.md, Rate Limiting. */
  intervalMs?: number;
  /** How long a view is remembered to know a duplicate. */
  duplicateMemoryMs?: number;
  reconnectMs?: number;
  now?: () => number;
}

const SUBSCRIPTIONS = ['makapix/player/+/status', 'makapix/player/+/view'];
const TOPIC = /^makapix\/player\/([^/]+)\/(status|view)$/;

/** Connects, and takes what players send. It reconnects by itself. */
export async function startMakapixServer(options: MakapixServerOptions): Promise<MakapixServer> {
  const {
    intervalMs = VIEW_INTERVAL_MS,
    duplicateMemoryMs = DUPLICATE_MEMORY_MS,
    now = () => Date.now(),
  } = options;
  const memory = newMemory();
  const rows = new Map<string, PlayerRow>();
  const waiting = new Set<() => void>();
  const rowOf = (playerKey: string): PlayerRow => rows.get(playerKey) ?? NO_ROW;

  let heard: () => void = () => undefined;
  /** One view after the other, and one ack after the other: they can be told apart only by their order. */
  let looking: Promise<unknown> = Promise.resolve();
  let acking: Promise<unknown> = Promise.resolve();
  /** Counts the times that it was away: what it was busy with before is lost. */
  let life = 0;
  let isAway = false;

  const server: MakapixServer = {
    players: new Map(),
    authorOf: () => 'author',
    faults: {
      dropAck: () => false,
      deliverTwice: () => false,
      busyMs: () => 0,
      delayMs: () => 0,
      failWith: () => null,
    },
    recorded: [],
    arrived: [],
    statuses: [],
    playerState: (playerKey) => {
      const { connection, currentPostId, firmware } = rowAt(rowOf(playerKey), now());
      return { connection, currentPostId, firmware };
    },
    until: (isSo, what, withinMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`not within ${withinMs} ms: ${what}`));
        }, withinMs);
        const look = (): void => {
          if (!isSo()) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    away: async () => {
      isAway = true;
      life++;
      looking = acking = Promise.resolve();
      await client.endAsync(true);
    },
    back: async () => {
      isAway = false;
      client.reconnect();
      await server.ready();
    },
    sendAck: (playerKey, text) => {
      if (!isAway) client.publish(`makapix/player/${playerKey}/view/ack`, text, { qos: 1 });
    },
    ready: () =>
      new Promise((resolve) => {
        heard = () => {
          clearInterval(timer);
          resolve();
        };
        // Heard by itself, it hears others.
        const ask = (): void => {
          if (client.connected) client.publish('makapix/player/echo/status', '', { qos: 0 });
        };
        const timer = setInterval(ask, 10);
      }),
    close: () => client.endAsync(true),
  };

  const look = (): void => waiting.forEach((isSo) => isSo());

  function takeView(topicKey: string, text: string): void {
    const mine = life;
    const { faults } = server;
    const busyMs = faults.busyMs();
    looking = looking
      .then(() => (busyMs > 0 ? pause(busyMs, undefined, { ref: false }) : undefined))
      .then(() => {
        if (mine === life) lookAt(topicKey, text);
      });
  }

  function lookAt(topicKey: string, text: string): void {
    const atMs = now();
    const payload = jsonOf(text);
    const { players, authorOf, faults } = server;
    const fault = faults.failWith();
    const state = { players, authorOf, memory, fault, intervalMs, duplicateMemoryMs };
    const answer = decideAnswer(state, topicKey, payload, atMs);
    remember(memory, answer, atMs);
    const { outcome } = answer;
    const view = outcome === 'invalid' ? null : (payload as ViewPayload);
    server.arrived.push({ atMs, payload: view, outcome });
    acknowledge(answer);
    // A queue: the ack is on its way before the row is written.
    if (view && outcome === 'recorded') setImmediate(() => write(answer.playerKey, view, atMs));
    look();
  }

  function acknowledge({ playerKey, text, outcome }: Answer): void {
    if (text === null || server.faults.dropAck(outcome)) return;
    const mine = life;
    const delayMs = server.faults.delayMs();
    acking = acking
      .then(() => (delayMs > 0 ? pause(delayMs, undefined, { ref: false }) : undefined))
      .then(() => {
        if (mine === life) server.sendAck(playerKey, text);
      });
  }

  function write(playerKey: string, payload: ViewPayload, atMs: number): void {
    const { post_id: postId, timestamp } = payload;
    const viewedAtMs = timestamp === UNKNOWN_TIME ? atMs : Date.parse(timestamp);
    server.recorded.push({ playerKey, postId, timestamp, viewedAtMs, payload });
    look();
  }

  /** The key is that of the payload; a player has its row before it is registered. */
  function takeStatus(text: string): void {
    const raw = jsonOf(text);
    const { player_key: key } = fieldsOf(raw);
    const status = parseStatus(raw);
    if (typeof key !== 'string' || !status) return;
    const playerKey = key.toLowerCase();
    const isPost = (postId: number): boolean => server.authorOf(postId) !== null;
    const row = decideStatus(rowOf(playerKey), raw, isPost, now());
    if (row) rows.set(playerKey, row);
    server.statuses.push({ atMs: now(), playerKey, status, isTaken: row !== null, raw });
    look();
  }

  const client = mqtt.connect(options.url, {
    protocolVersion: 4,
    clientId: `makapix-server-${Math.random().toString(36).slice(2)}`,
    reconnectPeriod: options.reconnectMs ?? 100,
    connectTimeout: 5000,
    resubscribe: false,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  client.on('error', () => undefined); // it reconnects; tests see what does not arrive
  client.on('message', (topic, payload) => {
    const [, topicKey, kind] = TOPIC.exec(topic) ?? [];
    if (topicKey === undefined) return;
    if (topicKey === 'echo') heard();
    const text = payload.toString();
    if (kind === 'status') takeStatus(text);
    else {
      takeView(topicKey, text);
      if (server.faults.deliverTwice()) takeView(topicKey, text);
    }
  });
  await new Promise<void>((resolve, reject) => {
    client.once('error', reject);
    client.on('connect', () => {
      client.off('error', reject);
      client.subscribe(SUBSCRIPTIONS, { qos: 1 }, (error) => (error ? reject(error) : resolve()));
    });
  });
  return server;
}

/** @returns undefined for what is no JSON */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // dropped, as the server does
  }
}
