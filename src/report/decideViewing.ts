import { decideAway } from './decideAway.js';
import { cover, decideMedia, isInFront } from './decideMedia.js';
import { decideSlide } from './decideSlide.js';
import type { ScreenEvent } from './screenEvent.js';
import { count } from './playerSteps.js';
import type { Turn, ViewingEffect, ViewingRules, ViewingState } from './viewingState.js';

/** The post on screen. */
function currentPostId(state: ViewingState): number | null {
  const post = state.slide.post || (isInFront(state) ? state.media.post : null);
  return post && post.postId;
}

/** When `tick` is due, on the monotonic clock; Infinity = never, as things are. */
export const nextTickAtMs = ({ slide, media }: ViewingState): number =>
  Math.min(slide.dueAtMs, media.dueAtMs, media.askAtMs);

function countBoth(turn: Turn): void {
  const { slide, media, random } = turn.state;
  count(turn, slide, slide.isShuffled);
  // A lone track has no order.
  count(turn, media, random && media.item.listSize !== 1);
}

/**
 * What counts as a view.
 *
 * @param atMs when it happened, on the monotonic clock. Timers may be late: what was due before is counted
 *   first, so the outcome depends on the times alone.
 */
export function decideViewing(
  before: ViewingState,
  event: ScreenEvent,
  atMs: number,
  rules: ViewingRules,
): [ViewingState, ViewingEffect[]] {
  const state: ViewingState = { ...before, slide: { ...before.slide }, media: { ...before.media } };
  const turn: Turn = { state, effects: [], atMs, rules };
  const { effects } = turn;

  countBoth(turn);
  switch (event.type) {
    case 'settings:random_playback':
    case 'msx:info':
      state.random = event.random;
      break;
    case 'plugin:channel':
      state.channelAtMs = atMs;
      break;
    case 'plugin:command':
      state.command = { postId: event.postId, atMs };
      break;
  }
  decideAway(turn, event);
  decideSlide(turn, event);
  if (state.slide.isOpen !== before.slide.isOpen) cover(state, atMs);
  decideMedia(turn, event);
  // What MSX told us late may be due at once.
  countBoth(turn);
  const { media } = state;
  if (media.askAtMs <= atMs) {
    media.askAtMs = Infinity;
    effects.push({ type: 'ask', dataId: 'video' });
  }
  const postId = currentPostId(state);
  if (postId !== currentPostId(before)) effects.push({ type: 'current', postId });
  return [state, effects];
}
