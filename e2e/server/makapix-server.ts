import mqtt from 'mqtt';
import { ackText, type AckCode } from '../../src/makapix/ack.js';
import { parseStatus, type ReceivedStatus } from '../../src/makapix/status.js';
import { UNKNOWN_TIME } from '../../src/makapix/timestamp.js';
import { viewProblems, type ViewPayload } from '../../src/makapix/view.js';

/** A player as the server knows it. */
export interface RegisteredPlayer {
  /** null = nobody has claimed it yet. */
  owner: string | null;
  /** false = the owner's account may not sign in. */
  ownerPermitted: boolean;
}

/** What the server does wrong; all off at the beginning. Each is asked for every view. */
export interface Faults {
  /** The view is taken, its ack is never sent. */
  dropAck: () => boolean;
  /** The broker delivers the view twice. */
  deliverTwice: () => boolean;
  /** The answer takes so long, in ms. */
  delayMs: () => number;
  /** Answered with this code instead of being looked at. */
  failWith: () => AckCode | 'unheard_of' | null;
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

/** Each view that arrived, and what became of it. */
export interface ArrivedView {
  atMs: number;
  payload: ViewPayload | null;
  outcome: 'recorded' | 'own-post' | 'invalid' | AckCode | 'unheard_of';
}

/** The server side of player-status.md, as Makapix runs it: a subscriber of all players. */
export interface MakapixServer {
  players: Map<string, RegisteredPlayer>;
  /** Who made a post; null = there is no such post. At the beginning every post exists, by `author`. */
  authorOf: (postId: number) => string | null;
  faults: Faults;
  recorded: RecordedView[];
  arrived: ArrivedView[];
  statuses: { atMs: number; playerKey: string; status: ReceivedStatus; raw: unknown }[];
  /** What the player row says, after every status so far. */
  playerState(playerKey: string): {
    connection: string;
    currentPostId: number | null;
    firmware: string | null;
  };
  /** Resolves when `isSo` is true, looked at after each message. */
  until(isSo: () => boolean, what: string, withinMs?: number): Promise<void>;
  /** Sends anything as an ack. */
  sendAck(playerKey: string, text: string): void;
  /** Resolves when the server is connected and hears what players say. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface MakapixServerOptions {
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

const TOPIC = /^makapix\/player\/([^/]+)\/(status|view)$/;

/** Connects, and takes what players send. It reconnects by itself. */
export async function startMakapixServer(options: MakapixServerOptions): Promise<MakapixServer> {
  const { intervalMs = 5000, duplicateMemoryMs = 60_000, now = () => Date.now() } = options;
  const seen = new Map<string, number>();
  const lastViewAt = new Map<string, number>();
  const waiting = new Set<() => void>();
  const rows = new Map<
    string,
    { connection: string; currentPostId: number | null; firmware: string | null }
  >();

  let heard: () => void = () => undefined;
  let acking: Promise<unknown> = Promise.resolve();

  const server: MakapixServer = {
    players: new Map(),
    authorOf: () => 'author',
    faults: { dropAck: () => false, deliverTwice: () => false, delayMs: () => 0, failWith: () => null },
    recorded: [],
    arrived: [],
    statuses: [],
    playerState: (playerKey) =>
      rows.get(playerKey) ?? { connection: 'never seen', currentPostId: null, firmware: null },
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
    sendAck: (playerKey, text) => {
      client.publish(`makapix/player/${playerKey}/view/ack`, text, { qos: 1 });
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

  function judge(topicKey: string, payload: ViewPayload, atMs: number): ArrivedView['outcome'] {
    if (payload.player_key !== topicKey) return 'player_key_mismatch';
    const player = server.players.get(topicKey);
    if (!player) return 'player_not_registered';
    if (player.owner === null) return 'player_no_owner';
    if (!player.ownerPermitted) return 'owner_not_permitted';
    const identity = `${topicKey} ${payload.post_id} ${payload.timestamp}`;
    const seenAt = seen.get(identity);
    if (seenAt !== undefined && atMs - seenAt < duplicateMemoryMs) return 'duplicate';
    const lastAt = lastViewAt.get(topicKey);
    if (lastAt !== undefined && atMs - lastAt < intervalMs) return 'rate_limited';
    const author = server.authorOf(payload.post_id);
    if (author === null) return 'post_not_found';
    seen.set(identity, atMs);
    lastViewAt.set(topicKey, atMs);
    if (author === player.owner) return 'own-post';
    server.recorded.push({
      playerKey: topicKey,
      postId: payload.post_id,
      timestamp: payload.timestamp,
      viewedAtMs: payload.timestamp === UNKNOWN_TIME ? atMs : Date.parse(payload.timestamp),
      payload,
    });
    return 'recorded';
  }

  function takeView(topicKey: string, text: string): void {
    const atMs = now();
    let payload: unknown;
    try {
      payload = JSON.parse(text);
    } catch {
      payload = null; // dropped below, as the server does
    }
    if (viewProblems(payload).length > 0) {
      server.arrived.push({ atMs, payload: null, outcome: 'invalid' });
      return;
    }
    const view = payload as ViewPayload;
    const outcome = server.faults.failWith() ?? judge(topicKey, view, atMs);
    server.arrived.push({ atMs, payload: view, outcome });
    if (!view.request_ack || server.faults.dropAck()) return;
    const ack = ackFor(outcome, atMs - (lastViewAt.get(topicKey) ?? 0));
    const delayMs = server.faults.delayMs();
    // One after the other: acks can be told apart only by their order, so a server keeps it.
    acking = acking
      .then(() => (delayMs > 0 ? new Promise((resolve) => setTimeout(resolve, delayMs)) : undefined))
      .then(() => server.sendAck(topicKey, ack));
  }

  function ackFor(outcome: ArrivedView['outcome'], sinceLastMs: number): string {
    if (outcome === 'recorded' || outcome === 'own-post') return ackText();
    if (outcome === 'unheard_of')
      return JSON.stringify({ success: false, error: 'Something new', error_code: outcome });
    if (outcome === 'rate_limited') {
      const seconds = Math.max(1, Math.ceil((intervalMs - sinceLastMs) / 1000));
      return ackText(outcome, `Rate limited, retry after ${seconds}s`);
    }
    return ackText(outcome as AckCode);
  }

  function takeStatus(playerKey: string, text: string): void {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      return; // no status
    }
    const status = parseStatus(raw);
    if (!status || status.playerKey !== playerKey) return;
    const row = server.playerState(playerKey);
    rows.set(playerKey, {
      connection: status.status,
      currentPostId: status.currentPostId === undefined ? row.currentPostId : status.currentPostId,
      firmware: status.firmwareVersion ?? row.firmware,
    });
    server.statuses.push({ atMs: now(), playerKey, status, raw });
  }

  const client = mqtt.connect(options.url, {
    protocolVersion: 4,
    clientId: `makapix-server-${Math.random().toString(36).slice(2)}`,
    reconnectPeriod: options.reconnectMs ?? 100,
    connectTimeout: 5000,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  client.on('error', () => undefined); // it reconnects; tests see what does not arrive
  client.on('message', (topic, payload) => {
    const found = TOPIC.exec(topic);
    const playerKey = found?.[1];
    if (playerKey === undefined) return;
    if (playerKey === 'echo') heard();
    const text = payload.toString();
    if (found?.[2] === 'status') takeStatus(playerKey, text);
    else {
      takeView(playerKey, text);
      if (server.faults.deliverTwice()) takeView(playerKey, text);
    }
    waiting.forEach((look) => look());
  });
  await new Promise<void>((resolve, reject) => {
    client.once('error', reject);
    client.once('connect', () => {
      client.off('error', reject);
      client.subscribe(['makapix/player/+/status', 'makapix/player/+/view'], { qos: 1 }, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  });
  return server;
}
