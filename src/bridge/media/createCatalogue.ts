import { basename, join } from 'node:path';
import { writeApart } from '../stores/writeApart.js';
import { buildIndex, emptyIndex, type Index } from './buildIndex.js';
import { createDetailsQueue } from './createDetailsQueue.js';
import type { Kind } from './kind.js';
import { foldersAbove, type Details } from './post.js';
import type { AlbumRow, PostStore, StoredPost } from './postStore.js';
import { fileReason } from './scanFolder.js';

/** What a library knows of its files, as the store has it. */
export interface Catalogue {
  /** All that were ever there, by their IDs. */
  posts: ReadonlyMap<number, StoredPost>;
  index(): Index;
  /** Writes down what can be written; the rest is tried again at the next scan. @returns what was written */
  keep(changed: readonly StoredPost[]): Promise<StoredPost[]>;
  /** Shows what was kept. */
  rebuild(): Promise<void>;
  /** Reads what is not known, also of a file that told nothing before: the reader of a later version may know. */
  askFor: (post: StoredPost) => void;
  /** Resolves when all details that were asked for are read. */
  detailsRead(): Promise<void>;
}

interface CatalogueOptions {
  folder: string;
  store: PostStore;
  onNotice: (sentence: string) => void;
  /** Something is shown that was not, or no longer. */
  onChange: () => void;
  /** Gives null for a file that does not let itself be read. */
  readDetails: (file: string, kind: Kind) => Promise<Details | null>;
  isOver: () => boolean;
}

/** @throws what the store throws */
export async function createCatalogue(options: CatalogueOptions): Promise<Catalogue> {
  const { folder, store, onNotice, onChange } = options;
  // Works of the sample gallery, or of a server of one's own, have no fingerprint: they are none of these files.
  const posts = new Map(
    (await store.all()).filter(({ fingerprint }) => fingerprint !== '').map((post) => [post.postId, post]),
  );
  let index = emptyIndex();
  const save = createSaver(store, onNotice);

  async function rebuild(): Promise<void> {
    const present = [...posts.values()].filter(({ isPresent }) => isPresent);
    const known = await albumsOf(store, new Set(present.flatMap(({ path }) => foldersAbove(path))));
    const authorOf = (path: string): string | null =>
      foldersAbove(path)
        .map((above) => known.get(above)?.author ?? null)
        .find((author) => author !== null) ?? null;
    const changed = present.filter((post) => post.author !== authorOf(post.path));
    for (const post of changed) post.author = authorOf(post.path);
    if (changed.length > 0) await save(changed);
    index = buildIndex(present, (path) => known.get(path) ?? { albumId: 0, author: null }, basename(folder));
    onChange();
  }

  async function keepDetails(read: ReadonlyMap<number, Details>): Promise<void> {
    const changed = detailsThatChange(posts, read);
    if (options.isOver() || changed.length === 0) return;
    try {
      await save(changed.map(({ post, all }) => ({ ...post, ...all })));
      for (const { post, all } of changed) Object.assign(post, all);
      onChange();
    } catch (error) {
      onNotice(`Details of files could not be written: ${fileReason(error)}.`);
    }
  }
  const details = createDetailsQueue(options.readDetails, keepDetails);

  return {
    posts,
    index: () => index,
    async keep(changed) {
      const saved = await save(changed);
      for (const post of saved) posts.set(post.postId, post);
      return saved;
    },
    rebuild,
    askFor: ({ postId, path, kind, width, durationMs }) => {
      if (width === null && durationMs === null) details.add(postId, join(folder, path), kind);
    },
    detailsRead: () => details.idle(),
  };
}

/** The folders as the store knows them; those that it does not are added. */
async function albumsOf(store: PostStore, folders: ReadonlySet<string>): Promise<Map<string, AlbumRow>> {
  const known = new Map((await store.albums()).map((album) => [album.path, album]));
  const missing = [...folders, ''].filter((path) => !known.has(path));
  if (missing.length > 0) {
    await store.addAlbums(missing);
    for (const album of await store.albums()) known.set(album.path, album);
  }
  return known;
}

/** Says once of each file that it could not be written. */
function createSaver(
  store: PostStore,
  onNotice: (sentence: string) => void,
): (changed: readonly StoredPost[]) => Promise<StoredPost[]> {
  const told = new Set<string>();
  return (changed) =>
    writeApart(
      store,
      changed,
      (rows) => store.save(rows),
      ({ path }, error) => {
        const sentence = `${path} could not be written down: ${fileReason(error)}.`;
        if (!told.has(sentence)) onNotice(sentence);
        told.add(sentence);
      },
    );
}

function detailsThatChange(posts: ReadonlyMap<number, StoredPost>, read: ReadonlyMap<number, Details>) {
  return [...read].flatMap(([postId, { title, ...found }]) => {
    const post = posts.get(postId);
    const all = { ...found, title: title ?? post?.title ?? '' };
    const isNews = post && Object.entries(all).some(([key, value]) => post[key as keyof Details] !== value);
    return isNews ? [{ post, all }] : [];
  });
}
