// Actions that say something, or go somewhere.
import type { ActionText } from '../types/actionText.js';
import { choice, target } from './target.js';
import type { ItemChoice } from './target.js';

/**
 * A line at the top of the screen.
 * @param text in which `{…}` is an expression of MSX: `plainText` makes one that is shown as it is
 */
export const message = (kind: 'info' | 'success' | 'warn' | 'error', text: string): ActionText =>
  `${kind}:${text}`;

/** Gives an item the focus. @param execute and runs it (since 0.1.160) */
export const focus = (item: ItemChoice, execute = false): ActionText =>
  `focus:${execute ? 'execute:' : ''}${choice(item)}`;

/** Leaves MSX for a web page, or opens one beside it. */
export const link = (address: string, where?: 'window'): ActionText =>
  `link:${where ? `${where}:` : ''}${target(address)}`;

/**
 * What any plugin, and any player page, hears as `custom:ID`.
 * @since 0.1.160
 */
export const event = (id: string): ActionText => `event:${id}`;

/**
 * A busy sign, at most 30 s; it ends with the plugin.
 * @since 0.1.160
 */
export const busy = (what: 'start' | 'stop', id: string): ActionText => `interaction:busy:${what}:${id}`;
