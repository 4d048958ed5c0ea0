import type { Store } from '../stores/store.js';
import type { Post } from './post.js';

/** A folder as the store knows it. */
export interface AlbumRow {
  albumId: number;
  path: string;
  author: string | null;
}

/** A post, and whether its file is there now. */
export interface StoredPost extends Post {
  isPresent: boolean;
}

/** Where files and folders are kept. Each method throws what the store throws. */
export interface PostStore extends Store {
  all(): Promise<StoredPost[]>;
  /**
   * Inserts those without a post ID (0), replaces the others. All or none. A work without a fingerprint, which
   * is no file of a media folder, replaces no file.
   */
  save(posts: readonly StoredPost[]): Promise<StoredPost[]>;
  albums(): Promise<AlbumRow[]>;
  addAlbums(paths: readonly string[]): Promise<void>;
  setAuthor(albumId: number, author: string | null): Promise<void>;
}
