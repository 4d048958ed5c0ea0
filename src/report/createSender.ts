import { viewPayload } from '../makapix/view.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { Clock } from './createClock.js';
import type { QueuedView } from './createHead.js';
import { createMachine, type Machine } from './createMachine.js';
import type { Outbox } from './createOutbox.js';
import { decideDelivery, nextDeliveryAtMs } from './decideDelivery.js';
import { decideDeparture } from './decideDeparture.js';
import {
  isAsked,
  newDelivery,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
  type DeliveryState,
  type Outcome,
} from './deliveryState.js';
import type { ReportNotice } from './reportCodes.js';
import type { ReportTiming } from './reportTiming.js';
import type { StoredView } from './storedView.js';
import type { ViewSettings } from './viewSettings.js';

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

/** What to do where the server takes no views of this player. */
export const BLOCKED_REMEDY = 'Register this player key, and give it an owner.';

/** What is said of an effect; null = nothing. */
function noticeOf(effect: DeliveryEffect): ReportNotice | null {
  switch (effect.type) {
    case 'blocked':
      return {
        code: 'view-blocked',
        level: 'error',
        message: `The server takes no views of this player: ${effect.message}`,
        remedy: BLOCKED_REMEDY,
      };
    case 'acks-missing':
      return { code: 'acks-missing', level: 'warn', message: 'The server does not answer.' };
    case 'failed':
      return {
        code: 'view-failed',
        level: 'error',
        message: `The server fails on a view: ${effect.message}`,
      };
    case 'refused':
      return { code: 'view-refused', level: 'warn', message: `The server refuses a view: ${effect.message}` };
    default:
      return null;
  }
}

export function createSender(options: SenderOptions): Sender {
  const { views, timing, clock, outbox, log } = options;
  const rules: DeliveryRules = { ...timing, intervalMs: views.intervalMs };

  const { tell, state } = createMachine(
    clock,
    newDelivery(views.requestAck),
    (before, event: DeliveryEvent, atMs) => decideDelivery(before, event, atMs, rules),
    (now) => nextDeliveryAtMs(now, rules),
    act,
  );

  function act(effect: DeliveryEffect): void {
    const notice = noticeOf(effect);
    if (notice) log(notice);
    switch (effect.type) {
      case 'blocked':
      case 'acks-missing':
        return;
      case 'answered':
        // Late answers to what was sent before must not be taken for those to what is sent now.
        if (outbox.unanswered())
          tell({ type: 'not-sent', untilMs: clock.monotonicMs() + timing.ackTimeoutMs });
        outbox.noteAnswer();
        break;
      case 'send':
        send(effect.head);
        return;
      default:
        settle(effect);
    }
    refresh();
  }

  /** The server has answered, or nobody. */
  function settle({ type, head }: Outcome): void {
    /** An answer counts for the pace, across a reload as well. */
    const changes = { lastSentAtMs: Date.now() };
    if (type === 'refused') options.refused(head.view.facts.postId);
    if (type === 'renew') void outbox.mark(head.key, { failed: true }, changes);
    else outbox.leave(head.key, type === 'failed' ? 'dropped' : type, changes);
  }

  function send({ key, view }: QueuedView): void {
    const departure = decideDeparture(
      view,
      outbox.state(),
      {
        nowMs: clock.now(),
        shownAtMs: view.page === options.page ? clock.at(view.placeMs) : view.shownAtMs,
        deviceMs: Date.now(),
        monotonicMs: clock.monotonicMs(),
      },
      { ...timing, queuedTimestamps: views.queuedTimestamps },
    );
    switch (departure.type) {
      case 'expired':
        log({ code: 'outbox-dropped', level: 'warn', message: 'A view has waited for 30 days.' });
        outbox.leave(key, 'dropped');
        refresh();
        break;
      case 'wait':
        tell({ type: 'not-sent', untilMs: departure.untilMs });
        break;
      case 'go': {
        const { fields, changes } = departure;
        outbox.trim();
        // Kept with the record from before it is sent on.
        const kept = outbox.mark(key, fields, changes);
        refresh();
        void kept.then(() => publish(key, { ...view, ...fields }));
      }
    }
  }

  function publish(key: string, { facts, timestamp }: StoredView & { timestamp: string }): void {
    // An ack for an earlier send may have come meanwhile, or the connection or the lease may be gone.
    refresh();
    if (state().head?.key !== key || !isAsked(state())) return;
    const payload = viewPayload({ ...facts, timestamp }, options.playerKey, views.requestAck);
    const confirmed = options.publish(JSON.stringify(payload));
    tell({ type: 'sent' });
    void confirmed.then((failure) => {
      if (!failure) tell({ type: 'confirmed', key });
    });
  }

  function refresh(): void {
    tell({ type: 'head', head: outbox.head() });
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
