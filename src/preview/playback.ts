import { type Fields, fieldsOf, textOf } from './fields.js';
import type { MediaEntry } from './media.js';
import { PAUSED, PLAYING, STOPPED } from './playbackStates.js';
import type { Playable } from './pretendToPlay.js';
import type { Resolved } from './resolve.js';
import { plainText } from './richText.js';
import { createTriggers, type Triggers } from './triggers.js';
import { propertiesOf, type SetAtRunTime, videoInfo } from './videoInfo.js';

/** Behind the menu, in front with the controls over it, in front alone. */
export type Face = 'behind' | 'controls' | 'full';

/** What the player plays, one after the other, and how far it is. */
export interface Playback {
  entries: MediaEntry[];
  at: number;
  /** What a resolve request has found for the current entry. */
  resolved: Resolved | null;
  /** An element or a player page; null where nothing is loaded. */
  media: Playable | null;
  state: number;
  ended: boolean;
  /** Up to where the timed triggers have run, in seconds. */
  lastPosition: number;
  triggers: Triggers;
  custom: SetAtRunTime;
  face: Face;
  level: number;
  muted: boolean;
  /** Rises with everything that is loaded: what an earlier one still says counts no more. */
  turn: number;
}

/** What tests see of the player. */
export interface PlayerState {
  type: 'video' | 'audio';
  url: string;
  label: string;
  state: 'stopped' | 'playing' | 'paused';
  /** Seconds. */
  position: number;
  duration: number;
  index: number;
  count: number;
  /** It is what the screen shows; else it goes on behind the menu. */
  foreground: boolean;
  /** The controls lie over it. */
  controls: boolean;
}

const STATE_NAMES: Record<number, PlayerState['state']> = {
  [STOPPED]: 'stopped',
  [PLAYING]: 'playing',
  [PAUSED]: 'paused',
};

export const NOTHING_SET: SetAtRunTime = { label: null, background: null, control: null, buttons: {} };

export function createPlayback(version: string): Playback {
  return {
    entries: [],
    at: 0,
    resolved: null,
    media: null,
    state: STOPPED,
    ended: false,
    lastPosition: 0,
    triggers: createTriggers({}, version),
    custom: NOTHING_SET,
    face: 'behind',
    level: 100,
    muted: false,
    turn: 0,
  };
}

/** What was played until now pauses, and has no say any more; it is still there until the next is loaded. */
export function turnPlayback(playback: Playback, version: string): void {
  playback.turn++;
  if (playback.media) playback.media.pause();
  playback.resolved = null;
  playback.custom = NOTHING_SET;
  playback.triggers = createTriggers({}, version);
}

/** Nothing is played any more. */
export function endPlayback(playback: Playback, version: string): void {
  playback.turn++;
  if (playback.media) {
    playback.media.pause();
    playback.media.src = '';
  }
  playback.media = null;
  playback.entries = [];
  playback.state = STOPPED;
  playback.triggers = createTriggers({}, version);
}

/** A media element says NaN or Infinity where it does not know. */
const seconds = (value: number | undefined) => (value !== undefined && isFinite(value) ? value : 0);

export const entryOf = ({ entries, at }: Playback): MediaEntry | undefined => entries[at];
export const positionOf = ({ media }: Playback): number => seconds(media?.currentTime);
export const durationOf = ({ media }: Playback): number => seconds(media?.duration);
export const speedOf = ({ media }: Playback): number => (media ? media.playbackRate : 1);

/** The URL that is played, or what is still to be resolved. */
export const urlOf = ({ resolved }: Playback, entry: MediaEntry): string => resolved?.url ?? entry.address;

export const labelOf = (playback: Playback, entry: MediaEntry): string =>
  playback.custom.label ?? textOf(videoInfo(entry, playback).label);

/** An extended property of the current entry; `''` for none. */
export function propertyOf(playback: Playback, name: string): string {
  const entry = entryOf(playback);
  return entry ? textOf(fieldsOf(propertiesOf(entry, playback.resolved))[name]) : '';
}

/** The state of the attached data, and of every video event ("before this event occurred"). */
export function stateData(playback: Playback): Fields {
  return {
    state: playback.state,
    position: positionOf(playback),
    duration: durationOf(playback),
    speed: speedOf(playback),
    ended: playback.ended,
  };
}

export function playerState(playback: Playback): PlayerState | null {
  const entry = entryOf(playback);
  if (!entry) return null;
  return {
    type: entry.kind === 'audio' ? 'audio' : 'video',
    url: urlOf(playback, entry),
    label: plainText(labelOf(playback, entry)),
    state: STATE_NAMES[playback.state] ?? 'stopped',
    position: positionOf(playback),
    duration: durationOf(playback),
    index: entry.index,
    count: entry.count,
    foreground: playback.face !== 'behind',
    controls: playback.face === 'controls',
  };
}
