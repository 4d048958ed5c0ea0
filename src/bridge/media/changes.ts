import type { Details, FoundFile, Post } from './post.js';

/** What became of the files since the last scan. */
export interface Changes {
  /** Not known under this path, or not as it is now: to be read. */
  toRead: FoundFile[];
  /** Known, and no longer under their path. */
  gone: Post[];
}

/** Compares what is known with what is there; a file of the same size and time is taken for unchanged. */
export function compare(known: readonly Post[], found: readonly FoundFile[]): Changes {
  const byPath = new Map(known.map((post) => [post.path, post]));
  const there = new Set(found.map(({ path }) => path));
  return {
    toRead: found.filter((file) => {
      const post = byPath.get(file.path);
      return post?.bytes !== file.bytes || post.modifiedMs !== file.modifiedMs;
    }),
    gone: known.filter(({ path }) => !there.has(path)),
  };
}

/**
 * Finds the post that a file was before. The same path is the same post, whatever was done to the file; else
 * one that is gone and had the same content, which then was renamed or moved.
 * @param gone those that no other file has taken yet
 */
export function postBefore(
  file: FoundFile,
  details: Details,
  byPath: ReadonlyMap<string, Post>,
  gone: readonly Post[],
): Post | undefined {
  return (
    byPath.get(file.path) ??
    gone.find(
      (post) =>
        post.fingerprint === details.fingerprint && post.bytes === file.bytes && post.kind === file.kind,
    )
  );
}
