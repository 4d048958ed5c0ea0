import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { postStore, type PostStore, type StoredPost } from '../storage/postStore.js';
import { migrate } from '../storage/migrate.js';
import { openSqlite } from '../storage/openSqlite.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { awayPosts, compare, movedPosts } from '../media/changes.js';
import { openLibrary } from '../media/openLibrary.js';
import type { FoundFile } from '../media/post.js';

/** What a person may do to a folder between two looks at it; `nth` is one of the files that are there. */
type Deed =
  | { kind: 'write'; path: string; content: string }
  | { kind: 'edit'; nth: number; content: string }
  | { kind: 'copy' | 'move'; nth: number; path: string }
  | { kind: 'delete'; nth: number }
  | { kind: 'look' | 'restart' };

/** Few names and contents, so that paths are used again and contents are equal. */
const path = fc.constantFrom(
  ...['', 'd/', 'e/f/'].flatMap((way) => ['a', 'b', 'c'].map((name) => `${way}${name}.png`)),
);
const content = fc.constantFrom('one', 'another', 'three and longer');
const nth = fc.nat({ max: 8 });
const kind = <Kind extends Deed['kind']>(...kinds: Kind[]) => fc.constantFrom(...kinds);
const aDeed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('look') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('restart') }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('write'), path, content }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('edit'), nth, content }) },
  { weight: 4, arbitrary: fc.record({ kind: kind('copy', 'move'), nth, path }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('delete'), nth }) },
);

const deeds = fc.array(aDeed, { minLength: 15, maxLength: 40, size: 'max' });

/** path → content, as it is on the disk. */
type Disk = Map<string, string>;

/** Where things are done, and what knows the IDs. */
interface World {
  write(path: string, content: string): void | Promise<void>;
  move(from: string, to: string): void | Promise<void>;
  delete(path: string): void | Promise<void>;
  restart(): void | Promise<void>;
  /** Looks at the folder. @returns path → ID */
  look(): Map<string, number> | Promise<Map<string, number>>;
}

async function act(world: World, disk: Disk, deed: Deed): Promise<void> {
  const put = async (at: string, what: string): Promise<void> => {
    await world.write(at, what);
    disk.set(at, what);
  };
  if (deed.kind === 'write') return put(deed.path, deed.content);
  if (!('nth' in deed) || disk.size === 0) return;
  const from = [...disk.keys()][deed.nth % disk.size]!;
  if (deed.kind === 'edit') return put(from, deed.content);
  if (deed.kind === 'copy') return put(deed.path, disk.get(from)!);
  if (deed.kind === 'move') {
    if (deed.path === from) return;
    await world.move(from, deed.path);
    disk.set(deed.path, disk.get(from)!);
  } else await world.delete(from);
  disk.delete(from);
}

/** What a person remembers of a post: where it was when it was last seen, and what it looked like. */
type Memory = Map<number, { path: string; content: string; isThere: boolean }>;

/** Checks the IDs after a look at the folder, and remembers them. */
function check(memory: Memory, disk: Disk, ids: ReadonlyMap<string, number>): void {
  expect([...ids.keys()].sort()).toEqual([...disk.keys()].sort());
  expect(new Set(ids.values()).size, 'each file has an ID of its own').toBe(disk.size);
  for (const [postId, { path }] of memory)
    if (disk.has(path)) expect(ids.get(path), `${path} was known as ${postId}`).toBe(postId);

  const unknown = [...disk].filter(([path]) => ![...memory.values()].some((post) => post.path === path));
  const lost = [...memory].filter(([, post]) => !disk.has(post.path));
  for (const content of new Set(unknown.map(([, one]) => one))) {
    const files = unknown.filter(([, one]) => one === content);
    const wentNow = lost.filter(([, post]) => post.content === content && post.isThere);
    const taken = wentNow.filter(([postId]) => files.some(([path]) => ids.get(path) === postId));
    expect(taken.length, 'what has moved keeps its ID').toBe(Math.min(files.length, wentNow.length));
    for (const [path] of files) {
      const before = memory.get(ids.get(path)!);
      if (before) expect(before.content, `${path} is what it was`).toBe(content);
    }
  }
  for (const post of memory.values()) post.isThere = false;
  for (const [path, postId] of ids) memory.set(postId, { path, content: disk.get(path)!, isThere: true });
}

async function live(world: World, done: readonly Deed[]): Promise<void> {
  const disk: Disk = new Map();
  const memory: Memory = new Map();
  for (const deed of [...done, { kind: 'look' } as const]) {
    await act(world, disk, deed);
    if (deed.kind === 'restart') await world.restart();
    if (deed.kind === 'look' || deed.kind === 'restart') check(memory, disk, await world.look());
  }
}

/** The decisions alone. */
function decisions(): World {
  const files = new Map<string, FoundFile & { fingerprint: string }>();
  const posts = new Map<number, StoredPost>();
  let goneBefore = new Set<number>();
  let [lastId, clockMs] = [0, 0];
  const rest = { title: '', width: null, height: null, durationMs: null, author: null };
  return {
    write: (path, content) =>
      void files.set(path, {
        path,
        kind: 'image',
        bytes: content.length,
        modifiedMs: ++clockMs,
        fingerprint: content,
      }),
    move(from, to) {
      files.set(to, { ...files.get(from)!, path: to });
      files.delete(from);
    },
    delete: (path) => void files.delete(path),
    restart: () => void (goneBefore = new Set()),
    look() {
      const known = [...posts.values()];
      const { toRead, gone, lost } = compare(known, [...files.values()]);
      const fresh = toRead
        .filter(({ before }) => !before)
        .map(({ file }) => ({ file, fingerprint: files.get(file.path)!.fingerprint }));
      const moved = movedPosts(fresh, known, lost, goneBefore);
      for (const { file, before } of toRead) {
        const postId = (before ?? moved.get(file.path))?.postId ?? ++lastId;
        posts.set(postId, { ...files.get(file.path)!, ...rest, postId, isPresent: true });
      }
      const away = awayPosts(gone, moved);
      for (const post of away) posts.set(post.postId, post);
      goneBefore = new Set(away.map(({ postId }) => postId));
      return new Map(
        [...posts.values()].filter(({ isPresent }) => isPresent).map(({ path, postId }) => [path, postId]),
      );
    },
  };
}

/** The library of a folder. */
async function library(folder: MediaFolder): Promise<World & { close(): Promise<void> }> {
  const database = openSqlite(':memory:');
  await migrate(database);
  const store: PostStore = postStore(database);
  const open = () =>
    openLibrary({
      folder: folder.path,
      store,
      onNotice: () => undefined,
      reader: { ask: () => Promise.resolve('away'), close: () => undefined },
    });
  let opened = await open();
  return {
    write: (path, content) => folder.write(path, content),
    move: (from, to) => folder.move(from, to),
    delete: (path) => folder.delete(path),
    async restart() {
      await opened.close();
      opened = await open();
    },
    async look() {
      await opened.rescan();
      return new Map(opened.ofKind('image').map(({ path, postId }) => [path, postId]));
    },
    async close() {
      await opened.close();
      await database.close();
    },
  };
}

describe('each path that was known and each file that was moved keeps its ID, whatever happens', () => {
  it('as it is decided', () =>
    fc.assert(
      fc.asyncProperty(deeds, (done) => live(decisions(), done)),
      { numRuns: 1000 },
    ));

  describe('in a folder', () => {
    let folder: MediaFolder;
    beforeEach(async () => {
      folder = await mediaFolder();
      // Nobody looks at the folder between two looks of the test, or what was moved had first gone.
      vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    });
    afterEach(async () => {
      vi.useRealTimers();
      await folder.remove();
    });

    it('of files', () =>
      fc.assert(
        fc.asyncProperty(deeds, async (done) => {
          const world = await library(folder);
          try {
            await live(world, done);
          } finally {
            await world.close();
            await folder.clear();
          }
        }),
        { numRuns: 8 },
      ));
  });
});
