import type { Connection, ConnectionFailure, ConnectionOptions, OpenConnection } from '../mqtt/connection.js';
import type { Clock } from './createClock.js';
import type { ReportNotice } from './reportCodes.js';
import { createMachine, type Machine } from './createMachine.js';
import {
  decideReconnect,
  newReconnect,
  nextAttemptAtMs,
  type FailureCode,
  type ReconnectEvent,
  type ReconnectState,
} from './decideReconnect.js';
import type { ReportTiming } from './reportTiming.js';

/** The connection to the broker, made again whenever it is lost and wanted. */
export interface Link extends Machine<ReconnectState, ReconnectEvent> {
  publish(topic: string, payload: string, isRetained?: boolean): Promise<ConnectionFailure | null>;
  /** The last failure; null where there was none. */
  lastError(): { code: string; message: string } | null;
}

interface LinkOptions {
  connection: Omit<ConnectionOptions, 'lost' | 'url'>;
  /** The brokers, the best first. */
  urls: string[];
  /** The page came over https: it cannot use ws:. */
  pageIsSecure: boolean;
  openConnection: OpenConnection;
  random: () => number;
  timing: ReportTiming;
  clock: Clock;
  log: (notice: ReportNotice) => void;
  /** null = nothing. */
  subscribeTo: string | null;
  /** What reporting does not need. */
  alsoTo: string[];
  /** CONNACK. */
  up: () => void;
  /** SUBACK, or there is nothing to subscribe to; false = the broker does not allow it. */
  subscribed: (isSubscribed: boolean) => void;
  /** SUBACK for `alsoTo`. Resolves with null when the broker has what is said then. @param topics those that it allows */
  alsoSubscribed: (topics: string[]) => Promise<ConnectionFailure | null>;
  /** The TV goes to another broker: what this one is to hear last. */
  leaving: () => void;
  down: () => void;
  /** The broker refuses the credentials. @param times in a row */
  refused?: ((times: number) => void) | undefined;
  /** The last attempts (device clock). */
  attempted: (attempts: number[]) => void;
}

type Failure = { code: FailureCode; message: string };

/** Some brokers end a connection that asks for what it may not have: so often it is tried. */
const MOST_ASKED = 3;

const CLOSED: ConnectionFailure = { code: 'closed', message: '' };

const INSECURE: Failure = { code: 'insecure', message: 'A page from https cannot use a ws: broker.' };

/** What a person can do about it; reportCodes.ts has the same. */
const REMEDIES: Partial<Record<FailureCode, ReportNotice['remedy']>> = {
  insecure: 'Use wss://, or load the plugin over http.',
  unusable: 'Write broker.url as wss://host:port/path.',
  unreachable: 'Check its address, WebSocket listener and certificate.',
};

const noticeOf = ({ code, message }: Failure): ReportNotice =>
  ({
    code: `broker-${code}`,
    level: code === 'lost' || code === 'unreachable' ? 'warn' : 'error',
    message,
    remedy: REMEDIES[code],
  }) as ReportNotice;

export function createLink(options: LinkOptions): Link {
  const { timing, clock, log, urls } = options;
  const rules = { ...timing, brokers: urls.length };
  let connection: Connection | null = null;
  /** What an earlier attempt says does not count any more. */
  let attempt = 0;
  let lastError: ReportNotice | null = null;
  let saidCode = '';
  /** How often the broker was asked for `alsoTo`, and the connection went. */
  let asked = 0;
  let refusals = 0;

  const machine = createMachine(
    clock,
    newReconnect([]),
    (before, event: ReconnectEvent, atMs) => decideReconnect(before, event, atMs, options.random(), rules),
    nextAttemptAtMs,
    (effect) => {
      if (effect === 'open') open();
      else {
        if (effect === 'leave') options.leaving();
        const made = connection;
        connection = null;
        options.down();
        if (made) made.close();
      }
    },
  );

  function open(): void {
    const mine = ++attempt;
    const url = urls[machine.state().at]!;
    const toDevice = Date.now() - clock.monotonicMs();
    options.attempted(machine.state().attempts.map((time) => time + toDevice));
    if (options.pageIsSecure && /^ws:/i.test(url)) {
      fail(INSECURE);
      return;
    }
    void options.openConnection({ ...options.connection, url, lost: fail }).then((result) => {
      if (mine !== attempt) return;
      if ('failure' in result) fail(result.failure);
      else if (machine.state().wanted) opened(result.connection);
      else {
        result.connection.close();
        fail(CLOSED);
      }
    });
  }

  function opened(made: Connection): void {
    connection = made;
    saidCode = '';
    refusals = 0;
    log({ code: 'broker-connected', level: 'info', message: 'Connected to the broker.' });
    machine.tell({ type: 'opened' });
    options.up();
    if (options.subscribeTo === null) options.subscribed(true);
    else
      void made.subscribe(options.subscribeTo).then((failure) => {
        if (failure && failure.code !== 'refused') return;
        if (failure) log({ code: 'broker-refused', level: 'error', message: failure.message });
        options.subscribed(!failure);
      });
    askForMore(made);
  }

  function askForMore(made: Connection): void {
    const { alsoTo } = options;
    if (alsoTo.length === 0 || asked > MOST_ASKED) return;
    asked++;
    const refused = (message: string): void => log({ code: 'commands-refused', level: 'warn', message });
    if (asked > MOST_ASKED) {
      refused(
        'The broker ends the connection when the player asks for its commands, or says what it can do.',
      );
      return;
    }
    void Promise.all(alsoTo.map((topic) => made.subscribe(topic))).then((failures) => {
      const failure = failures.filter((one) => one)[0];
      if (failure && failure.code !== 'refused') return;
      if (failure) refused(failure.message);
      const allowed = alsoTo.filter((_topic, at) => !failures[at]);
      void options.alsoSubscribed(allowed).then((isLost) => {
        if (!isLost) asked = 0;
      });
    });
  }

  function fail(failure: Failure): void {
    const { code } = failure;
    attempt++;
    connection = null;
    options.down();
    if (code !== 'closed') {
      lastError = noticeOf(failure);
      // One line for a row of failures, not one for each.
      if (saidCode !== code) log(lastError);
      saidCode = code;
    }
    machine.tell({ type: 'ended', code });
    if (code === 'credentials') options.refused?.(++refusals);
  }

  return {
    tell: machine.tell,
    state: machine.state,
    publish: (topic, payload, isRetained) =>
      connection ? connection.publish(topic, payload, isRetained) : Promise.resolve(CLOSED),
    lastError: () => lastError,
  };
}
