import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeApart } from '../stores/writeApart.js';
import { awayPosts, compare, lookOf, movedPosts, type NewFile } from './changes.js';
import type { DetailsTask } from './detailsProcess.js';
import { createDetailsQueue } from './createDetailsQueue.js';
import { fingerprintOf } from './fingerprintOf.js';
import { createHelper, type Helper } from './createHelper.js';
import { titleOf, type Kind } from './kind.js';
import { foldersAbove, folderOf, type Details, type FoundFile, type Post } from './post.js';
import type { PostStore, StoredPost } from './postStore.js';
import { fileReason, scanFolder, type Scan } from './scanFolder.js';
import { watchFolders } from './watchFolders.js';

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

/** The media folder as it is now. */
export interface Library {
  root(): Album;
  album(albumId: number): Album | undefined;
  post(postId: number): Post | undefined;
  postAt(path: string): Post | undefined;
  /** All files of a kind, in the order of the albums. */
  ofKind(kind: Kind): Post[];
  /** Where a file is on this machine. */
  fileOf(post: Post): string;
  /** Whether the whole folder has been looked through since the start; before that more is to come. */
  isComplete(): boolean;
  /** Another number whenever what is above may give another answer. */
  version(): number;
  /**
   * Looks for changes; what begins while one scan runs is done after it. Resolves when what is there is shown.
   * Never rejected.
   */
  rescan(): Promise<void>;
  /** Resolves when the details of what is shown are read as well, which takes longer. Never rejected. */
  detailsRead(): Promise<void>;
  /** @returns false for an unknown album */
  setAuthor(albumId: number, author: string | null): Promise<boolean>;
  close(): Promise<void>;
}

interface LibraryOptions {
  folder: string;
  store: PostStore;
  /** Sentences about what is ignored and what goes wrong. */
  onNotice: (sentence: string) => void;
  onChange?: () => void;
  /** What reads details; it ends with the library. */
  reader: Helper<DetailsTask, Details>;
}

/** Changes often come in crowds: this long after the last one the folder is looked at. */
const QUIET_MS = 300;

/** Shared drives say nothing of changes: the folder is looked at this often in any case. */
const POLL_MS = 5 * 60_000;

/** So many files are read before they are written down and shown. */
const BATCH_FILES = 200;

/** Files whose fingerprints are taken at once. */
const READERS = 8;

/** Files whose details are read at once: most of the time each waits for the disk. */
const DETAILS_AT_ONCE = 4;
/** A slow disk that has to wake up takes some seconds. */
const LONGEST_DETAILS_MS = 10_000;
const IDLE_MS = 10_000;

/** So long the end waits for a drive that does not answer. */
const LONGEST_END_MS = 2000;

/** The process that reads details. @param program see detailsProcess.ts */
export const createReader = (
  program: string,
  onFault: (sentence: string) => void,
): Helper<DetailsTask, Details> =>
  createHelper({ program, atOnce: DETAILS_AT_ONCE, limitMs: LONGEST_DETAILS_MS, idleMs: IDLE_MS, onFault });

/**
 * The library of a folder, kept up to date until it is closed. The first scan runs on in the background: what
 * it has found so far is there.
 */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { folder, store, onNotice, reader } = options;
  // Works of the sample gallery, or of a server of one's own, have no fingerprint: they are none of these files.
  const posts = new Map(
    (await store.all()).filter(({ fingerprint }) => fingerprint !== '').map((post) => [post.postId, post]),
  );
  let index = emptyIndex();
  let ignoredBefore = new Set<string>();
  /** Writes down what can be written; the rest is tried again at the next scan. */
  const save = (changed: readonly StoredPost[]): Promise<StoredPost[]> =>
    writeApart(
      store,
      changed,
      (rows) => store.save(rows),
      ({ path }, error) => {
        const sentence = `${path} could not be written down: ${fileReason(error)}.`;
        if (!toldUnwritten.has(sentence)) onNotice(sentence);
        toldUnwritten.add(sentence);
      },
    );
  const toldUnwritten = new Set<string>();
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  let isComplete = false;
  let version = 0;

  async function rebuild(): Promise<void> {
    const present = [...posts.values()].filter(({ isPresent }) => isPresent);
    const folders = new Set(present.flatMap(({ path }) => foldersAbove(path)));
    const known = new Map((await store.albums()).map((album) => [album.path, album]));
    const missing = [...folders, ''].filter((path) => !known.has(path));
    if (missing.length > 0) {
      await store.addAlbums(missing);
      for (const album of await store.albums()) known.set(album.path, album);
    }
    const authorOf = (path: string): string | null =>
      foldersAbove(path)
        .map((above) => known.get(above)?.author ?? null)
        .find((author) => author !== null) ?? null;
    const changed = present.filter((post) => post.author !== authorOf(post.path));
    for (const post of changed) post.author = authorOf(post.path);
    if (changed.length > 0) await save(changed);
    index = buildIndex(present, (path) => known.get(path) ?? { albumId: 0, author: null }, basename(folder));
    version++;
    options.onChange?.();
  }

  const details = createDetailsQueue(async (file, kind) => {
    const answer = await reader.ask({ file, kind });
    return typeof answer === 'string' ? null : answer;
  }, keepDetails);

  async function keepDetails(read: ReadonlyMap<number, Details>): Promise<void> {
    const changed = [...read].flatMap(([postId, { title, ...found }]) => {
      const post = posts.get(postId);
      const all = { ...found, title: title ?? post?.title ?? '' };
      const isNews = post && Object.entries(all).some(([key, value]) => post[key as keyof Details] !== value);
      return isNews ? [{ post, all }] : [];
    });
    if (isOver() || changed.length === 0) return;
    try {
      await save(changed.map(({ post, all }) => ({ ...post, ...all })));
      for (const { post, all } of changed) Object.assign(post, all);
      version++;
    } catch (error) {
      onNotice(`Details of files could not be written: ${fileReason(error)}.`);
    }
  }

  /** Reads what is not known, also of a file that told nothing before: the reader of a later version may know. */
  function askFor({ postId, path, kind, width, durationMs }: StoredPost): void {
    if (width === null && durationMs === null) details.add(postId, join(folder, path), kind);
  }

  let goneBefore = new Set<number>();
  async function apply(scan: Scan): Promise<void> {
    const { toRead, gone, lost } = compare([...posts.values()], scan.files);
    const fingerprints = new Map<string, string>();
    const readFingerprint = async ({ path, bytes }: FoundFile): Promise<string | undefined> => {
      try {
        if (!isOver() && !fingerprints.has(path))
          fingerprints.set(path, await fingerprintOf(join(folder, path), bytes));
      } catch (error) {
        scan.ignored.push({ path, reason: fileReason(error) });
      }
      return fingerprints.get(path);
    };

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
      if (isOver()) return;
      const saved = await save(read.flat());
      for (const post of saved) posts.set(post.postId, post);
      await rebuild();
      saved.forEach(askFor);
    }
    if (isOver()) return;
    const away = awayPosts(gone, moved);
    if (away.length > 0) for (const post of await save(away)) posts.set(post.postId, post);
    goneBefore = new Set(away.map(({ postId }) => postId));
    await rebuild();
  }

  function tell(ignored: Scan['ignored']): void {
    const sentences = new Set(
      ignored.map(({ path, reason }) => `${path || 'The media folder'} is left out: ${reason}.`),
    );
    for (const sentence of sentences) if (!ignoredBefore.has(sentence)) onNotice(sentence);
    ignoredBefore = sentences;
  }

  let quiet: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(quiet);
    if (!isOver()) quiet = setTimeout(() => void rescan(), QUIET_MS);
  };
  const watching = watchFolders(folder, soon, onNotice);

  let running: Promise<void> | undefined;
  let asked = 0;
  async function scanAsAsked(): Promise<void> {
    for (let answered = 0; answered !== asked && !isOver();) {
      answered = asked;
      try {
        const scan = await scanFolder(folder, isOver);
        if (isOver()) return;
        watching.follow(scan.folders);
        await apply(scan);
        isComplete = true;
        version++;
        tell(scan.ignored);
      } catch (error) {
        onNotice(`The media folder could not be looked through: ${fileReason(error)}.`);
      }
    }
  }
  async function rescan(): Promise<void> {
    asked++;
    await (running ??= scanAsAsked().finally(() => (running = undefined)));
  }

  const polling = setInterval(() => void rescan(), POLL_MS);
  await rebuild();
  for (const post of posts.values()) if (post.isPresent) askFor(post);
  void rescan();

  return {
    root: () => index.root,
    album: (albumId) => index.albums.get(albumId),
    post: (postId) => index.byId.get(postId),
    postAt: (path) => index.byPath.get(path),
    ofKind: (kind) => index.byKind[kind],
    fileOf: ({ path }) => join(folder, path),
    isComplete: () => isComplete,
    version: () => version,
    rescan,
    detailsRead: () => details.idle(),
    async setAuthor(albumId, author) {
      if (!index.albums.has(albumId)) return false;
      await store.setAuthor(albumId, author);
      await rebuild();
      return true;
    },
    async close() {
      over.abort();
      clearInterval(polling);
      clearTimeout(quiet);
      watching.close();
      reader.close();
      await Promise.race([running, pause(LONGEST_END_MS, undefined, { ref: false })]);
    },
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

interface Index {
  root: Album;
  albums: Map<number, Album>;
  byId: Map<number, Post>;
  byPath: Map<string, Post>;
  byKind: Record<Kind, Post[]>;
}

const emptyIndex = (): Index => ({
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
