/** Everything that a TV can be told: Makapix's own commands first, then ours in the same form. */
export const COMMAND_TYPES = [
  'swap_next',
  'swap_back',
  'set_paused',
  'show_artwork',
  'play_channel',
  'play_playset',
  /** Configuration and menu anew. */
  'reload',
  'show_notice',
  'open_page',
  'play_media',
  'open_playlist',
  'stop',
  'seek',
  'goto',
] as const;

export type CommandType = (typeof COMMAND_TYPES)[number];

/** A command whose payload has the form of its type. */
export interface Command {
  type: CommandType;
  payload: Record<string, unknown>;
}

/** What a TV refuses as too large, in bytes of the whole message. */
export const LARGEST_COMMAND_BYTES = 8 * 1024;

/** So far ahead `at` may lie: whoever sends waits for the answer. */
export const LONGEST_DELAY_MS = 60_000;
