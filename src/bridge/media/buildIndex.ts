import { basename } from 'node:path';
import type { Kind } from './kind.js';
import { folderOf, type Post } from './post.js';

/** A folder that has files, or folders with files, in it. */
export interface Album {
  albumId: number;
  /** Relative to the media folder; `''` is that folder. */
  path: string;
  title: string;
  /** Whose works these are; null = see the album above. */
  author: string | null;
  albums: Album[];
  posts: Post[];
  /** A picture to show for it, from it or from below. */
  cover: Post | null;
  /** Files in it and below. */
  count: number;
}

/** The files and albums of a library, by what they are asked for by. */
export interface Index {
  root: Album;
  albums: Map<number, Album>;
  byId: Map<number, Post>;
  byPath: Map<string, Post>;
  byKind: Record<Kind, Post[]>;
}

export const emptyIndex = (): Index => ({
  root: { albumId: 0, path: '', title: '', author: null, albums: [], posts: [], cover: null, count: 0 },
  albums: new Map(),
  byId: new Map(),
  byPath: new Map(),
  byKind: { image: [], audio: [], video: [] },
});

/** 2 comes before 10. */
const inOrder = new Intl.Collator('en', { numeric: true }).compare;

/** The albums of the files, each in the order of its names. */
export function buildIndex(
  posts: readonly Post[],
  rowOf: (path: string) => { albumId: number; author: string | null },
  rootTitle: string,
): Index {
  const index = emptyIndex();
  const byFolder = new Map<string, Album>();
  const albumAt = (path: string): Album => {
    const known = byFolder.get(path);
    if (known) return known;
    const title = path === '' ? rootTitle : basename(path);
    const album: Album = { ...rowOf(path), path, title, albums: [], posts: [], cover: null, count: 0 };
    byFolder.set(path, album);
    index.albums.set(album.albumId, album);
    if (path !== '') albumAt(folderOf(path)).albums.push(album);
    return album;
  };
  index.root = albumAt('');
  for (const post of posts) {
    albumAt(folderOf(post.path)).posts.push(post);
    index.byId.set(post.postId, post);
    index.byPath.set(post.path, post);
  }
  const finish = (album: Album): void => {
    album.albums.sort((a, b) => inOrder(a.title, b.title));
    album.posts.sort((a, b) => inOrder(a.path, b.path));
    album.albums.forEach(finish);
    for (const post of album.posts) index.byKind[post.kind].push(post);
    album.cover =
      album.posts.find(({ kind }) => kind === 'image') ??
      album.albums.map(({ cover }) => cover).find((cover) => cover !== null) ??
      null;
    album.count = album.posts.length + album.albums.reduce((sum, { count }) => sum + count, 0);
  };
  finish(index.root);
  return index;
}
