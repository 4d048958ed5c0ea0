import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { postStore } from '../storage/postStore.js';
import type { PostStore } from './postStore.js';
import { migrate } from '../storage/migrate.js';
import { openSqlite } from '../storage/openSqlite.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { programOf } from '../ownFolders.js';
import type { Album } from './buildIndex.js';
import { createReader, openLibrary, type Library } from './openLibrary.js';
import { aPost } from '../../../e2e/stage/aPost.js';
import { timeOf } from './scanFolder.js';

const open: { close(): Promise<void> }[] = [];
const newReader = () => createReader(programOf('detailsProcess'), () => undefined);
const folders: MediaFolder[] = [];
afterEach(async () => {
  for (const library of open.splice(0)) await library.close();
  for (const folder of folders.splice(0)) await folder.remove();
});

async function newStore(): Promise<PostStore> {
  const database = openSqlite(':memory:');
  await migrate(database);
  return postStore(database);
}

async function libraryOf(folder: MediaFolder, store?: PostStore) {
  if (!folders.includes(folder)) folders.push(folder);
  const notices: string[] = [];
  const library = await openLibrary({
    folder: folder.path,
    store: store ?? (await newStore()),
    onNotice: (sentence) => notices.push(sentence),
    reader: newReader(),
  });
  open.push(library);
  await library.rescan();
  return { library, notices };
}

const tree = ({ title, albums, posts }: Album): unknown => [
  title,
  ...albums.map(tree),
  ...posts.map((post) => post.title),
];
const idOf = (library: Library, path: string) => library.postAt(path)?.postId;

describe('the library of a folder', () => {
  it('is not complete before the folder has been looked through once', async () => {
    const folder = await mediaFolder(['a.png']);
    folders.push(folder);
    const library = await openLibrary({
      folder: folder.path,
      store: await newStore(),
      onNotice: () => undefined,
      reader: newReader(),
    });
    open.push(library);
    expect([library.isComplete(), library.root().count]).toEqual([false, 0]);
    await library.rescan();
    expect([library.isComplete(), library.root().count]).toEqual([true, 1]);
  });

  it('has an album for each folder with files in it, in the order of the names', async () => {
    const folder = await mediaFolder(['b/10.png', 'b/9.png', 'a/deep/er/x_y.png', 'top.mp3', 'film.mp4']);
    await folder.write('empty/readme.txt', 'nothing');
    const { library } = await libraryOf(folder);
    expect(tree(library.root())).toEqual([
      expect.any(String),
      ['a', ['deep', ['er', 'x y']]],
      ['b', '9', '10'],
      'film',
      'top',
    ]);
    expect(library.root()).toMatchObject({ count: 5, cover: { path: 'a/deep/er/x_y.png' } });
  });

  it('knows the size of a picture, and the length of a sound and a film', async () => {
    const { library } = await libraryOf(await mediaFolder(['a.png', 'b.mp3', 'd.webm'], ''));
    await library.detailsRead();
    expect(library.postAt('a.png')).toMatchObject({ kind: 'image', width: expect.any(Number) as number });
    expect(library.postAt('b.mp3')?.durationMs).toBeGreaterThan(6000);
    expect(library.postAt('d.webm')?.durationMs).toBe(8000);
  });

  it('shows what it can, and says once what it leaves out and why', async () => {
    const folder = await mediaFolder(['a.png']);
    await folder.write('notes.txt', 'text');
    await folder.write('empty.jpg', '');
    await folder.write('broken.jpg', 'no picture');
    await folder.write('.hidden.png', 'x');
    await folder.write('page.svg', '<svg><script>alert(1)</script></svg>');
    await symlink('/etc/passwd', join(folder.path, 'way-out.png'));
    const { library, notices } = await libraryOf(folder);
    await library.rescan();
    expect(library.root().posts.map(({ path }) => path)).toEqual(['a.png', 'broken.jpg']);
    expect(notices.sort()).toEqual([
      'empty.jpg is left out: it is empty.',
      'notes.txt is left out: it is no picture, sound or film that a TV knows.',
      'page.svg is left out: it is no picture, sound or film that a TV knows.',
      'way-out.png is left out: it is a link.',
    ]);
  });

  it('follows what happens in the folder while it runs', async () => {
    const folder = await mediaFolder(['a.png']);
    const { library } = await libraryOf(folder);
    await folder.add('new/b.png');
    await vi.waitFor(() => expect(library.postAt('new/b.png')).toBeDefined(), { timeout: 5000 });
    await folder.add('new/c.png');
    await vi.waitFor(() => expect(library.postAt('new/c.png')).toBeDefined(), { timeout: 5000 });
    await folder.delete('new');
    await vi.waitFor(() => expect(library.root().count).toBe(1), { timeout: 5000 });
  });

  it('shows files while others keep the reader of details busy, and ends at once', async () => {
    const folder = await mediaFolder(['a.mp3', 'stuck.mp4', 'z.mp3']);
    folders.push(folder);
    let isClosed = false;
    const details = { title: 'From the tag', width: null, height: null, durationMs: 1000 };
    const library = await openLibrary({
      folder: folder.path,
      store: await newStore(),
      onNotice: () => undefined,
      reader: {
        ask: ({ file }) =>
          file.endsWith('stuck.mp4') ? new Promise(() => undefined) : Promise.resolve(details),
        close: () => (isClosed = true),
      },
    });
    await vi.waitFor(() => expect(library.postAt('z.mp3')).toMatchObject(details), { timeout: 10_000 });
    expect(library.postAt('stuck.mp4')).toMatchObject({ title: 'stuck', durationMs: null });
    await folder.add('new.mp3');
    await vi.waitFor(() => expect(library.postAt('new.mp3')).toMatchObject(details), { timeout: 5000 });
    await library.close();
    expect(isClosed).toBe(true);
  });

  it('shows all but the file that the database does not take, which is told once', async () => {
    const folder = await mediaFolder(['a.png', 'bad.png', 'c.png']);
    const store = await newStore();
    const { library, notices } = await libraryOf(folder, {
      ...store,
      save: (posts) =>
        posts.some(({ path }) => path === 'bad.png')
          ? Promise.reject(Object.assign(new Error('value out of range'), { code: '22003' }))
          : store.save(posts),
    });
    await library.rescan();
    expect(library.ofKind('image').map(({ path }) => path)).toEqual(['a.png', 'c.png']);
    expect(library.isComplete()).toBe(true);
    expect(notices).toEqual(['bad.png could not be written down: value out of range.']);
  });

  it.each([
    [1_700_000_000_123.9, 1_700_000_000_123],
    [-5_000_000, 0],
    [8e21, Date.UTC(9999, 11, 31)],
    [NaN, 0],
  ])('takes a file whatever time its disk tells: %d', (ms, taken) => expect(timeOf(ms)).toBe(taken));

  it('asks at the next start for the details that it does not have', async () => {
    const folder = await mediaFolder(['a.mp3']);
    const store = await newStore();
    const answers = ['lost', 'away', { title: null, width: null, height: null, durationMs: 5000 }] as const;
    const durations: unknown[] = [];
    for (const answer of answers) {
      const library = await openLibrary({
        folder: folder.path,
        store,
        onNotice: () => undefined,
        reader: { ask: () => Promise.resolve(answer), close: () => undefined },
      });
      await library.rescan();
      await library.detailsRead();
      durations.push(library.postAt('a.mp3')?.durationMs);
      await library.close();
    }
    folders.push(folder);
    expect(durations).toEqual([null, null, 5000]);
    expect((await store.all()).map(({ title, durationMs }) => [title, durationMs])).toEqual([['a', 5000]]);
  });

  it('tells of a folder that cannot be looked through', async () => {
    const folder = await mediaFolder(['a.png']);
    const { library, notices } = await libraryOf(folder);
    await folder.remove();
    await library.rescan();
    expect(library.root().count).toBe(0);
    expect(notices).toContain('The media folder is left out: it is gone.');
  });
});

describe('a post ID', () => {
  it('stays when the file is renamed or moved, also while the bridge does not run', async () => {
    const folder = await mediaFolder(['a.png', 'b.png']);
    const store = await newStore();
    const first = await libraryOf(folder, store);
    const [a, b] = [idOf(first.library, 'a.png'), idOf(first.library, 'b.png')];
    await folder.move('a.png', 'deep/other.png');
    await first.library.rescan();
    expect(idOf(first.library, 'deep/other.png')).toBe(a);
    await first.library.close();
    await folder.move('b.png', 'deep/b2.png');
    const second = await libraryOf(folder, store);
    expect([idOf(second.library, 'deep/other.png'), idOf(second.library, 'deep/b2.png')]).toEqual([a, b]);
  });

  it('stays when the file is edited in its place', async () => {
    const folder = await mediaFolder(['a.png']);
    const { library } = await libraryOf(folder);
    const before = idOf(library, 'a.png');
    await folder.add('a.png', 'something else and longer');
    await library.rescan();
    expect(idOf(library, 'a.png')).toBe(before);
  });

  it('comes back with a file that was away', async () => {
    const folder = await mediaFolder(['a.png', 'b.png']);
    const { library } = await libraryOf(folder);
    const before = idOf(library, 'a.png');
    await folder.delete('a.png');
    await library.rescan();
    expect(idOf(library, 'a.png')).toBeUndefined();
    await folder.add('again.png', 'a.png'); // the same content
    await library.rescan();
    expect(idOf(library, 'again.png')).toBe(before);
  });

  it('is its own for a copy, and none is ever used again', async () => {
    const folder = await mediaFolder(['a.png']);
    const { library } = await libraryOf(folder);
    await folder.add('copy.png', 'a.png');
    await folder.add('copy2.png', 'a.png');
    await library.rescan();
    const ids = ['a.png', 'copy.png', 'copy2.png'].map((path) => idOf(library, path));
    expect(new Set(ids).size).toBe(3);
    await folder.delete('copy2.png');
    await folder.add('new.png', 'quite new');
    await library.rescan();
    expect(ids).not.toContain(idOf(library, 'new.png'));
  });
});

describe('the ID of a path that was known', () => {
  it('is the same when the file was away and has come back edited, also after a restart', async () => {
    const folder = await mediaFolder(['a.png', 'b.png']);
    const store = await newStore();
    const { library } = await libraryOf(folder, store);
    const before = idOf(library, 'a.png');
    await folder.delete('a.png');
    await library.rescan();
    await folder.add('a.png', 'edited');
    await library.rescan();
    expect(idOf(library, 'a.png')).toBe(before);
    await folder.delete('a.png');
    await library.rescan();
    await library.close();
    await folder.add('a.png', 'edited again');
    expect(idOf((await libraryOf(folder, store)).library, 'a.png')).toBe(before);
  });

  it('is its own when equal copies go and come back in any order', async () => {
    const folder = await mediaFolder();
    const names = ['a.png', 'b.png', 'c.png'];
    for (const name of names) await folder.add(name, 'the same');
    const { library } = await libraryOf(folder);
    const ids = names.map((name) => idOf(library, name));
    for (const order of ['cba', 'bca', 'acb']) {
      for (const name of names) await folder.delete(name);
      await library.rescan();
      for (const name of order) {
        await folder.add(`${name}.png`, 'the same');
        await library.rescan();
      }
      expect(names.map((name) => idOf(library, name))).toEqual(ids);
    }
  });

  it('does not go to a new copy of a file that is there', async () => {
    const folder = await mediaFolder();
    for (const name of ['a.png', 'b.png']) await folder.add(name, 'the same');
    const { library } = await libraryOf(folder);
    const before = idOf(library, 'b.png');
    await folder.delete('b.png');
    await library.rescan();
    await library.rescan();
    await folder.add('c.png', 'the same');
    await library.rescan();
    await folder.add('b.png', 'the same');
    await library.rescan();
    expect(idOf(library, 'b.png')).toBe(before);
  });
});

it('copies that are moved together do not swap their IDs', async () => {
  const folder = await mediaFolder();
  const names = ['1/x', '2/m', '3/a'];
  for (const name of names) await folder.add(`old/${name}.png`, 'the same');
  const { library } = await libraryOf(folder);
  const ids = names.map((name) => idOf(library, `old/${name}.png`));
  for (const name of names) await folder.move(`old/${name}.png`, `new/${name.slice(2)}.png`);
  await library.rescan();
  expect(names.map((name) => idOf(library, `new/${name.slice(2)}.png`))).toEqual(ids);
});

it('works of the sample gallery in the same database are none of the files, and replace none', async () => {
  const folder = await mediaFolder(['pictures/tiles.png', 'b.png']);
  const store = await newStore();
  const sample = aPost({ path: 'pictures/tiles.png', title: 'Tiles' });
  await store.save([{ ...sample, postId: 1 }]);
  const { library } = await libraryOf(folder, store);
  const before = ['pictures/tiles.png', 'b.png'].map((path) => idOf(library, path));
  expect(before).not.toContain(1);
  for (const postId of [1, ...before]) await store.save([{ ...sample, postId: postId!, title: 'Changed' }]);
  const titles = new Map((await store.all()).map(({ postId, title }) => [postId, title]));
  expect([1, ...before].map((postId) => titles.get(postId!))).toEqual(['Changed', 'tiles', 'b']);
});

describe('the author of a post', () => {
  it('is that of the nearest album with an author', async () => {
    const folder = await mediaFolder(['a/x.png', 'a/deep/y.png', 'z.png']);
    const { library } = await libraryOf(folder);
    const albumOf = (path: string) => library.root().albums.find((album) => album.path === path)!;
    await library.setAuthor(albumOf('a').albumId, 'anna');
    await library.setAuthor(albumOf('a').albums[0]!.albumId, 'bert');
    const authors = () => ['a/x.png', 'a/deep/y.png', 'z.png'].map((path) => library.postAt(path)?.author);
    expect(authors()).toEqual(['anna', 'bert', null]);
    await folder.add('a/new.png');
    await library.rescan();
    expect(library.postAt('a/new.png')?.author).toBe('anna');
    await library.setAuthor(albumOf('a').albums[0]!.albumId, null);
    expect(authors()).toEqual(['anna', 'anna', null]);
  });
});
