import { brokerAddress } from './brokerAddress.js';
import type { Clock } from './createClock.js';
import type { LifePhase } from './createLife.js';
import type { Outbox } from './createOutbox.js';
import { BLOCKED_REMEDY } from './createSender.js';
import type { Uplink } from './createUplink.js';
import type { ReconnectState } from './decideReconnect.js';
import type { ConnectionState, ReporterSnapshot } from './reporterSnapshot.js';

interface SnapshotParts extends Uplink {
  urls: string[];
  phase: LifePhase;
  outbox: Outbox;
  clock: Clock;
}

function connectionState(
  phase: LifePhase,
  link: ReconnectState['phase'],
  isPassive: boolean,
): ConnectionState {
  if (link === 'impossible') return link;
  if (phase !== 'running') return phase;
  if (isPassive) return 'passive';
  return link === 'idle' ? 'waiting' : link;
}

export function takeSnapshot({
  urls,
  phase,
  outbox,
  link,
  sender,
  presence,
  clock,
}: SnapshotParts): ReporterSnapshot {
  const { sent, refused, dropped } = outbox.state();
  const { phase: linkPhase, at, wanted, nextAtMs, sinceMs } = link.state();
  const { acks, blocked, readyAtMs } = sender.state();
  const storage = outbox.storage();
  const nowMs = clock.monotonicMs();
  const head = outbox.head();
  const last = presence.lastStatus();
  return {
    broker: { url: brokerAddress(urls[at]!) },
    connection: {
      state: connectionState(phase, linkPhase, !outbox.isOwner() && storage !== 'opening'),
      forMs: nowMs - sinceMs,
      lastError: link.lastError(),
      nextTryInMs: wanted && linkPhase === 'idle' ? Math.max(0, nextAtMs - nowMs) : null,
    },
    oldestAtMs: head && !head.isOld ? head.view.shownAtMs : null,
    views: {
      waiting: outbox.waiting(),
      unanswered: outbox.unanswered(),
      sent,
      refused,
      dropped,
    },
    blocked: blocked && { ...blocked, remedy: BLOCKED_REMEDY, retryInMs: Math.max(0, readyAtMs - nowMs) },
    lastStatus: last && { status: last.status, currentPostId: last.currentPostId, agoMs: nowMs - last.atMs },
    acks,
    clock: clock.state(),
    storage,
  };
}
