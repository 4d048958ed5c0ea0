import { statusPayload } from '../makapix/status.js';
import { topicsOf } from '../makapix/topics.js';
import { openSocket } from '../mqtt/socket.js';
import type { OpenConnection } from '../mqtt/connection.js';
import type { Log } from '../tvx/notice.js';
import { createAlarm } from './alarm.js';
import type { Clock } from './clock.js';
import { noticeOf } from './codes.js';
import type { Kv } from './kv.js';
import { kvLadder } from './kv-ladder.js';
import { createLink } from './link.js';
import { createOutbox } from './outbox.js';
import { watchPage } from './page.js';
import { decidePresence, nextStatusAtMs, NOT_PRESENT, type PresenceEvent } from './presence.js';
import { createScreen } from './screen.js';
import { createSender } from './sender.js';
import { DEFAULT_TIMING, type ReportTiming, type ViewSettings } from './settings.js';
import type { ReporterSnapshot } from './snapshot.js';
import { storedViewOf } from './stored-view.js';

export interface ReporterOptions {
  /** UUID of the MQTT topics, also client id and default user name. */
  playerKey: string;
  firmwareVersion: string;
  broker: { url: string; username?: string; password?: string };
  views: ViewSettings;
  /** Only tests and benchmarks need it. */
  timing?: Partial<ReportTiming>;
  /** TVX requestData: resolves with the answer's value (`info`, `slider`, `video`) or rejects. */
  requestData: (dataId: string) => Promise<unknown>;
  log: Log;
  clock: Clock;
  /** `location.protocol === 'https:'`: such a page cannot use `ws:`. */
  pageIsSecure: boolean;
}

/** The world outside, for tests. */
export interface ReporterEdges {
  openConnection: OpenConnection;
  /** Where views are kept, the best first. */
  ladder: () => Kv[];
  /** 0 ≤ random < 1 */
  random: () => number;
}

export interface Reporter {
  /** Opens the storage and connects. What `handleEvent` was told before is not lost. */
  start(): void;
  /** An event of MSX as it is, or one of the plugin's own: see screen-event.ts. */
  handleEvent(event: unknown): void;
  /** A commit of MSX (`handleData`), e.g. `{ slider: {…} }` from `interaction:commit:slider`. */
  handleData(data: unknown): void;
  snapshot(): ReporterSnapshot;
  /** Says `offline` and disconnects. `start` begins again. */
  stop(): void;
}

const REAL_EDGES: ReporterEdges = {
  openConnection: openSocket,
  ladder: kvLadder,
  random: () => Math.random(),
};

/** @returns a reporter that sends nothing until `start`. */
export function createReporter(options: ReporterOptions, edges: ReporterEdges = REAL_EDGES): Reporter {
  const { playerKey, firmwareVersion, views, clock, log } = options;
  const timing: ReportTiming = { ...DEFAULT_TIMING, ...options.timing };
  const topics = topicsOf(playerKey);
  const page = edges.random().toString(36).slice(2, 10);

  let running = false;
  let suspended = false;
  let stopWatchingPage: (() => void) | null = null;
  let presence = NOT_PRESENT;
  let lastStatus: { status: 'online' | 'offline'; postId: number | null; atMs: number } | null = null;
  let jumps = clock.state().jumps;

  const outbox = createOutbox({
    page,
    ladder: edges.ladder(),
    maxQueued: views.maxQueued,
    log,
    changed: refresh,
  });

  const screen = createScreen({
    rules: views,
    clock,
    log,
    requestData: options.requestData,
    viewed: (view) => outbox.add(storedViewOf(view, page, clock.at(view.shownAtMs), clock.now())),
    showing: (postId) => tell({ type: 'current', postId }),
  });

  const link = createLink({
    connection: {
      url: options.broker.url,
      clientId: playerKey,
      username: options.broker.username ?? playerKey,
      ...(options.broker.password === undefined ? {} : { password: options.broker.password }),
      keepAliveS: KEEP_ALIVE_S,
      connectTimeoutMs: timing.connectTimeoutMs,
      pubackTimeoutMs: timing.pubackTimeoutMs,
      will: { topic: topics.status, payload: statusText('offline', null) },
    },
    openConnection: edges.openConnection,
    random: edges.random,
    timing,
    clock,
    log,
    subscribeTo: views.requestAck ? topics.viewAck : null,
    message: (topic, payload) => {
      if (topic === topics.viewAck) sender.ack(payload);
    },
    up: () => tell({ type: 'connected' }),
    subscribed: (isSubscribed) => sender.online(isSubscribed),
    down: () => {
      sender.offline();
      tell({ type: 'disconnected' });
    },
    attempted: (attempts) => outbox.noteAttempts(attempts),
  });

  const sender = createSender({
    playerKey,
    page,
    topic: topics.view,
    views,
    timing,
    clock,
    outbox,
    log,
    publish: (topic, payload) => link.publish(topic, payload),
  });

  const presenceAlarm = createAlarm(clock.monotonicMs, () => tell({ type: 'tick' }));
  const beatAlarm = createAlarm(clock.monotonicMs, beat);

  function statusText(status: 'online' | 'offline', currentPostId: number | null): string {
    return JSON.stringify(statusPayload({ playerKey, status, currentPostId, firmwareVersion }));
  }

  function publishStatus(status: 'online' | 'offline', postId: number | null): void {
    lastStatus = { status, postId, atMs: clock.monotonicMs() };
    void link.publish(topics.status, statusText(status, postId));
  }

  function tell(event: PresenceEvent): void {
    const [next, { publish }] = decidePresence(presence, event, clock.monotonicMs(), edges.random(), timing);
    presence = next;
    if (publish) publishStatus('online', presence.postId);
    presenceAlarm.set(nextStatusAtMs(presence, timing));
  }

  /** The lease, or the head of the queue, changed. */
  function refresh(): void {
    link.want(running && !suspended && outbox.isOwner());
    sender.refresh();
  }

  function beat(): void {
    if (!running) return;
    lookAtClock();
    beatAlarm.set(clock.monotonicMs() + timing.leaseBeatMs);
    void outbox.beat();
  }

  function lookAtClock(): void {
    clock.check();
    const { jumps: now } = clock.state();
    if (now === jumps) return;
    jumps = now;
    log(noticeOf('clock-jumped', "The TV's clock was set, or the TV slept."));
    askInfo();
  }

  /** MSX's own time, and whether it plays at random. */
  function askInfo(): void {
    options.requestData('info').then(
      (info) => {
        const { time } = (typeof info === 'object' && info !== null ? info : {}) as { time?: unknown };
        clock.addMsxTime(time);
        screen.info(info);
      },
      () => undefined, // an old MSX, or none: the other sources have to do
    );
  }

  function goOffline(): void {
    if (link.isUp()) publishStatus('offline', null);
    link.want(false);
  }

  function suspend(): void {
    suspended = true;
    goOffline();
  }

  function resume(): void {
    suspended = false;
    refresh();
    link.hurry();
  }

  function start(): void {
    if (running) return;
    running = true;
    suspended = false;
    askInfo();
    stopWatchingPage = watchPage({
      hidden: () => screen.event({ event: 'page:hidden' }),
      visible: () => screen.event({ event: 'page:visible' }),
      closing: close,
      restored: () => {
        stop();
        start();
      },
    });
    if (options.pageIsSecure && /^ws:/i.test(options.broker.url)) {
      log(
        noticeOf(
          'broker-insecure',
          'This page came over https, and broker.url is ws:, which browsers do not allow.',
        ),
      );
      link.forbid('broker-insecure', 'A page that came over https cannot use a ws: broker.');
    }
    void outbox.open().then(() => {
      link.remember(outbox.state().attempts);
      sender.opened();
      beat();
      refresh();
    });
  }

  /** What can be done in the page's last moment. */
  function close(): void {
    goOffline();
    outbox.release();
  }

  function stop(): void {
    if (!running) return;
    close();
    running = false;
    stopWatchingPage?.();
    presenceAlarm.set(null);
    beatAlarm.set(null);
  }

  return {
    start,
    handleEvent: (event) => {
      lookAtClock();
      const { event: name } = (typeof event === 'object' && event !== null ? event : {}) as {
        event?: unknown;
      };
      screen.event(event);
      if (name === 'app:time') {
        clock.distrust();
        clock.addMsxTime(event);
      } else if (name === 'app:suspend') suspend();
      else if (name === 'app:resume' || name === 'app:connect') resume();
      else if (suspended && (name === 'slider:load' || name === 'video:load')) resume();
    },
    handleData: (data) => screen.data(data),
    stop,
    snapshot: () => {
      const { sent, refused, dropped } = outbox.state();
      return {
        broker: { url: withoutCredentials(options.broker.url) },
        connection: link.snapshot({
          running,
          suspended,
          isOwner: outbox.isOwner(),
          storage: outbox.storage(),
        }),
        views: { waiting: outbox.waiting(), sent, refused, dropped },
        blocked: sender.blocked(),
        lastStatus: lastStatus && {
          status: lastStatus.status,
          currentPostId: lastStatus.postId,
          agoMs: clock.monotonicMs() - lastStatus.atMs,
        },
        acks: sender.acks(),
        clock: clock.state(),
        storage: outbox.storage(),
      };
    },
  };
}

/** MQTT 3.1.1, 3.1.2.10; the figure is that of Makapix's own players. */
const KEEP_ALIVE_S = 60;

const withoutCredentials = (url: string): string => url.replace(/^(\w+:\/\/)[^/?#]*@/, '$1');
