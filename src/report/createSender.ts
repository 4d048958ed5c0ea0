import { viewPayload, type ViewFacts } from '../makapix/view.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { Clock } from './createClock.js';
import type { QueuedView } from './createHead.js';
import { createMachine, type Machine } from './createMachine.js';
import type { Outbox } from './createOutbox.js';
import { decideDelivery, nextDeliveryAtMs } from './decideDelivery.js';
import { decideDeparture, type DepartureTimes } from './decideDeparture.js';
import {
  isAsked,
  newDelivery,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryState,
  type Outcome,
} from './deliveryState.js';
import type { ReportNotice } from './reportCodes.js';
import type { ReportTiming } from './reportTiming.js';
import type { StoredView } from './storedView.js';
import type { ViewSettings } from './viewSettings.js';

/** Sends the views of the outbox, one after the other. */
export interface Sender extends Machine<DeliveryState, DeliveryEvent> {
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
  /** The connection may have forgotten what it is subscribed to. */
  connectAnew: () => void;
  /** The server does not know this post. */
  refused: (postId: number) => void;
}

/** What to do where the server takes no views of this player. */
export const BLOCKED_REMEDY = 'Register this player key, and give it an owner.';

/** A device clock that was set back does not make the TV wait for longer than the pace. */
const restOfPace = (lastSentAtMs: number, nowMs: number, paceMs: number): number =>
  Math.min(paceMs, Math.max(0, lastSentAtMs + paceMs - nowMs));

function departureOf(
  { page, clock, outbox, timing, views }: SenderOptions,
  view: StoredView,
): ReturnType<typeof decideDeparture> {
  const times: DepartureTimes = {
    nowMs: clock.now(),
    shownAtMs: view.page === page ? clock.at(view.placeMs) : view.shownAtMs,
    deviceMs: Date.now(),
  };
  return decideDeparture(view, outbox.state(), times, { ...timing, ...views });
}

function say(
  log: SenderOptions['log'],
  effect: Extract<DeliveryEffect, { type: 'blocked' | 'acks-missing' }>,
): void {
  if (effect.type === 'blocked')
    log({
      code: 'view-blocked',
      level: 'error',
      message: `The server takes no views of this player: ${effect.message}`,
      remedy: BLOCKED_REMEDY,
    });
  else log({ code: 'acks-missing', level: 'warn', message: 'The server does not answer.' });
}

/** What the outbox makes of the server's answer, or of its silence. */
function settle({ outbox, log, refused }: SenderOptions, { type, head, message }: Outcome): void {
  const { key, view } = head;
  /** An answer counts for the pace, across a reload as well. */
  const changes = { lastSentAtMs: Date.now() };
  switch (type) {
    case 'renew':
      void outbox.mark(key, { failed: true }, changes);
      return;
    case 'failed':
      log({ code: 'view-failed', level: 'error', message: `The server fails on a view: ${message}` });
      outbox.leave(key, 'dropped', changes);
      return;
    case 'refused':
      log({ code: 'view-refused', level: 'warn', message: `The server refuses a view: ${message}` });
      refused(view.facts.postId);
  }
  outbox.leave(key, type, changes);
}

export function createSender(options: SenderOptions): Sender {
  const { views, timing, clock, outbox, log } = options;
  const rules = { ...timing, ...views };

  const { tell, state } = createMachine(
    clock,
    newDelivery(views.requestAck),
    (before, event: DeliveryEvent, atMs) => decideDelivery(before, event, atMs, rules),
    (now) => nextDeliveryAtMs(now, rules),
    act,
  );

  function act(effect: DeliveryEffect): void {
    switch (effect.type) {
      case 'blocked':
      case 'acks-missing':
        say(log, effect);
        return;
      case 'send':
        send(effect.head);
        return;
      case 'connect-anew':
        options.connectAnew();
        return;
      case 'answered':
        // Late answers to what was sent before must not be taken for those to what is sent now.
        if (outbox.unanswered()) wait(timing.ackTimeoutMs);
        outbox.noteAnswer();
        break;
      default:
        settle(options, effect);
    }
    refresh();
  }

  function wait(forMs: number): void {
    tell({ type: 'not-sent', untilMs: clock.monotonicMs() + forMs });
  }

  function send({ key, view }: QueuedView): void {
    const departure = departureOf(options, view);
    if (typeof departure === 'number') wait(departure);
    else if (departure) {
      const { timestamp, changes } = departure;
      outbox.trim();
      // Kept with the record from before it is sent on.
      const kept = outbox.mark(key, { timestamp, failed: false }, changes);
      void kept.then(() => publish(key, { ...view.facts, timestamp }));
    } else {
      log({ code: 'outbox-dropped', level: 'warn', message: 'A view has waited for 30 days.' });
      outbox.leave(key, 'dropped');
    }
    refresh();
  }

  function publish(key: string, facts: ViewFacts): void {
    // An ack for an earlier send may have come meanwhile, or the connection or the lease may be gone.
    refresh();
    if (!isAsked(state(), key)) return;
    const payload = viewPayload(facts, options.playerKey, views.requestAck);
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
      const { lastSentAtMs } = outbox.state();
      const waitMs = restOfPace(lastSentAtMs, Date.now(), views.intervalMs + timing.paceMarginMs);
      tell({ type: 'ready', atMs: clock.monotonicMs() + waitMs, hasAnswered: outbox.hasAnswered() });
      refresh();
    },
    refresh,
  };
}
