import { isAround, PAUSED, PLAYING, stepsBetween, type MsxItem } from './msxItem.js';
import type { ScreenEvent, TrackReport } from './screenEvent.js';
import { begin, hide, load, run } from './playerSteps.js';
import { NO_MEDIA, type Media, type Turn, type ViewingState } from './viewingState.js';

/** What loads this soon after a track ended, or was left, follows from it: nobody opens an item that fast. */
const FOLLOWS_END_MS = 10_000;
const FOLLOWS_STOP_MS = 1000;
/** A jump to the first second of an ended track is a new beginning. */
const BEGINNING_S = 1;
/** A track is over by this much before MSX's figures say so: they have whole seconds. */
const END_MARGIN_MS = 1000;
/** MSX sends no event when a track goes behind the menu, or comes back: it has to be asked. */
const ASK_EVERY_MS = 3000;

/** Whether the track is what the screen shows, and not the menu or a slideshow before it. */
export const isInFront = ({ slide, media: { scene } }: ViewingState): boolean =>
  scene ? scene !== 'background' : !slide.isOpen;

/** The track comes on screen, as soon as nothing is before it. */
function show(turn: Turn, sinceMs: number): void {
  begin(turn, turn.state.media, isInFront(turn.state) ? sinceMs : Infinity);
}

const open = ({ state }: Turn, item: MsxItem, chosen: boolean, scene: Media['scene']): Media =>
  (state.media = { ...NO_MEDIA, item, chosen, scene, stoppedAtMs: null });

/** The track goes another way from here on than MSX said last. */
function askAgain(media: Media, atMs: number): void {
  media.endsAtMs = Infinity;
  if (media.post) media.askAtMs = atMs;
}

/** A slideshow opens before the track, or closes. */
export function cover({ slide, media }: ViewingState, atMs: number): void {
  // What MSX said of it was without the slideshow.
  if (slide.isOpen) media.scene = null;
  if (media.post) media.askAtMs = atMs;
}

/** What MSX says of the track, asked or not. */
function hear(turn: Turn, { type, item: told, track }: TrackReport): void {
  const { state, atMs } = turn;
  let { media } = state;
  // Without one: it plays nothing, or it did not answer.
  const item = told.listIndex === null ? media.item : told;
  const isOther = media.item.listIndex !== item.listIndex;
  const plays = track.state === PLAYING;
  // Where nobody knows what was before, a jump or another view, it counts from now.
  const sinceMs = type === 'video:told' && (isOther || (plays && !media.post)) ? atMs : media.backAtMs;

  media.scene = track.scene;
  if (sinceMs !== null) {
    media = open(turn, item, media.chosen && !isOther, track.scene);
    media.playing = plays;
    if (plays || track.state === PAUSED) show(turn, Math.max(sinceMs, atMs - track.positionMs));
  } else if (isOther) return; // said of the one before
  if (plays && track.restMs > 0) media.endsAtMs = atMs + track.restMs;
  if (!media.post) return;
  media.askAtMs = atMs + ASK_EVERY_MS;
  // To leave it for the menu before it counts is to leave it.
  if (media.startedAtMs !== null && !isInFront(state)) show(turn, atMs);
}

/** What an event says of the video or sound. */
export function decideMedia(turn: Turn, event: ScreenEvent): void {
  const { state, atMs } = turn;
  const { media } = state;
  /** Whether the track was at its end, by MSX or, where that does not say, by the clock. */
  const hasEnded = (ended: boolean | null): boolean => ended ?? atMs >= media.endsAtMs - END_MARGIN_MS;

  switch (event.type) {
    case 'video:load': {
      const chosen = isChosen(state, event.item, hasEnded(event.ended), atMs);
      open(turn, event.item, !load(turn) && chosen, chosen ? null : media.scene);
      break;
    }
    case 'video:play':
    case 'video:restart':
      if ((media.post && hasEnded(event.ended)) || media.ended || media.stoppedAtMs !== null) {
        media.chosen = false;
        hide(media);
      }
      media.playing = true;
      media.ended = false;
      media.backAtMs = media.stoppedAtMs = null;
      if (!media.post) show(turn, atMs);
      askAgain(media, atMs);
      break;
    case 'video:seek':
      if ((hasEnded(event.ended) || media.ended) && !(event.position >= BEGINNING_S)) {
        media.ended = media.chosen = false;
        hide(media);
        if (media.playing) show(turn, atMs);
      }
      askAgain(media, atMs);
      break;
    case 'video:pause':
    case 'video:stop':
      media.ended = hasEnded(event.ended);
      media.playing = false;
      media.endsAtMs = Infinity;
      if (event.type === 'video:pause') break;
      media.stoppedAtMs = atMs;
      media.askAtMs = Infinity;
      hide(media);
      break;
    case 'video:info':
    case 'video:told':
      hear(turn, event);
      break;
  }
  run(turn, state.media, state.media.playing && isInFront(state));
}

/**
 * Whether a person chose this track, or it followed from the one before: by itself when that ended, or by
 * next and previous. MSX does not say, so its place in the list has to.
 */
function isChosen(
  { media, random }: ViewingState,
  item: MsxItem,
  endedBefore: boolean,
  atMs: number,
): boolean {
  const sinceStopMs = media.stoppedAtMs === null ? 0 : atMs - media.stoppedAtMs;
  if (endedBefore || media.ended) return sinceStopMs >= FOLLOWS_END_MS;
  const { listSize } = item;
  if (sinceStopMs >= FOLLOWS_STOP_MS || listSize === null || media.item.listSize !== listSize) return true;
  const steps = stepsBetween(media.item, item);
  // A list of one goes nowhere by itself before its end.
  return listSize === 1 || (!random && steps !== 1 && !isAround(steps, item));
}
