import { isAround, PLAYING, stepsBetween, type MsxItem } from './msxItem.js';
import type { ScreenEvent } from './screenEvent.js';
import { begin, load } from './playerSteps.js';
import { NO_SLIDE, type Slide, type Turn } from './viewingState.js';

/** From here on MSX promises the action that hands a slide over; before, it may not know it (Internal Actions). */
const TRIGGERS_SINCE = 160;

/** Whether MSX will say when this picture can be seen. */
const saysWhenVisible = ({ state }: Turn, item: MsxItem): boolean =>
  state.triggers !== false && /(?:commit|service):slider/.test(String(item.properties['image:trigger']));

/**
 * Whether this step shows that MSX shuffles: the slideshow went on by itself to a slide that is no neighbour. That it
 * does is not documented, unlike for playlists, so random playback alone says nothing.
 */
function isJump({ runs, item }: Slide, to: MsxItem): boolean {
  const steps = stepsBetween(item, to);
  return runs && steps > 1 && !isAround(steps, item);
}

/** What an event says of the slideshow. */
export function decideSlide(turn: Turn, event: ScreenEvent): void {
  const { state, atMs, effects } = turn;
  const { slide } = state;

  /** Another slide: after the one before, or the first of a slideshow. */
  function turnTo(before: Slide, item: MsxItem, chosen: boolean, visible: boolean): Slide {
    state.slide = {
      ...NO_SLIDE,
      item,
      chosen,
      isOpen: true,
      visible,
      sinceMs: atMs,
      runs: item.state === null ? before.runs : item.state === PLAYING,
      isShuffled: before.isShuffled || (state.random && isJump(before, item)),
    };
    if (visible) begin(turn, state.slide, atMs);
    return state.slide;
  }

  switch (event.type) {
    case 'slider:load': {
      const { item } = event;
      turnTo(NO_SLIDE, item, !load(turn) && item.state !== PLAYING, !saysWhenVisible(turn, item));
      break;
    }
    case 'slider:position':
      if (slide.item.listIndex === event.item.listIndex) break;
      // It says nothing of the list, and the next step may come before MSX has.
      turnTo(slide, { ...event.item, listSize: slide.item.listSize }, false, false).isAsked = true;
      effects.push({ type: 'ask', dataId: 'slider' });
      break;
    case 'slider:visible': {
      const isSame = slide.item.listIndex === event.item.listIndex;
      // Until one came, an old MSX was not known to run triggers, and the slide counted from when it was chosen.
      const isEarly = state.triggers === false && slide.startedAtMs !== null;
      state.triggers = true;
      if (!isSame || !slide.post || isEarly) turnTo(slide, event.item, isSame && slide.chosen, true);
      break;
    }
    case 'slider:info':
      if (!slide.isAsked || slide.item.listIndex !== event.item.listIndex) break;
      slide.item = event.item;
      slide.isAsked = false;
      if (!saysWhenVisible(turn, slide.item)) slide.visible = true;
      if (slide.visible) begin(turn, slide, slide.sinceMs);
      break;
    case 'slider:play':
    case 'slider:pause':
      slide.runs = event.type === 'slider:play';
      break;
    case 'slider:stop':
      state.slide = NO_SLIDE;
      break;
    case 'msx:info':
      if (event.build < TRIGGERS_SINCE && !state.triggers) state.triggers = false;
      if (slide.visible || slide.isAsked || saysWhenVisible(turn, slide.item)) break;
      slide.visible = true;
      begin(turn, slide, slide.sinceMs);
      break;
  }
}
