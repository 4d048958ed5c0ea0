import type { Connection, ConnectionFailure, ConnectionOptions, OpenConnection } from '../mqtt/connection.js';
import type { Log } from '../tvx/notice.js';
import { createAlarm } from './alarm.js';
import type { Clock } from './clock.js';
import { noticeOf, type ReportCode } from './codes.js';
import { decideReconnect, newReconnect, type ReconnectEvent } from './reconnect.js';
import type { ReportTiming } from './settings.js';
import type { ConnectionState, ReporterSnapshot } from './snapshot.js';

/** The connection to the broker, made again whenever it is lost and wanted. */
export interface Link {
  want(wanted: boolean): void;
  hurry(): void;
  /** It cannot work at all; `want` does nothing any more. */
  forbid(code: ReportCode, message: string): void;
  /** Attempts of an earlier page (device clock). */
  remember(attempts: number[]): void;
  isUp(): boolean;
  publish(topic: string, payload: string): Promise<ConnectionFailure | null>;
  snapshot(page: {
    running: boolean;
    suspended: boolean;
    isOwner: boolean;
    storage: string;
  }): ReporterSnapshot['connection'];
}

export interface LinkOptions {
  connection: Omit<ConnectionOptions, 'message' | 'lost'>;
  openConnection: OpenConnection;
  random: () => number;
  timing: ReportTiming;
  clock: Clock;
  log: Log;
  /** null = nothing. */
  subscribeTo: string | null;
  message: (topic: string, payload: string) => void;
  /** CONNACK. */
  up: () => void;
  /** SUBACK, or there is nothing to subscribe to; false = the broker does not allow it. */
  subscribed: (isSubscribed: boolean) => void;
  down: () => void;
  /** The last attempts (device clock). */
  attempted: (attempts: number[]) => void;
}

const FAILURE_CODES: Record<ConnectionFailure['code'], ReportCode> = {
  credentials: 'broker-credentials',
  refused: 'broker-refused',
  unreachable: 'broker-unreachable',
  lost: 'broker-lost',
  closed: 'broker-lost',
  unusable: 'broker-unusable',
};

const CLOSED: ConnectionFailure = { code: 'closed', message: 'There is no connection.' };

export function createLink(options: LinkOptions): Link {
  const { timing, clock, log } = options;
  let state = newReconnect([]);
  let connection: Connection | null = null;
  /** The current attempt: what an older one says does not count any more. */
  let attempt = 0;
  let lastError: { code: ReportCode; message: string } | null = null;
  let saidCode: ReportCode | null = null;
  let forbidden = false;
  let shown: ConnectionState = 'stopped';
  let shownSinceMs = clock.monotonicMs();

  const alarm = createAlarm(clock.monotonicMs, () => handle({ type: 'tick' }));

  function handle(event: ReconnectEvent): void {
    const [next, effects] = decideReconnect(state, event, clock.monotonicMs(), options.random(), timing);
    state = next;
    effects.forEach((effect) => (effect === 'open' ? open() : close()));
    alarm.set(state.wanted && state.phase === 'idle' ? state.nextAtMs : null);
  }

  function open(): void {
    const mine = ++attempt;
    const isCurrent = (): boolean => mine === attempt;
    const toDevice = Date.now() - clock.monotonicMs();
    options.attempted(state.attempts.map((time) => time + toDevice));
    void options
      .openConnection({
        ...options.connection,
        message: (topic, payload) => {
          if (isCurrent()) options.message(topic, payload);
        },
        lost: (failure) => {
          if (isCurrent()) fail('lost', failure);
        },
      })
      .then((result) => {
        if ('failure' in result) {
          if (isCurrent()) fail('failed', result.failure);
        } else if (!isCurrent() || !state.wanted) {
          result.connection.close();
          if (isCurrent()) fail('lost', CLOSED);
        } else opened(result.connection, isCurrent);
      });
  }

  function opened(made: Connection, isCurrent: () => boolean): void {
    connection = made;
    saidCode = null;
    log(noticeOf('broker-connected', 'Connected to the broker.'));
    handle({ type: 'opened' });
    options.up();
    const { subscribeTo } = options;
    if (subscribeTo === null) {
      options.subscribed(true);
      return;
    }
    void made.subscribe(subscribeTo).then((failure) => {
      if (!isCurrent() || failure?.code === 'lost' || failure?.code === 'closed') return;
      if (failure) log(noticeOf('broker-refused', failure.message));
      options.subscribed(!failure);
    });
  }

  function fail(type: 'failed' | 'lost', failure: ConnectionFailure): void {
    attempt++;
    const wasUp = state.phase === 'connected';
    connection = null;
    if (failure.code !== 'closed') {
      const code = FAILURE_CODES[failure.code];
      lastError = { code, message: failure.message };
      // One line for a row of failures, not one for each.
      if (saidCode !== code) log(noticeOf(code, failure.message));
      saidCode = code;
    }
    if (wasUp) options.down();
    handle({ type, failure });
  }

  function close(): void {
    attempt++;
    const open = connection;
    connection = null;
    options.down();
    open?.close();
  }

  return {
    want: (wanted) => {
      if (forbidden || wanted === state.wanted) return;
      handle({ type: wanted ? 'want' : 'drop' });
    },
    hurry: () => {
      if (!forbidden) handle({ type: 'hurry' });
    },
    forbid: (code, message) => {
      forbidden = true;
      lastError = { code, message };
    },
    remember: (attempts) => {
      const toDevice = Date.now() - clock.monotonicMs();
      const earlier = attempts.map((time) => time - toDevice).filter((time) => time <= clock.monotonicMs());
      if (state.attempts.length === 0) state = { ...state, attempts: earlier };
    },
    isUp: () => state.phase === 'connected',
    publish: (topic, payload) => (connection ? connection.publish(topic, payload) : Promise.resolve(CLOSED)),
    snapshot: (page) => {
      const phase: ConnectionState =
        forbidden || state.phase === 'impossible'
          ? 'impossible'
          : !page.running
            ? 'stopped'
            : page.suspended
              ? 'suspended'
              : !page.isOwner && page.storage !== 'opening'
                ? 'passive'
                : state.phase === 'idle'
                  ? 'waiting'
                  : state.phase;
      const nowMs = clock.monotonicMs();
      if (phase !== shown) {
        shown = phase;
        shownSinceMs = nowMs;
      }
      const sinceMs = phase === 'connected' ? state.connectedAtMs : shownSinceMs;
      return {
        state: phase,
        forMs: nowMs - sinceMs,
        sinceMs: clock.at(sinceMs),
        lastError,
        nextTryInMs: phase === 'waiting' && state.wanted ? Math.max(0, state.nextAtMs - nowMs) : null,
      };
    },
  };
}
