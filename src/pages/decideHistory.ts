// What this TV showed last, and how far it had got.
import { isObject } from '../msx/json.js';
import type { JsonObject } from '../msx/json.js';
import type { MsxEventName } from '../msx/types/msxEvent.js';
import type { Loose, TvxEvent } from '../tvx/tvxGlobals.js';
import { fieldsOf, textOf } from './foreignValues.js';

/** Kept on the TV, and read by every later version. @wire */
export interface HistoryEntry {
  kind: 'video' | 'audio' | 'image';
  /** As the player had it: it may begin with `plugin:`. */
  url: string;
  title: string;
  background: string | null;
  /** As the item had them. */
  properties: JsonObject | null;
  /** In seconds; 0 where there is nothing to go on with. */
  position: number;
  duration: number;
  /** When it was shown last, by the TV's clock. */
  shownAtMs: number;
}

/** What is heard of MSX, by its names and the reporter's (src/report/screenEvent.ts); others change nothing here. */
export interface HistoryEvent extends Pick<Loose<TvxEvent>, 'info' | 'data' | 'position'> {
  type: MsxEventName | 'video:info' | 'video:told' | 'slider:visible' | 'slider:info';
}

interface HistoryState {
  /** The last one first. */
  entries: HistoryEntry[];
  /** The track that is loaded, and whether it runs. */
  track: string | null;
  isRunning: boolean;
  /** The picture on screen. */
  slide: string | null;
}

export const NO_HISTORY: HistoryState = { entries: [], track: null, isRunning: false, slide: null };

const MOST_ENTRIES = 100;
/** Who stops so shortly before the end, or so soon, has nothing to go on with. */
const END_S = 30;
const BEGINNING_S = 10;

const secondsOf = (value: unknown): number =>
  typeof value === 'number' && value > 0 && value < Infinity ? Math.round(value) : 0;

function entryOf(kind: HistoryEntry['kind'], info: JsonObject, shownAtMs: number): HistoryEntry {
  const url = textOf(info.url);
  return {
    kind,
    url,
    title:
      textOf(info.customLabel) || textOf(info.label) || url.replace(/[?#].*$/, '').replace(/^.*\/(?=.)/, ''),
    background: textOf(info.background) || null,
    properties: isObject(info.properties) ? info.properties : null,
    position: 0,
    duration: 0,
    shownAtMs,
  };
}

/** The lists as one, without a second entry of the same address, and no longer than it may be. */
export function joinEntries(newer: HistoryEntry[], older: HistoryEntry[]): HistoryEntry[] {
  const seen: Record<string, true> = {};
  return newer
    .concat(older)
    .filter(({ url }) => (seen[`:${url}`] ? false : (seen[`:${url}`] = true)))
    .slice(0, MOST_ENTRIES);
}

/** As far as the track of this address had got. */
function reached(state: HistoryState, url: string | null, position: unknown, data: JsonObject): HistoryState {
  const at = secondsOf(position);
  const duration = secondsOf(data.duration);
  const isOver = data.ended === true || (duration > 0 && at > duration - END_S);
  return {
    ...state,
    entries: state.entries.map((entry) =>
      entry.url === url
        ? {
            ...entry,
            position: isOver || at < BEGINNING_S ? 0 : at,
            duration: duration || entry.duration,
          }
        : entry,
    ),
  };
}

function decideTrack(state: HistoryState, event: HistoryEvent, nowMs: number): HistoryState {
  const info = fieldsOf(event.info);
  const data = fieldsOf(event.data);
  const { track } = state;
  const isKnown = typeof data.position === 'number'; // not before 0.1.140
  switch (event.type) {
    case 'video:load': {
      const url = textOf(info.url);
      if (!url) return state;
      const entry = entryOf(info.type === 'audio' ? 'audio' : 'video', info, nowMs);
      const [before] = state.entries.filter((one) => one.url === url);
      const { position, duration } = before || entry;
      return {
        ...state,
        entries: joinEntries([{ ...entry, position, duration }], state.entries),
        track: url,
        isRunning: true,
      };
    }
    case 'video:info':
    case 'video:told':
      return isKnown && textOf(info.url) === track ? reached(state, track, data.position, data) : state;
    case 'video:seek':
      return reached(state, track, event.position, data);
    case 'video:restart':
      return { ...reached(state, track, 0, data), isRunning: true };
    case 'video:play':
      return { ...state, isRunning: track !== null };
    case 'video:pause':
    case 'video:stop': {
      const next = isKnown ? reached(state, track, data.position, data) : state;
      return { ...next, isRunning: false, track: event.type === 'video:stop' ? null : track };
    }
  }
  return state;
}

/** Of a slideshow only the picture that was shown last is kept, so that it does not drive out all else. */
function decidePicture(state: HistoryState, event: HistoryEvent, nowMs: number): HistoryState {
  if (event.type === 'slider:stop') return { ...state, slide: null };
  const info = fieldsOf(event.info);
  const isFirst = event.type === 'slider:load';
  if (!textOf(info.url) || !(isFirst || event.type === 'slider:visible' || event.type === 'slider:info'))
    return state;
  const entry = entryOf('image', info, nowMs);
  const before = state.entries.filter(({ url }) => isFirst || url !== state.slide);
  return { ...state, entries: joinEntries([entry], before), slide: entry.url };
}

export const decideHistory = (state: HistoryState, event: HistoryEvent, nowMs: number): HistoryState =>
  decidePicture(decideTrack(state, event, nowMs), event, nowMs);
