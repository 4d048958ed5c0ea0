// Actions that show documents (Actions, Internal Actions).
import { toBase64 } from '../base64.js';
import type { Json } from '../json.js';
import type { ActionText } from '../types/actionText.js';
import type { ContentRoot, Playlist } from '../types/contentRoot.js';
import type { MenuRoot } from '../types/menuRoot.js';
import { focusText, target } from './target.js';
import type { Focus, MenuFocus } from './target.js';

/** What an action shows, by its first word. */
export interface Documents {
  menu: MenuRoot;
  content: ContentRoot;
  panel: ContentRoot;
  playlist: Playlist;
  slideshow: Playlist;
}

/** @param address of the document, or a request */
export const menu = (address: string, focus?: MenuFocus): ActionText =>
  `menu:${target(address)}${focusText(focus)}`;

export const content = (address: string, focus?: Focus): ActionText =>
  `content:${target(address)}${focusText(focus)}`;

export const panel = (address: string, focus?: Focus): ActionText =>
  `panel:${target(address)}${focusText(focus)}`;

/** Plays what the document lists, and shows no page. */
export const playlist = (address: string, first?: Pick<Focus, 'item'>): ActionText =>
  `playlist:${target(address)}${focusText(first)}`;

export const slideshow = (address: string, first?: Pick<Focus, 'item'>): ActionText =>
  `slideshow:${target(address)}${focusText(first)}`;

/**
 * Replaces what is shown, where it has this flag; does nothing where not.
 * @since 0.1.144
 */
export const replace = (
  kind: 'menu' | 'content' | 'panel',
  flag: string,
  address: string,
  focus?: Focus | MenuFocus,
): ActionText => `replace:${kind}:${flag}:${target(address)}${focusText(focus)}`;

/**
 * Asks for it again. Nothing happens with what MSX started with, and with what came as data: `replace` does.
 * @param focus since 0.1.120
 * @since 0.1.58
 */
export const reload = (kind: 'menu' | 'content' | 'panel', focus?: Focus | MenuFocus): ActionText =>
  `reload:${kind}${focusText(focus)}`;

/**
 * A whole document within the action, for where an action can have no data: in `properties`.
 * @since 0.1.160
 */
export const inline = <Kind extends keyof Documents>(kind: Kind, document: Documents[Kind]): ActionText =>
  `${kind}:json:${toBase64(JSON.stringify(document satisfies Json))}`;
