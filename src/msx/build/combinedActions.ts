// Actions made of actions.
import { actionParts } from '../action.js';
import type { ActionText } from '../types/actionText.js';

/** The parts of a list, and of lists in it; of another action itself, as it has to be written in a list. */
function partsOf(action: string): string[] {
  const parts = actionParts(action).filter((part) => part !== '');
  if (parts.length !== 1 || parts[0] !== action)
    return parts.reduce<string[]>(
      (all, part) => all.concat(part.charAt(0) === '[' ? partsOf(part) : part),
      [],
    );
  if (/\{pipe\}/.test(action))
    throw new Error(`"${action}" can not be in a list: its {pipe} would be a separator`);
  return [action.replace(/\|/g, '{pipe}')];
}

/**
 * One after the other; where they have data, all have the same. A list among them is taken apart.
 * @throws where an action holds a list in which a bar is no separator: MSX has no word for a bar in a list in a list
 * @since 0.1.58
 */
export const list = (...actions: ActionText[]): ActionText =>
  `[${actions.reduce<string[]>((all, action) => all.concat(partsOf(action)), []).join('|')}]`;

/**
 * Later, unless it is started anew or given up before.
 * @param id of it, without a colon
 * @since 0.1.160
 */
export const delay = (id: string, seconds: number, action: ActionText): ActionText =>
  `delay:${id}:${seconds}:${action}`;

export const cancelDelay = (id: string): ActionText => `delay:${id}:cancel`;

/**
 * When nothing moves any more.
 * @since 0.1.160
 */
export const lazy = (action: ActionText): ActionText => `lazy:${action}`;
