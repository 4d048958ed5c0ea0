import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { postStore, type PostStore } from '../storage/posts.js';
import { migrate } from '../storage/schema.js';
import { openSqlite } from '../storage/sqlite.js';
import { mediaFolder, type MediaFolder } from '../testing/mediaFolder.js';
import { openLibrary, type Library } from './library.js';

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

let folder: MediaFolder;
beforeEach(async () => {
  folder = await mediaFolder();
});
afterEach(() => folder.remove());

const open = (store: PostStore): Promise<Library> =>
  openLibrary({
    folder: folder.path,
    store,
    onNotice: () => undefined,
    reader: { ask: () => Promise.resolve('away'), close: () => undefined },
  });

/** path → content, as it is on the disk. */
type Disk = Map<string, string>;

async function act(disk: Disk, deed: Deed): Promise<void> {
  const put = async (at: string, what: string): Promise<void> => {
    await folder.write(at, what);
    disk.set(at, what);
  };
  if (deed.kind === 'write') return put(deed.path, deed.content);
  if (!('nth' in deed) || disk.size === 0) return;
  const from = [...disk.keys()][deed.nth % disk.size]!;
  if (deed.kind === 'edit') return put(from, deed.content);
  if (deed.kind === 'copy') return put(deed.path, disk.get(from)!);
  if (deed.kind === 'move') {
    if (deed.path === from) return;
    await folder.move(from, deed.path);
    disk.set(deed.path, disk.get(from)!);
  } else await folder.delete(from);
  disk.delete(from);
}

/** What a person remembers of a post: where it was when it was last seen, and what it looked like. */
type Memory = Map<number, { path: string; content: string; isThere: boolean }>;

/** Checks the IDs after a look at the folder, and remembers them. */
function check(memory: Memory, disk: Disk, library: Library): void {
  const ids = new Map([...disk.keys()].map((path) => [path, library.postAt(path)?.postId]));
  expect(library.root().count).toBe(disk.size);
  expect(new Set(ids.values()).size, 'each file has an ID of its own').toBe(disk.size);
  expect([...ids.values()]).not.toContain(undefined);
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
  for (const [path, postId] of ids) memory.set(postId!, { path, content: disk.get(path)!, isThere: true });
}

it('keeps the ID of each path that was known and of each file that was moved, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aDeed, { minLength: 15, maxLength: 40, size: 'max' }), async (deeds) => {
      const database = openSqlite(':memory:');
      await migrate(database);
      const store = postStore(database);
      let library = await open(store);
      const disk: Disk = new Map();
      const memory: Memory = new Map();
      try {
        for (const deed of [...deeds, { kind: 'look' } as const]) {
          await act(disk, deed);
          if (deed.kind === 'restart') {
            await library.close();
            library = await open(store);
          }
          if (deed.kind !== 'look' && deed.kind !== 'restart') continue;
          await library.rescan();
          check(memory, disk, library);
        }
      } finally {
        await library.close();
        await database.close();
        for (const path of disk.keys()) await folder.delete(path);
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);
