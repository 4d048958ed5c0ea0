// Actions that play and show files.
import type { ActionText } from '../types/actionText.js';
import { target } from './target.js';

/** How the file is found, and played. */
interface MediaOptions {
  /**
   * `plugin`: the address is a player page (since 0.1.40); `resolve`: it is a server or a request that says where the
   * file is (since 0.1.107).
   */
  by?: 'plugin' | 'resolve';
  /** As if MSX went on by itself: the player does not come up. @since 0.1.160 */
  auto?: boolean;
}

const words = ({ by, auto }: MediaOptions): string => `${auto ? 'auto:' : ''}${by ? `${by}:` : ''}`;

/** @param address of the file, of a player page, or of what knows */
export const video = (address: string, options: MediaOptions = {}): ActionText =>
  `video:${words(options)}${target(address)}`;

export const audio = (address: string, options: MediaOptions = {}): ActionText =>
  `audio:${words(options)}${target(address)}`;

/** @param address null: the item's own `image` */
export const image = (address: string | null, by?: 'resolve'): ActionText =>
  address === null ? 'image:context' : `image:${by ? `${by}:` : ''}${target(address)}`;

/**
 * Until something else is chosen. @param address null: what it was
 * @since 0.1.160
 */
export const background = (address: string | null): ActionText =>
  address === null ? 'background:default' : `background:${target(address)}`;
