import { readProperties } from '../makapix/readProperties.js';
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

export function hide(player: Player): void {
  player.post = null;
  player.dueAtMs = Infinity;
}

/**
 * The player's item comes on screen.
 * @param startedAtMs since when; Infinity = it waits, for something that is in front of it
 */
export function begin({ state, effects, atMs, rules }: Turn, player: Player, startedAtMs: number): void {
  hide(player);
  const read = state.away ? null : readProperties(player.item.properties, rules.channel);
  if (!read) return;
  if ('problems' in read) {
    effects.push({ type: 'invalid', url: player.item.url, problems: read.problems });
    return;
  }
  const { post } = read;
  const { command } = state;
  const isWanted =
    player.chosen ||
    (command.postId === post.postId && Math.min(startedAtMs, atMs) - command.atMs < COMMAND_MS);
  player.post = { ...post, intent: post.intent || (isWanted ? 'artwork' : 'channel') };
  player.startedAtMs = startedAtMs;
  player.dueAtMs = startedAtMs + rules.minDwellMs;
  player.leftMs = startedAtMs < Infinity ? null : rules.minDwellMs;
}

/** Makes the views that are due. */
export function count({ effects, atMs, rules }: Turn, player: Player, isRandom: boolean): void {
  const { post } = player;
  if (!post || player.dueAtMs > atMs) return;
  const facts = { ...post, playOrder: post.playOrder ?? (isRandom ? 2 : 0) } as View['facts'];
  const shownAtMs = player.startedAtMs ?? player.dueAtMs - rules.minDwellMs;
  effects.push({ type: 'view', view: { facts, shownAtMs } });
  player.startedAtMs = null;
  const repeatMs = rules.repeatMs > 0 ? Math.max(rules.repeatMs, MIN_REPEAT_MS) : Infinity;
  // A page that was frozen wakes up with many repeats due: nobody saw it count them, so only one does.
  while (player.dueAtMs <= atMs) player.dueAtMs += repeatMs;
}

/** Time counts for the player's item, or does not. */
export function run({ atMs }: Turn, player: Player, isRunning: boolean): void {
  const { post, leftMs, startedAtMs } = player;
  if (!post || isRunning === (leftMs === null)) return;
  player.leftMs = leftMs === null ? player.dueAtMs - atMs : null;
  player.dueAtMs = leftMs === null ? Infinity : atMs + leftMs;
  if (leftMs !== null && startedAtMs !== null) player.startedAtMs = Math.min(startedAtMs, atMs);
}
