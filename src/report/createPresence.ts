import { statusPayload, type StatusFacts } from '../makapix/status.js';
import type { Clock } from './createClock.js';
import { createMachine, type Machine } from './createMachine.js';
import {
  decidePresence,
  nextStatusAtMs,
  NOT_PRESENT,
  type PresenceEvent,
  type PresenceState,
} from './decidePresence.js';
import type { ReportTiming } from './reportTiming.js';

type Status = Pick<StatusFacts, 'status' | 'currentPostId'>;

/** Says that the TV is there, and what is on screen. */
export interface Presence extends Machine<PresenceState, PresenceEvent> {
  /** What the broker is to say when the TV vanishes. */
  will: string;
  sayOffline: () => void;
  /** What was said last, and when; null = nothing yet. */
  lastStatus: () => (Status & { atMs: number }) | null;
}

interface PresenceOptions extends Pick<StatusFacts, 'playerKey' | 'firmwareVersion'> {
  heartbeatMs: number;
  timing: ReportTiming;
  clock: Clock;
  random: () => number;
  publish: (payload: string) => void;
}

const OFFLINE: Status = { status: 'offline', currentPostId: null };

export function createPresence(options: PresenceOptions): Presence {
  const { playerKey, firmwareVersion, heartbeatMs, timing, clock, random } = options;
  let last: ReturnType<Presence['lastStatus']> = null;

  const textOf = ({ status, currentPostId }: Status): string =>
    JSON.stringify(statusPayload({ playerKey, status, currentPostId, firmwareVersion }));

  function publish(status: Status): void {
    last = { ...status, atMs: clock.monotonicMs() };
    options.publish(textOf(status));
  }

  const { tell, state } = createMachine(
    clock,
    NOT_PRESENT,
    (before, event: PresenceEvent, atMs) =>
      decidePresence(before, event, atMs, random(), { ...timing, heartbeatMs }),
    (now) => nextStatusAtMs(now, timing),
    () => publish({ status: 'online', currentPostId: state().postId }),
  );

  return {
    tell,
    state,
    will: textOf(OFFLINE),
    sayOffline: () => publish(OFFLINE),
    lastStatus: () => last,
  };
}
