import { readProperties } from '../makapix/properties.js';
import { SUSPENDED, type Player, type Turn, type View } from './viewingState.js';

/** What loads this soon after a channel was asked for is its first item. */
const CHANNEL_START_MS = 10_000;
/** What is shown this soon after a command for it was asked for by it. */
const COMMAND_MS = 60_000;
/** Two views of a post have timestamps of their own, and timestamps have whole seconds. */
const MIN_REPEAT_MS = 1000;

/**
 * MSX loads something, which it does not while it is suspended.
 * @returns whether that is the first item of a channel
 */
export function load({ state, atMs }: Turn): boolean {
  const isChannel = atMs - state.channelAtMs < CHANNEL_START_MS;
  state.channelAtMs = -Infinity;
  state.away &= ~SUSPENDED;
  return isChannel;
}

/**
 * The player's item comes on screen.
 * @param startedAtMs since when; Infinity = it waits, for something that is in front of it
 */
export function begin({ state, effects, atMs, rules }: Turn, player: Player, startedAtMs: number): void {
  player.showing = null;
  const read = state.away ? null : readProperties(player.item.properties, rules.channel);
  if (!read) return;
  if ('problems' in read) {
    effects.push({ type: 'invalid', url: String(player.item.url), problems: read.problems });
    return;
  }
  const { post } = read;
  const { command } = state;
  const isWanted =
    player.chosen ||
    (command.postId === post.postId && Math.min(startedAtMs, atMs) - command.atMs < COMMAND_MS);
  player.showing = {
    post: { ...post, intent: post.intent ?? (isWanted ? 'artwork' : 'channel') },
    startedAtMs,
    dueAtMs: startedAtMs + rules.minDwellMs,
    leftMs: startedAtMs < Infinity ? null : rules.minDwellMs,
  };
}

/** Makes the views that are due. */
export function count({ effects, atMs, rules }: Turn, player: Player | null, isRandom: boolean): void {
  const showing = player?.showing;
  if (!showing || showing.dueAtMs > atMs) return;
  const { post } = showing;
  const facts = { ...post, playOrder: post.playOrder ?? (isRandom ? 2 : 0) } as View['facts'];
  const shownAtMs = showing.startedAtMs ?? showing.dueAtMs - rules.minDwellMs;
  effects.push({ type: 'view', view: { facts, shownAtMs } });
  showing.startedAtMs = null;
  const repeatMs = rules.repeatMs > 0 ? Math.max(rules.repeatMs, MIN_REPEAT_MS) : Infinity;
  // A page that was frozen wakes up with many repeats due: nobody saw it count them, so only one does.
  while (showing.dueAtMs <= atMs) showing.dueAtMs += repeatMs;
}

/** Time counts for the player's item, or does not. */
export function run({ atMs }: Turn, { showing }: Player, isRunning: boolean): void {
  if (!showing || isRunning === (showing.leftMs === null)) return;
  if (showing.leftMs === null) {
    showing.leftMs = showing.dueAtMs - atMs;
    showing.dueAtMs = Infinity;
  } else {
    showing.dueAtMs = atMs + showing.leftMs;
    showing.leftMs = null;
    if (showing.startedAtMs !== null) showing.startedAtMs = Math.min(showing.startedAtMs, atMs);
  }
}
