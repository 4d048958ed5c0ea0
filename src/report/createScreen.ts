import type { Clock } from './createClock.js';
import type { ReportNotice } from './reportCodes.js';
import { createMachine, type Machine } from './createMachine.js';
import { readSlideReport, readTrackReport } from './readScreenEvent.js';
import type { ScreenEvent } from './screenEvent.js';
import { decideViewing, nextTickAtMs } from './decideViewing.js';
import {
  NOTHING_ON_SCREEN,
  type View,
  type ViewingEffect,
  type ViewingRules,
  type ViewingState,
} from './viewingState.js';

interface ScreenOptions {
  rules: ViewingRules;
  clock: Clock;
  log: (notice: ReportNotice) => void;
  requestData: (dataId: string) => Promise<unknown>;
  viewed: (view: View) => void;
  showing: (postId: number | null) => void;
}

/** So many different lines are remembered; a document with more broken items has said it often enough. */
const MAX_SAID = 500;

/** What is on screen, kept up to date by what MSX says. */
export function createScreen({
  rules,
  clock,
  log,
  requestData,
  viewed,
  showing,
}: ScreenOptions): Machine<ViewingState, ScreenEvent> {
  const said: string[] = [];
  function sayOnce(code: 'report-slide-unknown' | 'report-item-invalid', message: string): void {
    if (said.indexOf(message) >= 0 || said.length > MAX_SAID) return;
    said.push(message);
    log({ code, level: 'warn', message });
  }

  const screen = createMachine<ViewingState, ScreenEvent, ViewingEffect>(
    clock,
    NOTHING_ON_SCREEN,
    (state, event, atMs) => decideViewing(state, event, atMs, rules),
    nextTickAtMs,
    (effect) => {
      if (effect.type === 'view') viewed(effect.view);
      else if (effect.type === 'current') showing(effect.postId);
      else if (effect.type === 'ask') {
        const { dataId } = effect;
        const told = (answer: unknown): void =>
          screen.tell(
            dataId === 'slider'
              ? readSlideReport('slider:info', answer)
              : readTrackReport('video:info', answer),
          );
        requestData(dataId).then(told, (error: unknown) => {
          sayOnce('report-slide-unknown', `MSX does not say what is on screen: ${String(error)}`);
          told(null);
        });
      } else sayOnce('report-item-invalid', `${effect.url} is not reported: ${effect.problems.join('; ')}`);
    },
  );
  return screen;
}
