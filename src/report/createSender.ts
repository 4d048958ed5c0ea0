import { UNKNOWN_TIME } from '../makapix/timestamp.js';
import { viewPayload } from '../makapix/view.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { Clock } from './createClock.js';
import type { ReportNotice } from './reportCodes.js';
import {
  decideDelivery,
  isAsked,
  newDelivery,
  nextDeliveryAtMs,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
  type DeliveryState,
} from './decideDelivery.js';
import { createMachine, type Machine } from './createMachine.js';
import type { Outbox } from './createOutbox.js';
import type { ViewSettings } from './viewSettings.js';
import { freshTimestamp, nextSecondOf, type StoredView } from './storedView.js';
import type { ReportTiming } from './reportTiming.js';

/** Sends the views of the outbox, one after the other. */
interface Sender extends Machine<DeliveryState, DeliveryEvent> {
  /** The outbox can be read: the pace of an earlier page goes on. */
  opened: () => void;
  /** The head of the outbox may have changed. */
  refresh: () => void;
}

interface SenderOptions {
  playerKey: string;
  page: string;
  views: ViewSettings;
  timing: ReportTiming;
  clock: Clock;
  outbox: Outbox;
  log: (notice: ReportNotice) => void;
  publish: (payload: string) => Promise<ConnectionFailure | null>;
  /** The server does not know this post. */
  refused: (postId: number) => void;
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
  const rules: DeliveryRules = { ...timing, intervalMs: views.intervalMs };

  const { tell, state } = createMachine(
    clock,
    newDelivery(views.requestAck),
    (before, event: DeliveryEvent, atMs) => decideDelivery(before, event, atMs, rules),
    (now) => nextDeliveryAtMs(now, rules),
    act,
  );

  function act({ type, key, message }: DeliveryEffect): void {
    const head = outbox.head();
    /** An answer counts for the pace, across a reload as well. */
    const changes = { lastSentAtMs: Date.now() };
    switch (type) {
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
      case 'answered':
        // Late answers to what was sent before must not be taken for those to what is sent now.
        if (outbox.unanswered())
          tell({ type: 'not-sent', untilMs: clock.monotonicMs() + timing.ackTimeoutMs });
        outbox.noteAnswer();
    }
    if (head && head.key === key) {
      const { view } = head;
      if (type === 'send') {
        send(key, view);
        return;
      }
      if (type === 'renew') void outbox.mark({ ...view, failed: true }, changes);
      else if (type === 'to-end' && view.rounds === MAX_ROUNDS - 1) {
        log({ code: 'view-failed', level: 'error', message: `The server fails on a view: ${message}` });
        outbox.leave(key, 'dropped', changes);
      } else if (type !== 'answered') {
        if (type === 'refused') {
          log({ code: 'view-refused', level: 'warn', message: `The server refuses a view: ${message}` });
          options.refused(view.facts.postId);
        }
        outbox.leave(key, type, changes);
      }
    }
    refresh();
  }

  function send(key: string, view: StoredView): void {
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
    if (timestamp === undefined || view.failed) {
      const shownAtMs = view.page === options.page ? clock.at(view.placeMs) : view.shownAtMs;
      const timeMs = nextSecondOf(timestamp) ?? (views.queuedTimestamps === 'refresh' ? nowMs : shownAtMs);
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
      }
      ({ timestamp, recent } = freshTimestamp(postId, timeMs, recent));
    }
    if (timestamp === UNKNOWN_TIME) unknown.push([postId, lastSentAtMs]);
    // Kept with the record from before it is sent on.
    const marked = { ...view, timestamp, failed: false };
    const facts = { ...view.facts, timestamp };
    void outbox.mark(marked, { lastSentAtMs, recent, unknown }).then(() => {
      // An ack for an earlier send may have come meanwhile, or the connection or the lease may be gone.
      refresh();
      if (state().key !== key || !isAsked(state())) return;
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
      isOpen: head !== null && head.view.timestamp !== undefined && !head.view.failed,
      isArtwork: head !== null && head.view.facts.intent === 'artwork',
      isOld: head !== null && head.isOld,
    });
  }

  return {
    tell,
    state,
    opened: () => {
      const paceMs = views.intervalMs + timing.paceMarginMs;
      const restMs = outbox.state().lastSentAtMs + paceMs - Date.now();
      // A device clock that was set back does not make the TV wait for longer than the pace.
      tell({
        type: 'ready',
        atMs: clock.monotonicMs() + Math.min(paceMs, Math.max(0, restMs)),
        hasAnswered: outbox.hasAnswered(),
      });
      refresh();
    },
    refresh,
  };
}
