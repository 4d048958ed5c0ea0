import { viewPayload } from '../makapix/view.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { Clock } from './clock.js';
import type { ReportNotice } from './codes.js';
import {
  decideDelivery,
  isAsked,
  newDelivery,
  nextDeliveryAtMs,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
  type DeliveryState,
} from './delivery.js';
import { createMachine, type Machine } from './machine.js';
import type { Outbox } from './outbox.js';
import type { ViewSettings } from './settings.js';
import { freshTimestamp } from './stored-view.js';
import type { ReportTiming } from './timing.js';

/** Sends the views of the outbox, one after the other. */
export interface Sender extends Machine<DeliveryState, DeliveryEvent> {
  /** The outbox can be read: the pace of an earlier page goes on. */
  opened: () => void;
  /** The head of the outbox may have changed. */
  refresh: () => void;
}

export interface SenderOptions {
  playerKey: string;
  page: string;
  views: ViewSettings;
  timing: ReportTiming;
  clock: Clock;
  outbox: Outbox;
  log: (notice: ReportNotice) => void;
  publish: (payload: string) => Promise<ConnectionFailure | null>;
}

const DAY_MS = 86_400_000;
/** A view that waited for longer is of no use to anybody. */
const MAX_AGE_MS = 30 * DAY_MS;
/** How often a view that the server fails to process goes to the end of the queue. */
const MAX_ROUNDS = 3;

/** What to do where the server takes no views of this player. */
export const BLOCKED_REMEDY = 'Register this player key, and give it an owner.';

export function createSender(options: SenderOptions): Sender {
  const { views, timing, clock, outbox, log, playerKey } = options;
  /** The view that was sent last. */
  let sentKey = '';
  let rounds = 0;
  const rules: DeliveryRules = { ...timing, intervalMs: views.intervalMs };

  const { tell, state } = createMachine(
    clock,
    newDelivery(Infinity, views.requestAck),
    (before, event: DeliveryEvent, atMs) => decideDelivery(before, event, atMs, rules),
    (now) => nextDeliveryAtMs(now, rules),
    act,
  );

  function act({ type, message }: DeliveryEffect): void {
    switch (type) {
      case 'send':
        send();
        return;
      case 'done':
        outbox.leave(sentKey, 'sent');
        break;
      case 'refused':
        log({ code: 'view-refused', level: 'warn', message: `The server refuses a view: ${message}` });
        outbox.leave(sentKey, 'refused');
        break;
      case 'to-end':
        if (rounds < MAX_ROUNDS - 1) outbox.leave(sentKey, 'to-end');
        else {
          log({ code: 'view-failed', level: 'error', message: `The server fails on a view: ${message}` });
          outbox.leave(sentKey, 'dropped');
        }
        break;
      case 'blocked':
        log({
          code: 'view-blocked',
          level: 'error',
          message: `The server takes no views of this player: ${message}`,
          remedy: BLOCKED_REMEDY,
        });
        return;
      case 'acks-missing':
        log({ code: 'acks-missing', level: 'warn', message: 'The server does not answer.' });
        return;
    }
    refresh();
  }

  function send(): void {
    const { key } = state();
    const head = outbox.head();
    if (!head || head.key !== key) {
      refresh();
      return;
    }
    const { view } = head;
    const { postId } = view.facts;
    const nowMs = clock.now();
    if (nowMs !== null && view.shownAtMs !== null && nowMs - view.shownAtMs > MAX_AGE_MS) {
      log({ code: 'outbox-dropped', level: 'warn', message: 'A view has waited for 30 days.' });
      outbox.leave(key, 'dropped');
      refresh();
      return;
    }

    const lastSentAtMs = Date.now();
    let { recent, unknown } = outbox.state();
    unknown = unknown.filter(([, sentAtMs]) => Math.abs(lastSentAtMs - sentAtMs) < timing.duplicateMemoryMs);
    let { timestamp } = view;
    if (timestamp === undefined) {
      const shownAtMs = view.page === options.page ? clock.at(view.placeMs) : view.shownAtMs;
      const timeMs = views.queuedTimestamps === 'refresh' ? nowMs : shownAtMs;
      if (timeMs === null) {
        // Two views of one post without a time look the same. The second waits until the server has forgotten
        // the first; otherwise it would be taken for a duplicate, and lost.
        const same = unknown.filter(([post]) => post === postId).pop();
        if (same) {
          const sinceMs = Math.abs(lastSentAtMs - same[1]);
          const untilMs = clock.monotonicMs() + timing.duplicateMemoryMs + timing.paceMarginMs - sinceMs;
          tell({ type: 'not-sent', untilMs });
          return;
        }
        unknown.push([postId, lastSentAtMs]);
      }
      // It is given once, and kept with the record from before the first send on.
      ({ timestamp, recent } = freshTimestamp(postId, timeMs, recent));
    }
    sentKey = key;
    ({ rounds } = view);
    const marked = { ...view, timestamp };
    const facts = { ...view.facts, timestamp };
    void outbox.mark(marked, { lastSentAtMs, recent, unknown }).then(() => {
      // An ack for an earlier send may have come meanwhile, or the connection or the lease may be gone.
      if (outbox.head()?.key !== key || !isAsked(state())) return;
      const confirmed = options.publish(JSON.stringify(viewPayload(facts, playerKey, views.requestAck)));
      tell({ type: 'sent' });
      void confirmed.then((failure) => {
        if (!failure) tell({ type: 'confirmed', key });
      });
    });
  }

  function refresh(): void {
    const head = outbox.head();
    tell({
      type: 'head',
      key: head && head.key,
      sentBefore: head !== null && head.view.timestamp !== undefined,
    });
  }

  return {
    tell,
    state,
    opened: () => {
      const paceMs = views.intervalMs + timing.paceMarginMs;
      const restMs = outbox.state().lastSentAtMs + paceMs - Date.now();
      // A device clock that was set back does not make the TV wait for longer than the pace.
      tell({ type: 'ready', atMs: clock.monotonicMs() + Math.min(paceMs, Math.max(0, restMs)) });
      refresh();
    },
    refresh,
  };
}
