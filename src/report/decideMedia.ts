import type { Fields } from '../makapix/fields.js';
import type { ScreenEvent } from './screenEvent.js';
import { begin, load, run } from './showing.js';
import { PAUSED, PLAYING, type Media, type Turn, type ViewingState } from './viewingState.js';

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
export const isInFront = ({ slide }: ViewingState, { scene }: Media): boolean =>
  scene === null ? !slide : scene !== 'background';

/** The track comes on screen, as soon as nothing is before it. */
function show(turn: Turn, media: Media, sinceMs: number): void {
  begin(turn, media, isInFront(turn.state, media) ? sinceMs : Infinity);
}

function open(turn: Turn, item: Fields, chosen: boolean, scene: string | null): Media {
  return (turn.state.media = {
    item,
    chosen,
    playing: false,
    ended: false,
    stoppedAtMs: null,
    scene,
    endsAtMs: Infinity,
    askAtMs: Infinity,
    backAtMs: null,
    showing: null,
  });
}

/** A slideshow opens before the track, or closes. */
export function cover({ state, atMs }: Turn, media: Media): void {
  // What MSX said of it was without the slideshow.
  if (state.slide) media.scene = null;
  if (media.showing) media.askAtMs = atMs;
}

/** The track goes another way from here on than MSX said last. */
function askAgain({ atMs }: Turn, media: Media): void {
  media.endsAtMs = Infinity;
  if (media.showing) media.askAtMs = atMs;
}

/** What MSX says of the track, asked or not. */
function hear(turn: Turn, event: ScreenEvent & { type: 'video:info' | 'video:told' }): void {
  const { state, atMs } = turn;
  const { data } = event;
  const known = state.media;
  // Nothing: it plays no track, or it did not answer.
  const info = known && event.info.listIndex === undefined ? known.item : event.info;
  const scene = typeof event.scene === 'string' ? event.scene : null;
  const isSame = known?.item.listIndex === info.listIndex;
  const plays = data.state === PLAYING;
  const positionMs = Number(data.position) * 1000 || 0;
  let media = known;

  if (event.type === 'video:told' ? !isSame || (plays && !known?.showing) : known?.backAtMs != null) {
    media = open(turn, info, isSame && !!known?.chosen, scene);
    media.playing = plays;
    // Where nobody knows what was before, a jump or another view, it counts from now.
    if (plays || data.state === PAUSED)
      show(turn, media, Math.max(known?.backAtMs ?? atMs, atMs - positionMs));
  }
  if (!media) return;
  media.scene = scene;
  if (media.showing) {
    media.askAtMs = atMs + ASK_EVERY_MS;
    // To leave it for the menu before it counts is to leave it.
    if (media.showing.startedAtMs !== null && !isInFront(state, media)) show(turn, media, atMs);
  }
  const restMs = (Number(data.duration) * 1000 - positionMs) / (Number(data.speed) || 1);
  if (isSame && plays && restMs > 0) media.endsAtMs = atMs + restMs;
}

/** What an event says of the video or sound. */
export function decideMedia(turn: Turn, event: ScreenEvent): void {
  const { state, atMs } = turn;
  const { media } = state;
  /** Whether the track was at its end, by MSX or, where that does not say, by the clock. */
  const hasEnded = (ended: boolean | null): boolean =>
    ended ?? (!!media && atMs >= media.endsAtMs - END_MARGIN_MS);

  switch (event.type) {
    case 'video:load': {
      const chosen = isChosen(state, event.info, hasEnded(event.ended), atMs);
      open(turn, event.info, !load(turn) && chosen, chosen || !media ? null : media.scene);
      break;
    }
    case 'video:play':
    case 'video:restart':
      if (!media) break;
      if ((hasEnded(event.ended) && media.showing) || media.ended || media.stoppedAtMs !== null) {
        media.chosen = false;
        media.showing = null;
      }
      media.playing = true;
      media.ended = false;
      media.backAtMs = media.stoppedAtMs = null;
      if (!media.showing) show(turn, media, atMs);
      askAgain(turn, media);
      break;
    case 'video:seek':
      if (!media) break;
      if ((hasEnded(event.ended) || media.ended) && !(event.position >= BEGINNING_S)) {
        media.ended = media.chosen = false;
        media.showing = null;
        if (media.playing) show(turn, media, atMs);
      }
      askAgain(turn, media);
      break;
    case 'video:pause':
      if (!media) break;
      media.ended = hasEnded(event.ended);
      media.playing = false;
      media.endsAtMs = Infinity;
      break;
    case 'video:stop':
      if (!media) break;
      media.ended = hasEnded(event.ended);
      media.playing = false;
      media.stoppedAtMs = atMs;
      media.askAtMs = Infinity;
      media.showing = null;
      break;
    case 'video:info':
    case 'video:told':
      hear(turn, event);
      break;
  }
  if (state.media) run(turn, state.media, state.media.playing && isInFront(state, state.media));
}

/**
 * Whether a person chose this track, or it followed from the one before: by itself when that ended, or by
 * next and previous. MSX does not say, so its place in the list has to.
 */
function isChosen(
  { media, random }: ViewingState,
  item: Fields,
  endedBefore: boolean,
  atMs: number,
): boolean {
  if (!media) return true;
  const sinceStopMs = media.stoppedAtMs === null ? 0 : atMs - media.stoppedAtMs;
  if (endedBefore || media.ended) return sinceStopMs >= FOLLOWS_END_MS;
  const listSize = Number(item.listSize);
  if (sinceStopMs >= FOLLOWS_STOP_MS || media.item.listSize !== listSize) return true;
  const steps = Math.abs(Number(item.listIndex) - Number(media.item.listIndex));
  // A list of one goes nowhere by itself before its end.
  return listSize === 1 || (!random && steps !== 1 && steps !== listSize - 1);
}
