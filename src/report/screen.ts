import type { Log } from '../tvx/notice.js';
import { createAlarm } from './alarm.js';
import type { Clock } from './clock.js';
import { noticeOf } from './codes.js';
import {
  itemOf,
  mediaInfoOf,
  randomOfInfo,
  screenEventOf,
  screenEventOfData,
  type ScreenEvent,
} from './screen-event.js';
import { decideViewing, nextViewAtMs, NOTHING_ON_SCREEN, type View, type ViewingRules } from './viewing.js';

/** What is on screen, kept up to date by what MSX says. */
export interface Screen {
  event(event: unknown): void;
  data(data: unknown): void;
  /** MSX's `info`. */
  info(info: unknown): void;
}

export interface ScreenOptions {
  rules: ViewingRules;
  clock: Clock;
  log: Log;
  requestData: (dataId: string) => Promise<unknown>;
  viewed: (view: View) => void;
  showing: (postId: number | null) => void;
}

/** So many different broken items are remembered; a document with more has said it often enough. */
const MAX_SAID = 500;

export function createScreen(options: ScreenOptions): Screen {
  const { rules, clock, log } = options;
  let state = NOTHING_ON_SCREEN;
  const said: Record<string, boolean> = {};
  let saidCount = 0;

  const alarm = createAlarm(clock.monotonicMs, () => handle({ type: 'tick' }));

  function handle(event: ScreenEvent | null): void {
    if (!event) return;
    const [next, effects] = decideViewing(state, event, clock.monotonicMs(), rules);
    state = next;
    alarm.set(nextViewAtMs(state, rules));
    effects.forEach((effect) => {
      switch (effect.type) {
        case 'view':
          options.viewed(effect.view);
          break;
        case 'current':
          options.showing(effect.postId);
          break;
        case 'invalid':
          sayInvalid(effect.url, effect.problems);
          break;
        case 'ask-slide':
          ask('slider', (answer) => {
            const item = itemOf(answer);
            return item && { type: 'slide-info', item };
          });
          break;
        case 'ask-media':
          ask('video', mediaInfoOf);
          break;
      }
    });
  }

  function ask(dataId: string, read: (answer: unknown) => ScreenEvent | null): void {
    options.requestData(dataId).then(
      (answer) => handle(read(answer)),
      (error: unknown) => {
        const why = error instanceof Error && error.message ? `: ${error.message}` : '';
        log(noticeOf('report-slide-unknown', `MSX does not say what is on screen (${dataId})${why}.`));
      },
    );
  }

  function sayInvalid(url: string, problems: string[]): void {
    const key = `${url} ${problems.join()}`;
    if (said[key] || saidCount >= MAX_SAID) return;
    said[key] = true;
    saidCount++;
    log(noticeOf('report-item-invalid', `${url || 'An item'} is not reported: ${problems.join('; ')}.`));
  }

  return {
    event: (event) => handle(screenEventOf(event)),
    data: (data) => handle(screenEventOfData(data)),
    info: (info) => handle(randomOfInfo(info)),
  };
}
