import type { Clock } from './clock.js';
import type { ReportNotice } from './codes.js';
import { createMachine, type Machine } from './machine.js';
import {
  decideViewing,
  nextViewAtMs,
  NOTHING_ON_SCREEN,
  type ScreenEvent,
  type View,
  type ViewingRules,
  type ViewingState,
} from './viewing.js';

export interface ScreenOptions {
  rules: ViewingRules;
  clock: Clock;
  log: (notice: ReportNotice) => void;
  requestData: (dataId: string) => Promise<unknown>;
  viewed: (view: View) => void;
  showing: (postId: number | null) => void;
}

/** So many different broken items are remembered; a document with more has said it often enough. */
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

  const screen = createMachine<ViewingState, ScreenEvent, ReturnType<typeof decideViewing>[1][number]>(
    clock,
    NOTHING_ON_SCREEN,
    (state, event, atMs) => decideViewing(state, event, atMs, rules),
    nextViewAtMs,
    (effect) => {
      if (effect.type === 'view') viewed(effect.view);
      else if (effect.type === 'current') showing(effect.postId);
      else if (effect.type === 'ask') {
        const { dataId } = effect;
        requestData(dataId).then(
          (info) => screen.tell({ event: `${dataId}:info`, info }),
          (error: unknown) =>
            log({
              code: 'report-slide-unknown',
              level: 'warn',
              message: `MSX does not say what is on screen: ${String(error)}`,
            }),
        );
      } else {
        const message = `${effect.url} is not reported: ${effect.problems.join('; ')}`;
        if (said.indexOf(message) >= 0 || said.length > MAX_SAID) return;
        said.push(message);
        log({ code: 'report-item-invalid', level: 'warn', message });
      }
    },
  );
  return screen;
}
