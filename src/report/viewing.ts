import { readProperties, type Post } from '../makapix/properties.js';
import type { Intent, PlayOrder } from '../makapix/view.js';
import type { AwayReason, Item, ScreenEvent } from './screen-event.js';

/** One view: a post that was really on screen for the dwell time. */
export interface View {
  post: Post;
  intent: Intent;
  playOrder: PlayOrder;
  /** When it came on screen, on the monotonic clock. */
  shownAtMs: number;
}

export type ViewingEffect =
  | { type: 'view'; view: View }
  /** What is on screen changed; null = nothing with a post. */
  | { type: 'current'; postId: number | null }
  /** MSX has to be asked (`requestData`); the answers are the events `slide-info` and `media-info`. */
  | { type: 'ask-slide' | 'ask-media' }
  /** An item that cannot be reported, and why. `url` names it. */
  | { type: 'invalid'; url: string; problems: string[] };

export interface ViewingRules {
  minDwellMs: number;
  repeatMs: number;
  channel: string;
}

/** A post on screen. */
interface Showing {
  post: Post;
  intent: Intent;
  startedAtMs: number;
  /** Since when it has been running; null = paused. */
  runningSinceMs: number | null;
  /** How long it ran before that. */
  ranMs: number;
  /** Views that were made of it, or passed over. */
  views: number;
}

interface Slide {
  listIndex: number;
  /** A person chose this very item. */
  chosen: boolean;
  showing: Showing | null;
  /** MSX was asked about it; on screen since then, if nothing else tells when. */
  askedAtMs: number | null;
  /** It was on screen before the TV was away: no trigger will say so again. */
  wasVisible: boolean;
}

interface Media {
  item: Item;
  chosen: boolean;
  playing: boolean;
  ended: boolean;
  /** When it stopped; null = it has not. */
  stoppedAtMs: number | null;
  showing: Showing | null;
}

/** A value; `decideViewing` makes the next one. */
export interface ViewingState {
  away: AwayReason[];
  random: boolean;
  slide: Slide | null;
  media: Media | null;
  channelStartedAtMs: number | null;
  command: { postId: number; atMs: number } | null;
}

export const NOTHING_ON_SCREEN: ViewingState = {
  away: [],
  random: false,
  slide: null,
  media: null,
  channelStartedAtMs: null,
  command: null,
};

/** What loads this soon after a track ended, or was left, follows from it: nobody opens an item that fast. */
const FOLLOWS_END_MS = 10_000;
const FOLLOWS_STOP_MS = 1000;
/** What loads this soon after a channel was asked for is its first item. */
const CHANNEL_START_MS = 10_000;
/** What is shown this soon after a command for it was asked for by it. */
const COMMAND_MS = 60_000;
/** A jump to the first second of an ended track is a new beginning. */
const BEGINNING_S = 1;
/** Two views of a post have timestamps of their own, and timestamps have whole seconds. */
const MIN_REPEAT_MS = 1000;

/** The actions that make MSX say that a picture is visible. */
function saysWhenVisible(properties: unknown): boolean {
  if (typeof properties !== 'object' || properties === null) return false;
  const trigger = (properties as Record<string, unknown>)['image:trigger'];
  return typeof trigger === 'string' && trigger.indexOf('interaction:commit:slider') >= 0;
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
  const effects: ViewingEffect[] = [];
  const counted: ViewingState = {
    ...before,
    slide: before.slide && {
      ...before.slide,
      showing: count(before.slide.showing, before, atMs, rules, effects),
    },
    media: before.media && {
      ...before.media,
      showing: count(before.media.showing, before, atMs, rules, effects),
    },
  };
  let after = apply(counted, event, atMs, rules, effects);
  // A slide that MSX told us about late may be due at once.
  after = {
    ...after,
    slide: after.slide && {
      ...after.slide,
      showing: count(after.slide.showing, after, atMs, rules, effects),
    },
  };
  const current = currentPostId(after);
  if (current !== currentPostId(before)) effects.push({ type: 'current', postId: current });
  return [after, effects];
}

/** The post on screen. A slideshow covers the player, which goes on behind it. */
export function currentPostId(state: ViewingState): number | null {
  const showing = state.slide?.showing ?? state.media?.showing;
  return showing ? showing.post.postId : null;
}

/** When the next view is due, on the monotonic clock; null = never, as things are. */
export function nextViewAtMs(state: ViewingState, rules: ViewingRules): number | null {
  const times = [state.slide?.showing, state.media?.showing]
    .map((showing) => (showing ? dueAtMs(showing, rules) : null))
    .filter((time): time is number => time !== null);
  return times.length > 0 ? Math.min.apply(null, times) : null;
}

function dueAtMs(showing: Showing, rules: ViewingRules): number | null {
  if (showing.runningSinceMs === null || (showing.views > 0 && rules.repeatMs <= 0)) return null;
  const repeatMs = Math.max(rules.repeatMs, MIN_REPEAT_MS);
  return showing.runningSinceMs + rules.minDwellMs + showing.views * repeatMs - showing.ranMs;
}

/** Makes the views that are due. */
function count(
  showing: Showing | null,
  state: ViewingState,
  atMs: number,
  rules: ViewingRules,
  effects: ViewingEffect[],
): Showing | null {
  if (!showing) return null;
  let { views } = showing;
  let dueMs = dueAtMs(showing, rules);
  let shownAtMs: number | null = null;
  // A page that was frozen wakes up with many repeats due: nobody saw it count them, so only one does.
  while (dueMs !== null && dueMs <= atMs) {
    shownAtMs ??= views === 0 ? showing.startedAtMs : dueMs - rules.minDwellMs;
    views++;
    dueMs = dueAtMs({ ...showing, views }, rules);
  }
  if (shownAtMs !== null) {
    const playOrder = showing.post.playOrder ?? (state.random ? 2 : 0);
    effects.push({
      type: 'view',
      view: { post: showing.post, intent: showing.intent, playOrder, shownAtMs },
    });
  }
  return { ...showing, views };
}

function apply(
  given: ViewingState,
  event: ScreenEvent,
  atMs: number,
  rules: ViewingRules,
  effects: ViewingEffect[],
): ViewingState {
  // MSX loads nothing while it is suspended: its `app:resume` was lost.
  const isLoad = event.type === 'slide-load' || event.type === 'media-load';
  const state = isLoad ? { ...given, away: given.away.filter((reason) => reason !== 'suspend') } : given;
  const begin = (item: Item, chosen: boolean, startedAtMs: number): Showing | null =>
    state.away.length > 0 ? null : beginShowing(state, item, chosen, startedAtMs, rules, effects);

  const { slide, media } = state;
  switch (event.type) {
    case 'slide-load': {
      const { item } = event;
      const chosen = !item.playing && !isChannelStart(state, atMs);
      const seen = !saysWhenVisible(item.properties);
      return {
        ...state,
        channelStartedAtMs: null,
        slide: {
          listIndex: item.listIndex,
          chosen,
          showing: seen ? begin(item, chosen, atMs) : null,
          askedAtMs: null,
          wasVisible: seen,
        },
      };
    }
    case 'slide-position':
      if (slide && slide.listIndex === event.listIndex) return state;
      effects.push({ type: 'ask-slide' });
      return {
        ...state,
        slide: {
          listIndex: event.listIndex,
          chosen: false,
          showing: null,
          askedAtMs: atMs,
          wasVisible: false,
        },
      };
    case 'slide-visible': {
      const { item } = event;
      const same = slide !== null && slide.listIndex === item.listIndex;
      if (same && slide.showing) return state;
      const chosen = same && slide.chosen;
      return {
        ...state,
        slide: {
          listIndex: item.listIndex,
          chosen,
          showing: begin(item, chosen, atMs),
          askedAtMs: null,
          wasVisible: true,
        },
      };
    }
    case 'slide-info': {
      const { item } = event;
      if (!slide || slide.listIndex !== item.listIndex || slide.askedAtMs === null) return state;
      const seen = slide.wasVisible || !saysWhenVisible(item.properties);
      const showing = seen ? begin(item, slide.chosen, slide.askedAtMs) : null;
      return { ...state, slide: { ...slide, showing, askedAtMs: null, wasVisible: seen } };
    }
    case 'slide-stop':
      return { ...state, slide: null };

    case 'media-load':
      return {
        ...state,
        channelStartedAtMs: null,
        media: {
          item: event.item,
          chosen: isChosen(state, event.item, event.ended, atMs),
          playing: false,
          ended: false,
          stoppedAtMs: null,
          showing: null,
        },
      };
    case 'media-play':
    case 'media-restart': {
      if (!media) return state;
      const again = (event.ended && media.showing !== null) || media.ended || media.stoppedAtMs !== null;
      return {
        ...state,
        media: {
          ...media,
          playing: true,
          ended: false,
          stoppedAtMs: null,
          showing:
            media.showing && !again
              ? run(media.showing, atMs)
              : begin(media.item, media.chosen && !again, atMs),
        },
      };
    }
    case 'media-seek':
      if (!media || !(event.ended || media.ended) || event.positionS >= BEGINNING_S) return state;
      return {
        ...state,
        media: { ...media, ended: false, showing: media.playing ? begin(media.item, false, atMs) : null },
      };
    case 'media-pause':
      return media
        ? {
            ...state,
            media: { ...media, playing: false, showing: media.showing && halt(media.showing, atMs) },
          }
        : state;
    case 'media-stop':
      return media
        ? {
            ...state,
            media: { ...media, playing: false, ended: event.ended, stoppedAtMs: atMs, showing: null },
          }
        : state;
    case 'media-info':
      if (!media || !media.playing || media.showing) return state;
      return event.playing
        ? { ...state, media: { ...media, showing: begin(media.item, media.chosen, atMs) } }
        : { ...state, media: { ...media, playing: false } };

    case 'leave':
      return {
        ...state,
        away: state.away.filter((reason) => reason !== event.reason).concat(event.reason),
        slide: slide && { ...slide, showing: null, askedAtMs: null },
        media: media && { ...media, showing: null },
      };
    case 'return': {
      const away = state.away.filter((reason) => event.reasons.indexOf(reason) < 0);
      if (state.away.length === 0 || away.length > 0) return { ...state, away };
      // What was there before may be there again: only MSX knows.
      if (slide) effects.push({ type: 'ask-slide' });
      if (media?.playing) effects.push({ type: 'ask-media' });
      return { ...state, away, slide: slide && { ...slide, askedAtMs: atMs } };
    }

    case 'random':
      return { ...state, random: event.on };
    case 'channel-start':
      return { ...state, channelStartedAtMs: atMs };
    case 'command':
      return { ...state, command: { postId: event.postId, atMs } };
    case 'tick':
      return state;
  }
}

const isChannelStart = (state: ViewingState, atMs: number): boolean =>
  state.channelStartedAtMs !== null && atMs - state.channelStartedAtMs < CHANNEL_START_MS;

/**
 * Whether a person chose this track, or it followed from the one before: by itself when that ended, or by
 * next and previous. MSX does not say, so its place in the list has to.
 */
function isChosen(state: ViewingState, item: Item, endedBefore: boolean, atMs: number): boolean {
  if (isChannelStart(state, atMs)) return false;
  const last = state.media;
  if (!last) return true;
  const sinceStopMs = last.stoppedAtMs === null ? 0 : atMs - last.stoppedAtMs;
  if (endedBefore || last.ended) return sinceStopMs >= FOLLOWS_END_MS;
  if (sinceStopMs >= FOLLOWS_STOP_MS) return true;
  if (last.item.listSize !== item.listSize || last.item.listSize <= 0) return true;
  if (state.random) return false;
  const { listSize } = item;
  const steps = (item.listIndex - last.item.listIndex + listSize) % listSize;
  return steps !== 1 && steps !== listSize - 1;
}

function beginShowing(
  state: ViewingState,
  item: Item,
  chosen: boolean,
  startedAtMs: number,
  rules: ViewingRules,
  effects: ViewingEffect[],
): Showing | null {
  const read = readProperties(item.properties, rules.channel);
  if (!read) return null;
  if ('problems' in read) {
    effects.push({ type: 'invalid', url: item.url, problems: read.problems });
    return null;
  }
  const { post } = read;
  const { command } = state;
  const commanded =
    command !== null && command.postId === post.postId && startedAtMs - command.atMs < COMMAND_MS;
  return {
    post,
    intent: post.intent ?? (chosen || commanded ? 'artwork' : 'channel'),
    startedAtMs,
    runningSinceMs: startedAtMs,
    ranMs: 0,
    views: 0,
  };
}

const run = (showing: Showing, atMs: number): Showing =>
  showing.runningSinceMs === null ? { ...showing, runningSinceMs: atMs } : showing;

const halt = (showing: Showing, atMs: number): Showing =>
  showing.runningSinceMs === null
    ? showing
    : { ...showing, ranMs: showing.ranMs + atMs - showing.runningSinceMs, runningSinceMs: null };
