import type { ScreenEvent } from './screenEvent.js';
import { hide } from './playerSteps.js';
import { ASLEEP, HIDDEN, SUSPENDED, type Turn } from './viewingState.js';

function leave({ state }: Turn, reason: number): void {
  state.away |= reason;
  hide(state.slide);
  hide(state.media);
  state.media.askAtMs = Infinity;
}

function comeBack({ state, effects, atMs }: Turn, reasons: number): void {
  const { slide, media, away } = state;
  state.away &= ~reasons;
  if (!away || state.away) return;
  // What was there before may be there again, or something else: only MSX knows.
  if (slide.isOpen) {
    slide.isAsked = true;
    slide.sinceMs = atMs;
    effects.push({ type: 'ask', dataId: 'slider' });
  }
  if (media.stoppedAtMs === null) {
    media.backAtMs = atMs;
    effects.push({ type: 'ask', dataId: 'video' });
  }
}

/** What an event says of the TV being away, and back. */
export function decideAway(turn: Turn, event: ScreenEvent): void {
  switch (event.type) {
    case 'app:suspend':
      leave(turn, SUSPENDED);
      break;
    case 'app:sleep':
      leave(turn, ASLEEP);
      break;
    case 'page:hidden':
      leave(turn, HIDDEN);
      break;
    case 'app:resume':
      comeBack(turn, SUSPENDED + ASLEEP);
      break;
    case 'app:awake':
      comeBack(turn, ASLEEP);
      break;
    case 'page:visible':
      comeBack(turn, HIDDEN);
      break;
  }
}
