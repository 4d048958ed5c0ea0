import { fieldsOf, type Fields } from '../makapix/fields.js';
import { readProperties, type Post } from '../makapix/properties.js';
import type { ViewFacts } from '../makapix/view.js';

/**
 * An event of MSX as it is (its Plugin Events Reference), or one of ours:
 * - `slider:visible`: MSX ran the `image:trigger` of the slide `info`
 * - `slider:info`, `video:info`: what MSX answered to the effect `ask`
 * - `page:hidden`, `page:visible`
 * - `plugin:channel`: a whole playlist or slideshow was asked for; what loads next was not chosen by itself
 * - `plugin:command`: a command asked for the post `postId`
 * - `tick`: time has passed
 */
export type ScreenEvent = Fields & { event?: unknown };

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

/** A post on screen. */
interface Showing {
  post: Post;
  /** When it came on screen; null = that is reported. */
  startedAtMs: number | null;
  /** When the next view is due; Infinity = never, as things are. */
  dueAtMs: number;
  /** What was left of it at a pause; null = it runs. */
  leftMs: number | null;
}

interface Player {
  item: Fields;
  /** A person chose this very item. */
  chosen: boolean;
  showing: Showing | null;
}

interface Slide extends Player {
  /** It can be seen, as far as anybody knows; after the TV was away no trigger says so again. */
  visible: boolean;
  /** MSX was asked about it; on screen since then, if nothing else tells when. */
  askedAtMs: number | null;
}

interface Media extends Player {
  playing: boolean;
  ended: boolean;
  /** When it stopped; null = it has not. */
  stoppedAtMs: number | null;
}

/** A value; `decideViewing` makes the next one. */
export interface ViewingState {
  /** Why nothing is on screen although something is open: a sum of SUSPENDED, ASLEEP and HIDDEN. */
  away: number;
  random: boolean;
  slide: Slide | null;
  media: Media | null;
  channelAtMs: number;
  command: { postId: unknown; atMs: number };
}

export const NOTHING_ON_SCREEN: ViewingState = {
  away: 0,
  random: false,
  slide: null,
  media: null,
  channelAtMs: -Infinity,
  command: { postId: null, atMs: -Infinity },
};

const SUSPENDED = 1;
const ASLEEP = 2;
const HIDDEN = 4;

/** TVXVideoState.PLAYING */
const PLAYING = 2;
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

/** Whether MSX will say when this picture can be seen. */
const saysWhenVisible = (item: Fields): boolean =>
  String(fieldsOf(item.properties)['image:trigger']).indexOf('interaction:commit:slider') >= 0;

const copyOf = <T extends Player>(player: T | null): T | null =>
  player && { ...player, showing: player.showing && { ...player.showing } };

/** The post on screen. A slideshow covers the player, which goes on behind it. */
const currentPostId = ({ slide, media }: ViewingState): number | null => {
  const showing = slide?.showing ?? media?.showing;
  return showing ? showing.post.postId : null;
};

/** When the next view is due, on the monotonic clock; Infinity = never, as things are. */
export const nextViewAtMs = ({ slide, media }: ViewingState): number =>
  Math.min(slide?.showing?.dueAtMs ?? Infinity, media?.showing?.dueAtMs ?? Infinity);

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
  const slide = copyOf(before.slide);
  const media = copyOf(before.media);
  const state: ViewingState = { ...before, slide, media };
  // `slider:position` carries the little that it says of the slide itself.
  const item = fieldsOf(event.info ?? event);
  const hasEnded = fieldsOf(event.data).ended === true;
  const same = slide?.item.listIndex === item.listIndex ? slide : null;

  /** Makes the views that are due. */
  function count(player: Player | null): void {
    const showing = player?.showing;
    if (!showing || showing.dueAtMs > atMs) return;
    const { post } = showing;
    const facts = { ...post, playOrder: post.playOrder ?? (state.random ? 2 : 0) } as View['facts'];
    const shownAtMs = showing.startedAtMs ?? showing.dueAtMs - rules.minDwellMs;
    effects.push({ type: 'view', view: { facts, shownAtMs } });
    showing.startedAtMs = null;
    const repeatMs = rules.repeatMs > 0 ? Math.max(rules.repeatMs, MIN_REPEAT_MS) : Infinity;
    // A page that was frozen wakes up with many repeats due: nobody saw it count them, so only one does.
    while (showing.dueAtMs <= atMs) showing.dueAtMs += repeatMs;
  }

  /** The player's item comes on screen. */
  function begin(player: Player, startedAtMs: number): void {
    player.showing = null;
    const read = state.away ? null : readProperties(player.item.properties, rules.channel);
    if (!read) return;
    if ('problems' in read) {
      effects.push({ type: 'invalid', url: String(player.item.url), problems: read.problems });
      return;
    }
    const { post } = read;
    const { postId, atMs: commandedAtMs } = state.command;
    const isWanted = player.chosen || (postId === post.postId && startedAtMs - commandedAtMs < COMMAND_MS);
    player.showing = {
      post: { ...post, intent: post.intent ?? (isWanted ? 'artwork' : 'channel') },
      startedAtMs,
      dueAtMs: startedAtMs + rules.minDwellMs,
      leftMs: null,
    };
  }

  /** Whether what loads now is the first item of a channel. MSX loads nothing while it is suspended. */
  function load(): boolean {
    const isChannel = atMs - state.channelAtMs < CHANNEL_START_MS;
    state.channelAtMs = -Infinity;
    state.away &= ~SUSPENDED;
    return isChannel;
  }

  function setSlide(chosen: boolean, visible: boolean, askedAtMs: number | null): void {
    state.slide = { item, chosen, visible, askedAtMs, showing: null };
    if (visible) begin(state.slide, atMs);
  }

  function leave(reason: number): void {
    state.away |= reason;
    if (slide) slide.askedAtMs = slide.showing = null;
    if (media) media.showing = null;
  }

  function comeBack(reasons: number): void {
    const wasAway = state.away;
    state.away &= ~reasons;
    if (!wasAway || state.away) return;
    // What was there before may be there again: only MSX knows.
    if (slide) {
      slide.askedAtMs = atMs;
      effects.push({ type: 'ask', dataId: 'slider' });
    }
    if (media?.playing) effects.push({ type: 'ask', dataId: 'video' });
  }

  count(slide);
  count(media);
  switch (event.event) {
    case 'slider:load':
      setSlide(!load() && item.state !== PLAYING, !saysWhenVisible(item), null);
      break;
    case 'slider:position':
      if (same) break;
      setSlide(false, false, atMs);
      effects.push({ type: 'ask', dataId: 'slider' });
      break;
    case 'slider:visible':
      if (!same?.showing) setSlide(same ? same.chosen : false, true, null);
      break;
    case 'slider:info':
      if (!same || same.askedAtMs === null) break;
      same.item = item;
      same.visible = same.visible || !saysWhenVisible(item);
      if (same.visible) begin(same, same.askedAtMs);
      same.askedAtMs = null;
      break;
    case 'slider:stop':
      state.slide = null;
      break;

    case 'video:load':
      state.media = {
        item,
        chosen: !load() && isChosen(before, item, hasEnded, atMs),
        playing: false,
        ended: false,
        stoppedAtMs: null,
        showing: null,
      };
      break;
    case 'video:play':
    case 'video:restart':
      if (!media) break;
      if ((hasEnded && media.showing) || media.ended || media.stoppedAtMs !== null) {
        media.chosen = false;
        media.showing = null;
      }
      media.playing = true;
      media.ended = false;
      media.stoppedAtMs = null;
      if (!media.showing) begin(media, atMs);
      else if (media.showing.leftMs !== null) {
        media.showing.dueAtMs = atMs + media.showing.leftMs;
        media.showing.leftMs = null;
      }
      break;
    case 'video:seek':
      if (!media || !(hasEnded || media.ended) || Number(event.position) >= BEGINNING_S) break;
      media.ended = media.chosen = false;
      media.showing = null;
      if (media.playing) begin(media, atMs);
      break;
    case 'video:pause':
      if (!media) break;
      media.playing = false;
      if (media.showing && media.showing.leftMs === null) {
        media.showing.leftMs = media.showing.dueAtMs - atMs;
        media.showing.dueAtMs = Infinity;
      }
      break;
    case 'video:stop':
      if (!media) break;
      media.playing = false;
      media.ended = hasEnded;
      media.stoppedAtMs = atMs;
      media.showing = null;
      break;
    case 'video:info':
      if (!media?.playing || media.showing) break;
      media.playing = item.state === PLAYING;
      if (media.playing) begin(media, atMs);
      break;

    case 'app:suspend':
      leave(SUSPENDED);
      break;
    case 'app:sleep':
      leave(ASLEEP);
      break;
    case 'page:hidden':
      leave(HIDDEN);
      break;
    case 'app:resume':
      comeBack(SUSPENDED + ASLEEP);
      break;
    case 'app:awake':
      comeBack(ASLEEP);
      break;
    case 'page:visible':
      comeBack(HIDDEN);
      break;

    case 'settings:random_playback':
      // Old versions say it as a text.
      state.random = String(event.value) === 'true';
      break;
    case 'plugin:channel':
      state.channelAtMs = atMs;
      break;
    case 'plugin:command':
      state.command = { postId: event.postId, atMs };
      break;
  }
  // A slide that MSX told us about late may be due at once.
  count(state.slide);
  const postId = currentPostId(state);
  if (postId !== currentPostId(before)) effects.push({ type: 'current', postId });
  return [state, effects];
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
