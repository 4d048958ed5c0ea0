import { parseAck } from '../makapix/ack.js';
import { timestampOf } from '../makapix/timestamp.js';
import { viewPayload } from '../makapix/view.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { Log } from '../tvx/notice.js';
import { createAlarm } from './alarm.js';
import type { Clock } from './clock.js';
import { noticeOf, REPORT_CODES } from './codes.js';
import {
  decideDelivery,
  newDelivery,
  nextDeliveryAtMs,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
} from './delivery.js';
import type { Mark, Outbox, OutboxState } from './outbox.js';
import type { ReportTiming, ViewSettings } from './settings.js';
import type { ReporterSnapshot } from './snapshot.js';
import { freshTimestamp, type StoredView } from './stored-view.js';

/** Sends the views of the outbox, one after the other. */
export interface Sender {
  /** The outbox can be read: the pace of an earlier page goes on. */
  opened(): void;
  /** @param acksCanCome false = the broker does not let us read them. */
  online(acksCanCome: boolean): void;
  offline(): void;
  /** The head of the outbox may have changed. */
  refresh(): void;
  ack(text: string): void;
  blocked(): ReporterSnapshot['blocked'];
  acks(): ReporterSnapshot['acks'];
}

export interface SenderOptions {
  playerKey: string;
  page: string;
  topic: string;
  views: ViewSettings;
  timing: ReportTiming;
  clock: Clock;
  outbox: Outbox;
  log: Log;
  publish: (topic: string, payload: string) => Promise<ConnectionFailure | null>;
}

const DAY_MS = 86_400_000;
/** A view that waited for longer is of no use to anybody. */
const MAX_AGE_MS = 30 * DAY_MS;
/** When the head of the queue is not what it was. */
const RETRY_MS = 1000;
/** How often a view that the server fails to process goes to the end of the queue. */
const MAX_ROUNDS = 3;

export function createSender(options: SenderOptions): Sender {
  const { views, timing, clock, outbox, log, playerKey } = options;
  const rules: DeliveryRules = { ...timing, intervalMs: views.intervalMs, requestAck: views.requestAck };
  let state = newDelivery(Infinity, views.requestAck);

  const alarm = createAlarm(clock.monotonicMs, () => handle({ type: 'tick' }));

  function handle(event: DeliveryEvent): void {
    const [next, effects] = decideDelivery(state, event, clock.monotonicMs(), rules);
    state = next;
    alarm.set(nextDeliveryAtMs(state, rules));
    outbox.setBusy(state.flight !== null);
    effects.forEach(act);
  }

  function act(effect: DeliveryEffect): void {
    switch (effect.type) {
      case 'send':
        send(effect.key);
        return;
      case 'done':
        outbox.remove(effect.key, 'sent');
        break;
      case 'refused':
        log(noticeOf('view-refused', `The server refused a view: ${effect.message}`));
        outbox.remove(effect.key, 'refused');
        break;
      case 'to-end':
        retryLater(effect.key, effect.message);
        break;
      case 'blocked':
        log(
          noticeOf(
            'view-blocked',
            `The server takes no views of this player: ${effect.message} (${effect.code}).`,
          ),
        );
        return;
      case 'acks-missing':
        log(
          noticeOf('acks-missing', "The server does not answer views; the broker's confirmation has to do."),
        );
        return;
    }
    refresh();
  }

  let lastRounds = 0;

  function retryLater(key: string, message: string): void {
    if (lastRounds + 1 < MAX_ROUNDS) {
      outbox.toEnd(key);
      return;
    }
    log(noticeOf('view-failed', `The server failed to process a view in ${MAX_ROUNDS} rounds: ${message}`));
    outbox.remove(key, 'dropped');
  }

  function send(key: string): void {
    let holdUntilMs: number | null = null;
    let isTooOld = false;
    const mark: Mark = (view, shared) => {
      const nowMs = clock.now();
      isTooOld = view.storedAtMs !== null && nowMs !== null && nowMs - view.storedAtMs > MAX_AGE_MS;
      if (isTooOld) return null;
      lastRounds = view.rounds;
      holdUntilMs = heldUntilMs(view, shared);
      return holdUntilMs === null ? stamped(view, shared) : null;
    };
    void outbox.prepare(key, mark).then((prepared) => {
      if (isTooOld) {
        log(noticeOf('outbox-dropped', 'A view that waited for 30 days is dropped.'));
        outbox.remove(key, 'dropped');
        refresh();
        return;
      }
      // An ack for an earlier send may have come meanwhile, or the connection may be gone.
      if (state.head?.key !== key || !state.flight || !state.online) return;
      if (prepared.outcome !== 'ready') {
        handle({ type: 'not-sent', untilMs: holdUntilMs ?? clock.monotonicMs() + RETRY_MS });
        refresh();
        return;
      }
      publish(key, prepared.view);
    });
  }

  function publish(key: string, view: StoredView): void {
    const facts = { ...view.facts, timestamp: view.timestamp ?? timestampOf(null) };
    const payload = JSON.stringify(viewPayload(facts, playerKey, views.requestAck));
    const confirmed = options.publish(options.topic, payload);
    handle({ type: 'sent' });
    void confirmed.then((failure) => {
      if (!failure) handle({ type: 'confirmed', key });
    });
  }

  /** The timestamp is given once, and kept with the record from before the first send on. */
  function stamped(view: StoredView, shared: OutboxState): { view: StoredView; state: OutboxState } {
    const sentAtMs = Date.now();
    if (view.timestamp !== undefined) return { view, state: { ...shared, lastSentAtMs: sentAtMs } };
    const timeMs = views.queuedTimestamps === 'refresh' ? clock.now() : trueTimeOf(view);
    const { timestamp, recent } = freshTimestamp(view.facts.postId, timeMs, shared.recent);
    const unknown = unknownLately(shared, sentAtMs);
    return {
      view: { ...view, timestamp },
      state: {
        ...shared,
        lastSentAtMs: sentAtMs,
        recent,
        unknown: timeMs === null ? unknown.concat([[view.facts.postId, sentAtMs]]) : unknown,
      },
    };
  }

  const trueTimeOf = (view: StoredView): number | null =>
    view.page === options.page ? clock.at(view.placeMs) : view.shownAtMs;

  const unknownLately = (shared: OutboxState, deviceMs: number): OutboxState['unknown'] =>
    shared.unknown.filter(([, sentAtMs]) => Math.abs(deviceMs - sentAtMs) < timing.duplicateMemoryMs);

  /**
   * Two views of one post without a time look the same. The second waits until the server has forgotten the
   * first; otherwise it would be taken for a duplicate, and lost.
   */
  function heldUntilMs(view: StoredView, shared: OutboxState): number | null {
    const timeMs = views.queuedTimestamps === 'refresh' ? clock.now() : trueTimeOf(view);
    if (view.timestamp !== undefined || timeMs !== null) return null;
    const deviceMs = Date.now();
    const same = unknownLately(shared, deviceMs).filter(([postId]) => postId === view.facts.postId);
    const last = same[same.length - 1];
    if (!last) return null;
    return (
      clock.monotonicMs() + timing.duplicateMemoryMs + timing.paceMarginMs - Math.abs(deviceMs - last[1])
    );
  }

  function refresh(): void {
    handle({ type: 'head', head: outbox.head() });
  }

  return {
    opened: () => {
      const paceMs = views.intervalMs + timing.paceMarginMs;
      const sinceMs = Date.now() - outbox.state().lastSentAtMs;
      // A device clock that was set back does not make the TV wait for longer than the pace.
      const waitMs = sinceMs < 0 ? paceMs : Math.max(0, paceMs - sinceMs);
      state = { ...state, readyAtMs: clock.monotonicMs() + waitMs };
      refresh();
    },
    online: (acksCanCome) => handle({ type: 'online', acksCanCome }),
    offline: () => handle({ type: 'offline' }),
    refresh,
    ack: (text) => {
      const ack = parseAck(text);
      if (ack) handle({ type: 'ack', ack });
    },
    blocked: () =>
      state.blocked && {
        ...state.blocked,
        remedy: REPORT_CODES['view-blocked'][1],
        retryInMs: Math.max(0, state.readyAtMs - clock.monotonicMs()),
      },
    acks: () => state.acks,
  };
}
