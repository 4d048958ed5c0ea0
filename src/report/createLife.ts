import type { Clock } from './createClock.js';
import type { Outbox } from './createOutbox.js';
import type { Uplink } from './createUplink.js';
import type { ReportNotice } from './reportCodes.js';
import type { ScreenEvent } from './screenEvent.js';

export type LifePhase = 'stopped' | 'running' | 'suspended';

/** Whether there is anything to be connected for: it was started, the TV is awake, and this page reports. */
interface Life {
  phase: () => LifePhase;
  start: () => void;
  stop: () => void;
  /** MSX said something. */
  hear: (event: ScreenEvent) => void;
  /** The lease, or the head of the queue, may have changed. */
  refresh: () => void;
  /** Looks whether the device clock has jumped. */
  lookAtClock: () => void;
}

interface LifeOptions extends Uplink {
  outbox: Outbox;
  clock: Clock;
  beatMs: number;
  log: (notice: ReportNotice) => void;
}

export function createLife({ outbox, link, sender, presence, clock, beatMs, log }: LifeOptions): Life {
  let phase: LifePhase = 'stopped';
  let { jumps } = clock.state();
  let timer: ReturnType<typeof setTimeout>;

  function lookAtClock(): void {
    clock.check();
    const before = jumps;
    ({ jumps } = clock.state());
    if (jumps !== before)
      log({ code: 'clock-jumped', level: 'info', message: "The TV's clock was set, or the TV slept." });
  }

  function beat(): void {
    if (phase === 'stopped') return;
    lookAtClock();
    clearTimeout(timer);
    timer = setTimeout(beat, beatMs);
    void outbox.beat();
  }

  function want(wanted: boolean): void {
    if (wanted !== link.state().wanted) link.tell({ type: wanted ? 'want' : 'drop' });
  }

  function refresh(): void {
    want(phase === 'running' && outbox.isOwner());
    sender.refresh();
  }

  function leave(to: LifePhase): void {
    if (phase === 'stopped') return;
    if (link.state().phase === 'connected') presence.sayOffline();
    want(false);
    phase = to;
  }

  function resume(): void {
    if (phase === 'suspended') phase = 'running';
    refresh();
  }

  function start(): void {
    if (phase !== 'stopped') return;
    phase = 'running';
    void outbox.open().then(() => {
      const toDevice = Date.now() - clock.monotonicMs();
      link.tell({ type: 'remember', attempts: outbox.state().attempts.map((time) => time - toDevice) });
      sender.opened();
      beat();
      refresh();
    });
  }

  function stop(): void {
    leave('stopped');
    outbox.release();
  }

  function hear({ type }: ScreenEvent): void {
    switch (type) {
      case 'app:suspend':
        leave('suspended');
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
  }

  return { phase: () => phase, start, stop, hear, refresh, lookAtClock };
}
