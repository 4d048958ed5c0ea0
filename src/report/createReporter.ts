import { parseAck } from '../makapix/ack.js';
import { fieldsOf } from '../makapix/fields.js';
import { statusPayload } from '../makapix/status.js';
import { topicsOf } from '../makapix/topics.js';
import { openSocket } from '../mqtt/openSocket.js';
import type { OpenConnection } from '../mqtt/connection.js';
import type { Loose, TvxData, TvxInfo } from '../tvx/globals.js';
import type { Log } from '../tvx/notice.js';
import type { ReportNotice } from './reportCodes.js';
import type { Clock } from './createClock.js';
import { kvLadder } from './kvLadder.js';
import type { Kv } from './kv.js';
import { createLink } from './createLink.js';
import { createMachine } from './createMachine.js';
import { createOutbox } from './createOutbox.js';
import { watchPage } from './watchPage.js';
import { decidePresence, nextStatusAtMs, NOT_PRESENT, type PresenceEvent } from './decidePresence.js';
import { createScreen } from './createScreen.js';
import { readMsxReport, readScreenEvent, readSlideReport, readTrackReport } from './readScreenEvent.js';
import { isOut } from './deliveryState.js';
import { BLOCKED_REMEDY, createSender } from './createSender.js';
import { DEFAULT_HEARTBEAT_MS, type ViewSettings } from './viewSettings.js';
import type { ReporterSnapshot } from './reporterSnapshot.js';
import { DEFAULT_TIMING, type ReportTiming } from './reportTiming.js';

export interface ReporterOptions {
  /** UUID of the MQTT topics, also client id and default user name; used in lower case. */
  playerKey: string;
  firmwareVersion: string;
  broker: { url: string; username?: string; password?: string };
  views: ViewSettings;
  /** From one status to the next while nothing changes, in ms; spread by a fifth. */
  heartbeatMs?: number;
  /** Only tests and benchmarks need it. */
  timing?: Partial<ReportTiming>;
  /** TVX requestData: resolves with the answer's value (`slider`, `video`) or rejects. */
  requestData: (dataId: string) => Promise<unknown>;
  log: Log<ReportNotice>;
  clock: Clock;
  /** `location.protocol === 'https:'`: such a page cannot use `ws:`. */
  pageIsSecure: boolean;
}

/** The world outside, for tests. */
interface ReporterEdges {
  openConnection: OpenConnection;
  /** Where views are kept, the best first. */
  ladder: () => Kv[];
  /** 0 ≤ random < 1 */
  random: () => number;
}

export interface Reporter {
  /** Opens the storage and connects. What `handleEvent` was told before is not lost. */
  start(): void;
  /** An event of MSX as it is, or one of the plugin's own: see screenEvent.ts. */
  handleEvent(event: unknown): void;
  /**
   * What MSX handed over (`handleData`), e.g. `{ slider: {…} }` from `interaction:commit:slider`, or `{ video: {…} }`; or
   * what it answered to whoever asked for `{ info: {…} }`: at the start, and when the clock has jumped.
   */
  handleData(data: unknown): void;
  snapshot(): ReporterSnapshot;
  /** Says `offline` and disconnects. `start` begins again, and so does a page that the browser brings back. */
  stop(): void;
}

const REAL_EDGES: ReporterEdges = {
  openConnection: openSocket,
  ladder: kvLadder,
  random: () => Math.random(),
};

/** MQTT 3.1.1, 3.1.2.10; the figure is that of Makapix's own players. */
const KEEP_ALIVE_S = 60;

/** @returns a reporter that sends nothing until `start`. */
export function createReporter(options: ReporterOptions, edges: ReporterEdges = REAL_EDGES): Reporter {
  const { firmwareVersion, broker, views, clock, log, heartbeatMs = DEFAULT_HEARTBEAT_MS } = options;
  // Makapix compares keys as text, and answers on the lower-case topic only.
  const playerKey = options.playerKey.toLowerCase();
  // Without a password or a query, which may hold one; of what is no address, up to what looks like its host.
  const address = broker.url.replace(
    /^(\w+:\/\/)(?:[^?#]*@)?(\[[^\]]*]|[^:/?#@]*)(:\d+)?(\/[^?#@]*)?.*/,
    '$1$2$3$4',
  );
  const { random } = edges;
  const timing: ReportTiming = { ...DEFAULT_TIMING, ...options.timing };
  const topics = topicsOf(playerKey);
  const page = random().toString(36).slice(2, 10);

  let running = false;
  let suspended = false;
  let watchesPage = false;
  let { jumps } = clock.state();
  let lastStatus: { status: 'online' | 'offline'; currentPostId: number | null } | null = null;
  let lastStatusAtMs = 0;
  let beatTimer: ReturnType<typeof setTimeout>;

  const outbox = createOutbox({
    page,
    ladder: edges.ladder(),
    broker: address,
    maxQueued: views.maxQueued,
    log,
    isBusy: () => isOut(sender.state()),
    changed: refresh,
  });

  const screen = createScreen({
    rules: views,
    clock,
    log,
    requestData: options.requestData,
    viewed: ({ facts, shownAtMs }) =>
      outbox.add({ facts, shownAtMs: clock.at(shownAtMs), page, placeMs: shownAtMs, rounds: 0 }),
    showing: (postId) => presence.tell({ type: 'current', postId }),
  });

  const link = createLink({
    connection: {
      ...timing,
      url: broker.url,
      clientId: playerKey,
      username: broker.username ?? playerKey,
      password: broker.password,
      keepAliveS: KEEP_ALIVE_S,
      will: { topic: topics.status, payload: statusText('offline', null) },
      // It is subscribed to nothing but the acks.
      message: (_topic, payload) => {
        const ack = parseAck(payload);
        if (ack) sender.tell({ type: 'ack', ack });
      },
    },
    isInsecure: options.pageIsSecure && /^ws:/i.test(broker.url),
    openConnection: edges.openConnection,
    random,
    timing,
    clock,
    log,
    subscribeTo: views.requestAck ? topics.viewAck : null,
    up: () => presence.tell({ type: 'connected' }),
    subscribed: (isSubscribed) => sender.tell({ type: 'online', acksCanCome: isSubscribed }),
    down: () => {
      sender.tell({ type: 'offline' });
      presence.tell({ type: 'disconnected' });
    },
    attempted: (attempts) => outbox.noteAttempts(attempts),
  });

  const sender = createSender({
    playerKey,
    page,
    views,
    timing,
    clock,
    outbox,
    log,
    publish: (payload) => link.publish(topics.view, payload),
    // A status with a post that the server does not know is discarded as a whole (Makapix).
    refused: (postId) => {
      if (presence.state().postId === postId) presence.tell({ type: 'current', postId: null });
    },
  });

  const presence = createMachine(
    clock,
    NOT_PRESENT,
    (state, event: PresenceEvent, atMs) =>
      decidePresence(state, event, atMs, random(), { ...timing, heartbeatMs }),
    (state) => nextStatusAtMs(state, timing),
    () => publishStatus('online', presence.state().postId),
  );

  function statusText(status: 'online' | 'offline', currentPostId: number | null): string {
    return JSON.stringify(statusPayload({ playerKey, status, currentPostId, firmwareVersion }));
  }

  function publishStatus(status: 'online' | 'offline', currentPostId: number | null): void {
    lastStatus = { status, currentPostId };
    lastStatusAtMs = clock.monotonicMs();
    void link.publish(topics.status, statusText(status, currentPostId));
  }

  /** The lease, or the head of the queue, or the TV's state changed. */
  function refresh(): void {
    want(running && !suspended && outbox.isOwner());
    sender.refresh();
  }

  function want(wanted: boolean): void {
    if (wanted !== link.state().wanted) link.tell({ type: wanted ? 'want' : 'drop' });
  }

  function beat(): void {
    if (!running) return;
    lookAtClock();
    clearTimeout(beatTimer);
    beatTimer = setTimeout(beat, timing.leaseBeatMs);
    void outbox.beat();
  }

  function lookAtClock(): void {
    clock.check();
    if (clock.state().jumps === jumps) return;
    ({ jumps } = clock.state());
    log({ code: 'clock-jumped', level: 'info', message: "The TV's clock was set, or the TV slept." });
  }

  function goOffline(): void {
    if (link.state().phase === 'connected') publishStatus('offline', null);
    want(false);
  }

  function resume(): void {
    suspended = false;
    refresh();
  }

  function start(): void {
    if (running) return;
    running = true;
    suspended = false;
    if (!watchesPage)
      watchPage({
        visible: (isVisible) => screen.tell({ type: isVisible ? 'page:visible' : 'page:hidden' }),
        closing: stop,
        restored: start,
      });
    watchesPage = true;
    void outbox.open().then(() => {
      const toDevice = Date.now() - clock.monotonicMs();
      link.tell({ type: 'remember', attempts: outbox.state().attempts.map((time) => time - toDevice) });
      sender.opened();
      beat();
      refresh();
    });
  }

  function stop(): void {
    if (!running) return;
    goOffline();
    outbox.release();
    running = false;
  }

  return {
    start,
    handleEvent: (given) => {
      const event = readScreenEvent(given);
      lookAtClock();
      if (!event) return;
      if (event.type === 'app:time') {
        clock.distrust();
        clock.addMsxTime(event);
      }
      screen.tell(event);
      switch (event.type) {
        case 'app:suspend':
          suspended = true;
          goOffline();
          break;
        case 'app:resume':
        case 'app:connect':
          resume();
          link.tell({ type: 'hurry' });
          break;
        case 'slider:load':
        case 'video:load':
          resume(); // its resume was lost
      }
    },
    handleData: (data) => {
      const { slider, video, info }: Loose<TvxData> = fieldsOf(data);
      if (slider) screen.tell(readSlideReport('slider:visible', slider));
      if (video) screen.tell(readTrackReport('video:told', video));
      if (info) {
        const { time }: Loose<TvxInfo> = fieldsOf(info);
        clock.addMsxTime(time);
        screen.tell(readMsxReport(info));
      }
    },
    stop,
    snapshot: () => {
      const { sent, refused, dropped } = outbox.state();
      const { phase, wanted, nextAtMs, sinceMs } = link.state();
      const storage = outbox.storage();
      const nowMs = clock.monotonicMs();
      const { acks, blocked, readyAtMs } = sender.state();
      const isWaiting = wanted && phase === 'idle';
      return {
        broker: { url: address },
        connection: {
          state:
            phase === 'impossible'
              ? phase
              : !running
                ? 'stopped'
                : suspended
                  ? 'suspended'
                  : !outbox.isOwner() && storage !== 'opening'
                    ? 'passive'
                    : phase === 'idle'
                      ? 'waiting'
                      : phase,
          forMs: nowMs - sinceMs,
          lastError: link.lastError(),
          nextTryInMs: isWaiting ? Math.max(0, nextAtMs - nowMs) : null,
        },
        views: { waiting: outbox.waiting(), unanswered: outbox.unanswered(), sent, refused, dropped },
        blocked: blocked && {
          ...blocked,
          remedy: BLOCKED_REMEDY,
          retryInMs: Math.max(0, readyAtMs - nowMs),
        },
        lastStatus: lastStatus && { ...lastStatus, agoMs: nowMs - lastStatusAtMs },
        acks,
        clock: clock.state(),
        storage,
      };
    },
  };
}
