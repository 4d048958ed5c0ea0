import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { applyScan } from './applyScan.js';
import type { Album } from './buildIndex.js';
import { createCatalogue } from './createCatalogue.js';
import type { DetailsTask } from './detailsProcess.js';
import { createHelper, type Helper } from './createHelper.js';
import type { Kind } from './kind.js';
import type { Details, Post } from './post.js';
import type { PostStore } from './postStore.js';
import { fileReason, scanFolder, type Scan } from './scanFolder.js';
import { watchFolders } from './watchFolders.js';

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
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  let isComplete = false;
  let version = 0;
  const catalogue = await createCatalogue({
    folder,
    store,
    onNotice,
    isOver,
    onChange() {
      version++;
      options.onChange?.();
    },
    async readDetails(file, kind) {
      const answer = await reader.ask({ file, kind });
      return typeof answer === 'string' ? null : answer;
    },
  });

  let goneBefore: ReadonlySet<number> = new Set<number>();
  const tell = createTeller(onNotice);
  const rescan = oneAtATime(isOver, async () => {
    try {
      const scan = await scanFolder(folder, isOver);
      if (isOver()) return;
      watching.follow(scan.folders);
      goneBefore = await applyScan(folder, scan, catalogue, goneBefore, isOver);
      isComplete = true;
      version++;
      tell(scan.ignored);
    } catch (error) {
      onNotice(`The media folder could not be looked through: ${fileReason(error)}.`);
    }
  });

  let quiet: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(quiet);
    if (!isOver()) quiet = setTimeout(() => void rescan(), QUIET_MS);
  };
  const watching = watchFolders(folder, soon, onNotice);
  const polling = setInterval(() => void rescan(), POLL_MS);
  await catalogue.rebuild();
  for (const post of catalogue.posts.values()) if (post.isPresent) catalogue.askFor(post);
  void rescan();

  return {
    root: () => catalogue.index().root,
    album: (albumId) => catalogue.index().albums.get(albumId),
    post: (postId) => catalogue.index().byId.get(postId),
    postAt: (path) => catalogue.index().byPath.get(path),
    ofKind: (kind) => catalogue.index().byKind[kind],
    fileOf: ({ path }) => join(folder, path),
    isComplete: () => isComplete,
    version: () => version,
    rescan,
    detailsRead: () => catalogue.detailsRead(),
    async setAuthor(albumId, author) {
      if (!catalogue.index().albums.has(albumId)) return false;
      await store.setAuthor(albumId, author);
      await catalogue.rebuild();
      return true;
    },
    async close() {
      over.abort();
      clearInterval(polling);
      clearTimeout(quiet);
      watching.close();
      reader.close();
      await Promise.race([rescan.running(), pause(LONGEST_END_MS, undefined, { ref: false })]);
    },
  };
}

/** Says what is left out, once as long as it is. */
function createTeller(onNotice: (sentence: string) => void): (ignored: Scan['ignored']) => void {
  let before = new Set<string>();
  return (ignored) => {
    const sentences = new Set(
      ignored.map(({ path, reason }) => `${path || 'The media folder'} is left out: ${reason}.`),
    );
    for (const sentence of sentences) if (!before.has(sentence)) onNotice(sentence);
    before = sentences;
  };
}

/** Work that is done again after it, however often it is asked for while it runs. */
function oneAtATime(isOver: () => boolean, work: () => Promise<void>) {
  let running: Promise<void> | undefined;
  let asked = 0;
  async function asAsked(): Promise<void> {
    for (let answered = 0; answered !== asked && !isOver();) {
      answered = asked;
      await work();
    }
  }
  const ask = async (): Promise<void> => {
    asked++;
    await (running ??= asAsked().finally(() => (running = undefined)));
  };
  return Object.assign(ask, { running: () => running });
}
