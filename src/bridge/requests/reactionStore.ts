import type { Store } from '../stores/store.js';

/** That somebody has reacted to a post. */
export interface Reacted {
  postId: number;
  /** When they did it last, ms since 1970. */
  atMs: number;
}

/** What owners of TVs think of posts. Each method throws what the store throws. */
export interface ReactionStore extends Store {
  /**
   * Adds a reaction, once however often it is added. Of several that are added at the same time no more are taken
   * than may be.
   * @param most so many different ones an owner may have for a post
   * @returns `full` = the owner has so many others already
   */
  add(owner: string, postId: number, emoji: string, atMs: number, most: number): Promise<'there' | 'full'>;
  /** Takes a reaction away, if it is there. */
  remove(owner: string, postId: number, emoji: string): Promise<void>;
  /** The posts that an owner has reacted to, the last one first. */
  ofOwner(owner: string): Promise<Reacted[]>;
}
