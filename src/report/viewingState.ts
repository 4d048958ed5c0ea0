import type { Post } from '../makapix/readProperties.js';
import type { ViewFacts } from '../makapix/view.js';
import { NO_ITEM, type MsxItem, type MsxTrack } from './msxItem.js';

/** One view: a post that was really on screen for the dwell time. */
export interface View {
  facts: Omit<ViewFacts, 'timestamp'>;
  /** When it came on screen, on the monotonic clock. */
  shownAtMs: number;
}

export type ViewingEffect =
  | { type: 'view'; view: View }
  /** What is on screen changed; null = nothing with a post. */
  | { type: 'current'; postId: number | null }
  /** MSX has to be asked (`requestData`); the answer is the event `slider:info` or `video:info`. */
  | { type: 'ask'; dataId: 'slider' | 'video' }
  /** An item that cannot be reported, and why. `url` names it. */
  | { type: 'invalid'; url: string; problems: string[] };

export interface ViewingRules {
  minDwellMs: number;
  repeatMs: number;
  channel: string;
}

/** A slideshow, or what plays videos and sounds. */
export interface Player {
  item: MsxItem;
  /** A person chose this very item. */
  chosen: boolean;
  /** What it shows; null = nothing with a post. */
  post: Post | null;
  /** When that came on screen; Infinity = it has not yet, null = that is reported. */
  startedAtMs: number | null;
  /** When the next view is due; Infinity = never, as things are. */
  dueAtMs: number;
  /** What was left of it when something held it; null = it runs. */
  leftMs: number | null;
}

export interface Slide extends Player {
  isOpen: boolean;
  /** It can be seen, as far as anybody knows; after the TV was away no trigger says so again. */
  visible: boolean;
  /** When it was chosen, or the TV came back: on screen since then, if nothing else tells when. */
  sinceMs: number;
  /** MSX was asked about it. */
  isAsked: boolean;
  /** The slideshow goes on by itself. */
  runs: boolean;
  /** It was seen to jump. */
  isShuffled: boolean;
}

export interface Media extends Player {
  playing: boolean;
  ended: boolean;
  /** When it stopped; null = it has not. */
  stoppedAtMs: number | null;
  /** Where MSX said that it is; null = it did not. */
  scene: MsxTrack['scene'];
  /** When it will have ended, by what MSX said last; Infinity = that is not known. */
  endsAtMs: number;
  /** When MSX is to be asked about it. */
  askAtMs: number;
  /** When the TV came back, where MSX has not said yet what plays since then. */
  backAtMs: number | null;
}

/** A value; `decideViewing` makes the next one. */
export interface ViewingState {
  /** Why nothing is on screen although something is open: a sum of SUSPENDED, ASLEEP and HIDDEN. */
  away: number;
  random: boolean;
  /** Whether `image:trigger` works: it has, it is not known to (MSX before 0.1.160), or it should (null). */
  triggers: boolean | null;
  slide: Slide;
  media: Media;
  channelAtMs: number;
  command: { postId: number | null; atMs: number };
}

const NO_PLAYER: Player = {
  item: NO_ITEM,
  chosen: false,
  post: null,
  startedAtMs: null,
  dueAtMs: Infinity,
  leftMs: null,
};

export const NO_SLIDE: Slide = {
  ...NO_PLAYER,
  isOpen: false,
  visible: false,
  sinceMs: 0,
  isAsked: false,
  runs: false,
  isShuffled: false,
};

/** It stopped long ago: whatever comes next was chosen. */
export const NO_MEDIA: Media = {
  ...NO_PLAYER,
  playing: false,
  ended: false,
  stoppedAtMs: -Infinity,
  scene: null,
  endsAtMs: Infinity,
  askAtMs: Infinity,
  backAtMs: null,
};

export const NOTHING_ON_SCREEN: ViewingState = {
  away: 0,
  random: false,
  triggers: null,
  slide: NO_SLIDE,
  media: NO_MEDIA,
  channelAtMs: -Infinity,
  command: { postId: null, atMs: -Infinity },
};

/** A decision on its way: `state` is its own, and changes. */
export interface Turn {
  state: ViewingState;
  effects: ViewingEffect[];
  /** When it happens, on the monotonic clock. */
  atMs: number;
  rules: ViewingRules;
}

export const SUSPENDED = 1;
export const ASLEEP = 2;
export const HIDDEN = 4;
