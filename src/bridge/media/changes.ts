import type { StoredPost } from './postStore.js';
import type { FoundFile } from './post.js';

/** What became of the files since the last scan. */
interface Changes {
  /** Not known under this path, or not as it is now: to be read. `before` is what the path was. */
  toRead: { file: FoundFile; before: StoredPost | undefined }[];
  /** Present until now, and no longer under their path. */
  gone: StoredPost[];
  /** All whose path is not there: a file with a new path may be one of them, moved. */
  lost: StoredPost[];
}

/**
 * Compares what is known with what is there. A path that was known is the same post, whatever was done to the
 * file and however long it was away; a file of the same size and time is taken for unchanged.
 */
export function compare(known: readonly StoredPost[], found: readonly FoundFile[]): Changes {
  const byPath = new Map<string, StoredPost>();
  for (const post of known) if (isBetter(post, byPath.get(post.path))) byPath.set(post.path, post);
  const there = new Set(found.map(({ path }) => path));
  const lost = known.filter((post) => !there.has(post.path) || byPath.get(post.path) !== post);
  return {
    toRead: found
      .map((file) => ({ file, before: byPath.get(file.path) }))
      .filter(
        ({ file, before }) =>
          !before?.isPresent || before.bytes !== file.bytes || before.modifiedMs !== file.modifiedMs,
      ),
    gone: lost.filter(({ isPresent }) => isPresent),
    lost,
  };
}

/** Databases of earlier versions may have several posts of one path: the one that is there, or was last. */
const isBetter = (post: StoredPost, other: StoredPost | undefined): boolean =>
  other === undefined || post.isPresent || (!other.isPresent && post.postId > other.postId);

/** A file with a path that nobody knew, and what it is known by. */
export interface NewFile {
  file: FoundFile;
  fingerprint: string;
}

/** What a moved file has in common with its post, as far as that can be said without reading it. */
export const lookOf = ({ bytes, kind }: FoundFile): string => `${bytes} ${kind}`;

/**
 * Finds the lost posts that new files were before, by their content. Among equal ones, those that have gone
 * just now come first, and of those the ones that had the same name; so that copies which are moved together
 * do not swap. A post that has long been away is not given to the copy of a file that is there: it may come
 * back.
 * @param known all posts
 * @param lost those of `compare`
 * @param goneBefore IDs of posts that went at the scan before: a file that is moved while the folder is looked
 *   through is at neither place
 * @returns path → post
 */
export function movedPosts(
  fresh: readonly NewFile[],
  known: readonly StoredPost[],
  lost: readonly StoredPost[],
  goneBefore: ReadonlySet<number>,
): Map<string, StoredPost> {
  const isLost = new Set(lost);
  const there = new Set(
    known.filter((post) => post.isPresent && !isLost.has(post)).map(({ fingerprint }) => fingerprint),
  );
  const left = new Map<string, StoredPost[]>();
  for (const post of [...lost].sort(byPath)) push(left, keyOf(post, post.fingerprint), post);
  const moved = new Map<string, StoredPost>();
  const ages: ((post: StoredPost) => boolean)[] = [
    (post) => post.isPresent,
    (post) => goneBefore.has(post.postId),
    (post) => !there.has(post.fingerprint),
  ];
  const rules = ages.flatMap((isOf) => [
    (post: StoredPost, one: NewFile) => isOf(post) && nameOf(post) === nameOf(one.file),
    (post: StoredPost) => isOf(post),
  ]);
  const inOrder = [...fresh].sort((a, b) => byPath(a.file, b.file));
  for (const fits of rules)
    for (const one of inOrder) {
      if (moved.has(one.file.path)) continue;
      const candidates = left.get(keyOf(one.file, one.fingerprint)) ?? [];
      const at = candidates.findIndex((post) => fits(post, one));
      if (at >= 0) moved.set(one.file.path, candidates.splice(at, 1)[0]!);
    }
  return moved;
}

/** What is at no path any more, as it is to be kept. */
export function awayPosts(gone: readonly StoredPost[], moved: ReadonlyMap<string, StoredPost>): StoredPost[] {
  const taken = new Set([...moved.values()].map(({ postId }) => postId));
  return gone.filter(({ postId }) => !taken.has(postId)).map((post) => ({ ...post, isPresent: false }));
}

const keyOf = (file: FoundFile, fingerprint: string): string => `${fingerprint} ${lookOf(file)}`;
const nameOf = ({ path }: { path: string }): string => path.slice(path.lastIndexOf('/') + 1);
const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1 : Number(a.path > b.path);

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
