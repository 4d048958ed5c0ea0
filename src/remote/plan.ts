import type { CommandStatus } from '../makapix/command.js';
import type { JsonObject } from '../msx/json.js';

/** Something that MSX said, or was answered. */
export interface Heard {
  /** MSX's name of the event, `slider:visible`, `plugin:asked` or `plugin:answered`. */
  type: string;
  /** Of the slide or track, `info.url`; else what MSX asked the plugin for. */
  url: string;
  /** The place in the list; NaN where it is not said. */
  index: number;
  /** A page that says what is wrong stands in the place of what was asked for. */
  isProblem: boolean;
}

/** What MSX is to do, and how it is known that it did. */
export interface Plan {
  action: string;
  data?: JsonObject;
  /** Whether this shows that it is done. */
  isDone: (heard: Heard) => boolean;
  /** What is shown then was asked for: a post, or a whole channel. */
  reason?: { event: 'plugin:command'; postId: number } | { event: 'plugin:channel' };
  /** The page is not there any more when it is done. */
  isLast?: true;
}

/** Why nothing is done. */
export interface Refusal {
  status: Exclude<CommandStatus, 'ok'>;
  error: string;
}

export const failed = (error: string): Refusal => ({ status: 'error', error });
export const unsupported = (error: string): Refusal => ({ status: 'unsupported', error });
export const wrong = (name: string, expected: string): Refusal => failed(`"${name}" must be ${expected}.`);
