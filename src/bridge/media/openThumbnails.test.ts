import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import sharp, { type Metadata } from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { programOf } from '../ownFolders.js';
import { startBridge, type Bridge } from '../startBridge.js';
import { ask } from '../../../e2e/stage/ask.js';
import { hugePicture } from '../../../e2e/stage/hugePicture.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';
import type { Post } from './post.js';
import { MOST_MEMORY, memoryOf } from './makeThumbnail.js';
import type { ThumbnailTask } from './thumbnailProcess.js';
import { createMaker, openThumbnails, type Thumbnails } from './openThumbnails.js';

const DAY_MS = 86_400_000;
const clock = { nowMs: 0 };
let folder: string;
const notices: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thumbnails-'));
  clock.nowMs = Date.now();
  notices.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One process for all tests. */
const shared = createMaker(programOf('thumbnailProcess'), (sentence) => void notices.push(sentence));
afterAll(() => shared.close());

/** Noise, so that it does not get small by itself. */
const photo = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  });

const kept = join.bind(undefined, '.thumbnails');
const options = () => ({
  folder: join(folder, kept()),
  onNotice: (sentence: string) => void notices.push(sentence),
  now: () => clock.nowMs,
  maker: { ...shared, close: () => undefined },
});
async function open(mostBytes?: number): Promise<Thumbnails> {
  const thumbnails = await openThumbnails({
    ...options(),
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  return thumbnails!;
}
const files = () => readdir(join(folder, kept()));
const postOf = (path: string, fields: Partial<Post> = {}): Post => ({
  postId: 1,
  path,
  kind: 'image',
  title: path,
  bytes: 4_000_000,
  modifiedMs: 0,
  fingerprint: path,
  width: 4000,
  height: 3000,
  durationMs: null,
  author: null,
  ...fields,
});
/** A large picture in the folder. */
async function add(name: string, content?: Buffer): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content ?? (await photo(1000, 750).jpeg().toBuffer()));
  return file;
}

describe('a thumbnail', () => {
  it('is the picture in small, as a JPEG, and is made once', async () => {
    const thumbnails = await open();
    const file = await add('a.jpg');
    const paths = await Promise.all(Array.from({ length: 20 }, () => thumbnails.of(postOf('a.jpg'), file)));
    expect(new Set(paths).size).toBe(1);
    expect(notices).toEqual([]);
    const made = await readFile(paths[0]!);
    expect(imageSize(made)).toMatchObject({ type: 'jpg', width: 480, height: 360 });
    expect(made.length).toBeLessThan((await stat(file)).size / 3);
    await rm(file);
    expect(await (await open()).of(postOf('a.jpg'), file)).toBe(paths[0]);
    expect(await files()).toHaveLength(1);
  });

  it('is upright where the camera was not', async () => {
    const turned = await photo(1000, 500).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const path = await (await open()).of(postOf('a.jpg'), await add('a.jpg', turned));
    expect(imageSize(await readFile(path!))).toMatchObject({ width: 240, height: 480 });
  });

  it.each(['png', 'webp', 'gif', 'avif'] as const)('is made of %s as well', async (format) => {
    const content = await photo(600, 450).toFormat(format, { effort: 1 }).toBuffer();
    const path = await (await open()).of(postOf('a'), await add(`a.${format}`, content));
    expect(imageSize(await readFile(path!))).toMatchObject({ width: 480, height: 360 });
  });

  it('is made anew when the file has changed', async () => {
    const thumbnails = await open();
    const file = await add('a.jpg');
    const [before, after] = [
      await thumbnails.of(postOf('a.jpg'), file),
      await thumbnails.of(postOf('a.jpg', { modifiedMs: 1 }), file),
    ];
    expect(after).not.toBe(before);
  });

  it.each([
    [{ bytes: 60_000, width: 640, height: 480 }, true],
    [{ bytes: 60_000, width: 10_000, height: 10_000 }, false],
    [{ bytes: 70_000, width: 640, height: 480 }, false],
    [{ bytes: 60_000, width: null, height: null }, false],
  ])('is not made of what is small: %j', async (fields, isSmall) => {
    const path = await (await open()).of(postOf('a.jpg', fields), await add('a.jpg'));
    expect(path === undefined).toBe(isSmall);
  });

  it.each([
    ['is damaged', Buffer.from('no picture')],
    ['is cut off', 'half'],
    [
      'is a drawing that may refer to other files',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
    ],
  ])('is not made of what %s: the picture itself is shown, and it is told once', async (_what, content) => {
    const whole = await photo(1000, 750).jpeg().toBuffer();
    const file = await add(
      'a.jpg',
      typeof content === 'string' ? whole.subarray(0, whole.length / 2) : content,
    );
    const thumbnails = await open();
    expect([await thumbnails.of(postOf('a.jpg'), file), await thumbnails.of(postOf('a.jpg'), file)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(notices).toEqual([expect.stringMatching(/^a\.jpg is shown without a thumbnail: /)]);
    expect(await files()).toEqual([]);
  });

  it('that cannot be written is told once, and the picture itself is shown', async () => {
    const thumbnails = await open();
    await rm(join(folder, kept()), { recursive: true });
    const file = await add('a.jpg');
    for (const name of ['a', 'b'])
      expect(await thumbnails.of(postOf(name, { fingerprint: name }), file)).toBeUndefined();
    expect(notices).toEqual([expect.stringContaining('Thumbnails cannot be kept in')]);
  });
});

describe('the folder of thumbnails', () => {
  it('loses those that nobody has asked for for the longest time when there are too many', async () => {
    const file = await add('a.jpg');
    const all = await open();
    const paths = [];
    for (const name of ['a', 'b', 'c', 'd'])
      paths.push(await all.of(postOf(name, { fingerprint: name }), file));
    const bytes = (await stat(paths[0]!)).size;
    for (const [i, path] of paths.entries()) await utimes(path!, i, i);
    const bounded = await open(bytes * 4.5);
    clock.nowMs += DAY_MS;
    expect(await bounded.of(postOf('a'), file)).toBe(paths[0]); // the oldest has been used again
    const fifth = await bounded.of(postOf('e', { fingerprint: 'e' }), file);
    expect((await files()).sort()).toEqual(
      [paths[0], paths[2], paths[3], fifth].map((path) => path!.slice(-68)).sort(),
    );
  });

  it('may be where no folder can be made: it is told, and there are none', async () => {
    await writeFile(join(folder, 'file'), '');
    const none = await openThumbnails({ ...options(), folder: join(folder, 'file/x') });
    expect([none, notices]).toEqual([undefined, [expect.stringContaining('without thumbnails')]]);
  });
});

it('pictures are shown themselves where sharp is not installed, which is told and tried once', async () => {
  const tasks: ThumbnailTask[] = [];
  const maker = {
    ask: (task: ThumbnailTask) => {
      tasks.push(task);
      return Promise.resolve({ outcome: 'missing', reason: 'Cannot find package' } as const);
    },
    close: () => undefined,
  };
  const thumbnails = await openThumbnails({ ...options(), maker });
  for (const name of ['a.jpg', 'a.jpg', 'b.jpg'])
    expect(await thumbnails!.of(postOf(name), name)).toBeUndefined();
  expect(tasks).toHaveLength(1);
  expect(notices).toEqual(['Pictures are shown without thumbnails: Cannot find package.']);
});

it('no process is started before a thumbnail is asked for', async () => {
  const tasks: ThumbnailTask[] = [];
  const ask = (task: ThumbnailTask) => Promise.resolve(tasks.push(task) ? ('away' as const) : 'away');
  await openThumbnails({ ...options(), maker: { ask, close: () => undefined } });
  expect(tasks).toEqual([]);
});

it('a picture that nothing can read is shown itself, and told and tried once', async () => {
  const tasks: ThumbnailTask[] = [];
  const thumbnails = await openThumbnails({
    ...options(),
    maker: { ask: (task) => Promise.resolve(tasks.push(task) ? 'lost' : 'away'), close: () => undefined },
  });
  for (let i = 0; i < 3; i++) expect(await thumbnails!.of(postOf('a.jpg'), 'a.jpg')).toBeUndefined();
  expect(tasks).toHaveLength(1);
  expect(notices).toEqual([expect.stringMatching(/^a\.jpg is shown without a thumbnail: it takes too long/)]);
});

describe('a copy in another format', () => {
  /** Black and grey in turn: of equal frames the encoder makes one. */
  const animation = (frames: number, side: number) =>
    sharp(
      Buffer.concat(Array.from({ length: frames }, (_, i) => Buffer.alloc(side * side * 3, (i % 2) * 200))),
      {
        raw: { width: side, height: side * frames, channels: 3, pageHeight: side },
      },
    );

  it('is made once for each format, beside the thumbnail', async () => {
    const file = await add('a.jpg');
    const thumbnails = await open();
    const copy = () => thumbnails.copyOf(postOf('a.jpg'), file, 'png');
    const [first, second] = await Promise.all([copy(), copy()]);
    expect(first).toMatch(/\.png$/);
    expect([second, await copy()]).toEqual([first, first]);
    expect(await sharp(first).metadata()).toMatchObject({ format: 'png', width: 1000, height: 750 });
    expect(await thumbnails.copyOf(postOf('a.jpg'), file, 'gif')).toMatch(/\.gif$/);
    await thumbnails.of(postOf('a.jpg'), file);
    expect(await files()).toHaveLength(3);
  });

  it('is made of a small picture as well, which is its own thumbnail', async () => {
    const file = await add('a.png', await photo(16, 16).png().toBuffer());
    const small = postOf('a.png', { bytes: 900, width: 16, height: 16 });
    const thumbnails = await open();
    expect(await thumbnails.of(small, file)).toBeUndefined();
    const copy = await thumbnails.copyOf(small, file, 'gif');
    expect(await sharp(copy).metadata()).toMatchObject({ format: 'gif', width: 16, height: 16 });
  });

  it('is not made of a picture that nothing can read, which is told once', async () => {
    const file = await add('a.webp', Buffer.from('no picture'));
    const thumbnails = await open();
    for (let times = 0; times < 2; times++)
      expect(await thumbnails.copyOf(postOf('a.webp'), file, 'png')).toBeUndefined();
    expect(notices).toEqual([expect.stringMatching(/^a\.webp cannot be copied for TVs that want png: /)]);
  });

  it('of an animation counts all its frames for the memory that it takes', async () => {
    const file = await add('a.gif', await animation(48, 1000).gif({ effort: 1 }).toBuffer());
    const thumbnails = await open();
    expect(await thumbnails.copyOf(postOf('a.gif'), file, 'webp')).toBeUndefined();
    expect(notices).toEqual(['a.gif cannot be copied for TVs that want webp: it has too many pixels.']);
    expect(await thumbnails.copyOf(postOf('a.gif'), file, 'png')).toMatch(/\.png$/);
  });
});

describe('a picture that would take too much memory', () => {
  it('is shown itself, which is told', async () => {
    const file = await add('huge.jpg', hugePicture());
    const thumbnails = await open();
    const bytes = (await stat(file)).size;
    expect(
      await thumbnails.of(postOf('huge.jpg', { width: 16_000, height: 16_000, bytes }), file),
    ).toBeUndefined();
    expect(notices).toEqual(['huge.jpg is shown without a thumbnail: it has too many pixels.']);
  });

  const picture = { width: 16_000, height: 16_000, channels: 3, depth: 'uchar' } as const;
  it.each([
    ['a photo', { ...picture, format: 'jpeg' }, true],
    ['a drawing', { ...picture, format: 'png' }, true],
    ['a progressive photo', { ...picture, format: 'jpeg', isProgressive: true }, false],
    ['an interlaced drawing', { ...picture, format: 'png', isProgressive: true }, false],
    ['WebP', { ...picture, format: 'webp' }, false],
    ['GIF', { ...picture, format: 'gif' }, false],
    ['AVIF', { ...picture, format: 'heif' }, false],
    ['AVIF of 12 megapixels', { ...picture, format: 'heif', width: 4000, height: 3000 }, true],
    ['what nobody knows yet', { ...picture, format: 'jxl' }, false],
  ] as const)('is told by its header: %s', (_name, header, isRead) => {
    expect(memoryOf(header as unknown as Metadata) <= MOST_MEMORY).toBe(isRead);
  });
});

describe('an album of photos', () => {
  let sample: SamplePackage;
  let media: MediaFolder;
  let bridge: Bridge;
  const start = async (options: { thumbnails?: string }) => {
    bridge = await startBridge({ folders: sample.folders, media: media.path, ...options });
    await bridge.library?.rescan();
  };
  let pictures: Record<string, Buffer>;
  beforeAll(async () => {
    pictures = {
      'Beach/photo.jpg': await photo(2000, 1500).jpeg().toBuffer(),
      'Beach/small.jpg': await photo(100, 80).jpeg().toBuffer(),
    };
  });
  beforeEach(async () => {
    sample = await samplePackage();
    media = await mediaFolder();
    for (const [path, content] of Object.entries(pictures)) await media.write(path, content);
  });
  afterEach(async () => {
    await bridge.close();
    await sample.remove();
    await media.remove();
  });
  interface Item {
    title: string;
    image: string;
    action: string;
  }
  const items = async (path: string) => {
    const { text } = await ask(bridge.port, `${path}?device_id=a`);
    return (JSON.parse(text) as { items: Item[] }).items;
  };
  const load = (url: string) => ask(bridge.port, url.replace(/^(?:image:)?http:\/\/[^/]+/, ''));

  it('shows thumbnails, and the photo itself when it is opened', async () => {
    await start({ thumbnails: join(folder, kept()) });
    await bridge.library?.detailsRead();
    const [photoItem, smallItem] = await items('/msx/albums/pictures.json');
    const [thumbnail, whole] = [await load(photoItem!.image), await load(photoItem!.action)];
    expect([thumbnail.status, thumbnail.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect(Number(thumbnail.headers['content-length'])).toBeLessThan(100_000);
    expect(Number(whole.headers['content-length'])).toBeGreaterThan(500_000);
    expect([smallItem!.action, smallItem!.image]).toEqual([
      'image:context',
      expect.stringContaining('/msx/image/'),
    ]);
    const [album] = await items('/msx/albums.json');
    expect((await load(album!.image)).headers['content-length']).toBe(thumbnail.headers['content-length']);
    const dashboards = await ask(
      bridge.port,
      `/api/posts/${bridge.library!.postAt('Beach/photo.jpg')!.postId}/picture`,
    );
    expect(dashboards.headers['content-length']).toBe(thumbnail.headers['content-length']);
  });

  it('refuses the thumbnail of another TV, and what is not in the folder', async () => {
    await start({ thumbnails: join(folder, kept()) });
    const { image } = (await items('/msx/albums/pictures.json'))[0]!;
    expect((await load(image.replace('msx_a?', 'msx_b?'))).status).toBe(403);
    expect((await load(image.replace(/device_id=a/, 'device_id=b'))).status).toBe(403);
    expect((await load(image.replace(/uri=[^&]*/, 'uri=..%2Fx.jpg'))).status).toBe(404);
  });

  it('shows the photo itself where its thumbnail cannot be made', async () => {
    await media.write('Beach/photo.jpg', Buffer.alloc(200_000, 'no picture'));
    await start({ thumbnails: join(folder, kept()) });
    const { image } = (await items('/msx/albums/pictures.json'))[0]!;
    const answer = await load(image);
    expect([answer.status, answer.headers['content-length']]).toEqual([200, '200000']);
  });

  it('shows the photos as they are without thumbnails', async () => {
    await start({});
    for (const { image, action } of await items('/msx/albums/pictures.json'))
      expect([image, action]).toEqual([expect.stringContaining('/msx/image/'), 'image:context']);
  });
});
