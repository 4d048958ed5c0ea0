import { basename, join } from 'node:path';
import { awayPosts, compare, lookOf, movedPosts, type NewFile } from './changes.js';
import type { Catalogue } from './createCatalogue.js';
import { fingerprintOf } from './fingerprintOf.js';
import { titleOf } from './kind.js';
import type { FoundFile } from './post.js';
import type { StoredPost } from './postStore.js';
import { fileReason, type Scan } from './scanFolder.js';

/** So many files are read before they are written down and shown. */
const BATCH_FILES = 200;

/** Files whose fingerprints are taken at once. */
const READERS = 8;

/**
 * Brings the catalogue up to what a scan has found; a file that cannot be read is added to what was left out.
 * @param goneBefore IDs of posts that went at the scan before
 * @param isOver ends it where it is
 * @returns IDs of the posts that have gone now
 */
export async function applyScan(
  folder: string,
  scan: Scan,
  catalogue: Catalogue,
  goneBefore: ReadonlySet<number>,
  isOver: () => boolean,
): Promise<ReadonlySet<number>> {
  const { posts } = catalogue;
  const { toRead, gone, lost } = compare([...posts.values()], scan.files);
  const readFingerprint = createFingerprints(folder, scan, isOver);

  const looks = new Set(lost.map(lookOf));
  const maybeMoved = toRead.filter(({ file, before }) => !before && looks.has(lookOf(file)));
  const fresh = await inParallel(maybeMoved, READERS, async ({ file }): Promise<NewFile[]> => {
    const fingerprint = await readFingerprint(file);
    return fingerprint === undefined ? [] : [{ file, fingerprint }];
  });
  const moved = movedPosts(fresh.flat(), [...posts.values()], lost, goneBefore);

  for (let at = 0; at < toRead.length; at += BATCH_FILES) {
    const batch = toRead.slice(at, at + BATCH_FILES);
    const read = await inParallel(batch, READERS, async ({ file, before }) => {
      const fingerprint = await readFingerprint(file);
      if (fingerprint === undefined) return [];
      const post = before ?? moved.get(file.path);
      return [postOf(file, fingerprint, post && posts.get(post.postId))];
    });
    if (isOver()) return goneBefore;
    const saved = await catalogue.keep(read.flat());
    await catalogue.rebuild();
    saved.forEach(catalogue.askFor);
  }
  if (isOver()) return goneBefore;
  const away = awayPosts(gone, moved);
  if (away.length > 0) await catalogue.keep(away);
  await catalogue.rebuild();
  return new Set(away.map(({ postId }) => postId));
}

/** Takes each fingerprint once. */
function createFingerprints(
  folder: string,
  { ignored }: Scan,
  isOver: () => boolean,
): (file: FoundFile) => Promise<string | undefined> {
  const fingerprints = new Map<string, string>();
  return async ({ path, bytes }) => {
    try {
      if (!isOver() && !fingerprints.has(path))
        fingerprints.set(path, await fingerprintOf(join(folder, path), bytes));
    } catch (error) {
      ignored.push({ path, reason: fileReason(error) });
    }
    return fingerprints.get(path);
  };
}

/** @param before what the file was; its details stay if its name and content have */
function postOf(file: FoundFile, fingerprint: string, before: StoredPost | undefined): StoredPost {
  const isSame = before?.path === file.path && before.fingerprint === fingerprint;
  const { title, width, height, durationMs } = isSame
    ? before
    : { title: titleOf(basename(file.path)), width: null, height: null, durationMs: null };
  const { postId, author } = before ?? { postId: 0, author: null };
  return { ...file, postId, fingerprint, title, width, height, durationMs, author, isPresent: true };
}

async function inParallel<In, Out>(
  values: readonly In[],
  workers: number,
  work: (value: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < values.length; at = next++) results[at] = await work(values[at]!);
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}
