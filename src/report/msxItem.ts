import { fieldsOf, type Fields } from '../makapix/fieldsOf.js';
import type { Loose, TvxItem, TvxVideo, TvxTrack } from '../tvx/tvxGlobals.js';

/** A slide, a video or a sound, as MSX tells of it. Numbers are null where it does not say them. */
export interface MsxItem {
  /** Of the slideshow: PLAYING, or not. */
  state: number | null;
  listIndex: number | null;
  listSize: number | null;
  url: string;
  properties: Fields;
}

/** How far a video or sound is. */
export interface MsxTrack {
  state: number | null;
  positionMs: number;
  /** How long it will take to its end; NaN where that is not known. */
  restMs: number;
  /** Whether it is what the screen shows; null = MSX does not say. */
  scene: 'foreground' | 'background' | null;
}

/** TVXVideoState.PLAYING and PAUSED */
export const PLAYING = 2;
export const PAUSED = 3;

function numberOf(value: unknown): number | null {
  const number = Number(value ?? NaN);
  return isNaN(number) ? null : number;
}

export function readItem(given: unknown): MsxItem {
  const { state, listIndex, listSize, url, properties }: Loose<TvxItem> = fieldsOf(given);
  return {
    state: numberOf(state),
    listIndex: numberOf(listIndex),
    listSize: numberOf(listSize),
    url: String(url),
    properties: fieldsOf(properties),
  };
}

export const NO_ITEM = readItem(null);

export function readTrack({ data, scene }: Loose<TvxVideo>): MsxTrack {
  const { state, position, duration, speed }: Loose<TvxTrack> = fieldsOf(data);
  const positionMs = Number(position) * 1000 || 0;
  return {
    state: numberOf(state),
    positionMs,
    restMs: (Number(duration) * 1000 - positionMs) / (Number(speed) || 1),
    scene: scene ? (scene === 'background' ? scene : 'foreground') : null,
  };
}

/** How many steps it is in the list from one to the other; NaN where MSX does not say. */
export const stepsBetween = (from: MsxItem, to: MsxItem): number =>
  Math.abs((to.listIndex ?? NaN) - (from.listIndex ?? NaN));

/** Whether so many steps lead from the end of the list to its beginning, or back. */
export const isAround = (steps: number, { listSize }: MsxItem): boolean =>
  listSize !== null && steps === listSize - 1;
