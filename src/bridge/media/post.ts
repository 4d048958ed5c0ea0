import type { Kind } from './kind.js';

/** One file of the media folder. */
export interface Post {
  /** What views name; it stays when the file is renamed or moved. */
  postId: number;
  /** Relative to the media folder, with `/` between the parts. */
  path: string;
  kind: Kind;
  title: string;
  bytes: number;
  modifiedMs: number;
  /** See fingerprintOf.ts. */
  fingerprint: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  /** Whose work it is: that of the nearest album that has an author. */
  author: string | null;
}

/** A file as the scan finds it. */
export type FoundFile = Pick<Post, 'path' | 'kind' | 'bytes' | 'modifiedMs'>;

/** What is read out of a file; the title of one that has none is its name. */
export type Details = Pick<Post, 'width' | 'height' | 'durationMs'> & { title: string | null };

/** The folder of a path; `''` for the media folder itself. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

/** Each folder above a path, the nearest first, `''` last. */
export function foldersAbove(path: string): string[] {
  const folders = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder);
  return [...folders, ''];
}
