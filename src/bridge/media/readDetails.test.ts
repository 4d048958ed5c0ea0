import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeLongFilm, writeLongSound } from '../../../e2e/stage/longMedia.js';
import { readDetails } from './readDetails.js';
import { kindOf } from './kind.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'details-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (file: string) => readDetails(file, kindOf(file)!);
const nothing = { title: null, width: null, height: null, durationMs: null };

async function file(name: string, content: Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}
/** Takes no room on the disk. */
async function sparse(name: string, bytes: number): Promise<string> {
  const handle = await open(join(folder, name), 'w');
  await handle.truncate(bytes);
  await handle.close();
  return join(folder, name);
}

/** One for each reader of a format. */
const NAMES = ['a.mp3', 'a.mp4', 'a.mkv', 'a.ogg', 'a.flac', 'a.wav', 'a.avi', 'a.ts', 'a.jpg', 'a.png'];
const MB = 1024 * 1024;

describe('the details of a file', () => {
  it.each(NAMES)('that is nothing but ones are none, soon: %s', async (name) => {
    expect(await read(await file(name, Buffer.alloc(20 * MB, 0xff)))).toEqual(nothing);
  });

  it.each(NAMES)('that is huge and empty are none, soon: %s', async (name) => {
    expect(await read(await sparse(name, 6 * 1024 * MB))).toEqual(nothing);
  });

  it.each(NAMES)('that is gone are none: %s', async (name) => {
    expect(await read(join(folder, name))).toEqual(nothing);
  });

  it('that is long are read without reading it whole', async () => {
    await writeLongFilm(join(folder, 'a.webm'), 100);
    await writeLongSound(join(folder, 'a.wav'), 7200);
    expect(await read(join(folder, 'a.webm'))).toEqual({ ...nothing, durationMs: 800_000 });
    expect(await read(join(folder, 'a.wav'))).toEqual({ ...nothing, durationMs: 7_200_000 });
  });

  it('that is damaged behind its beginning are what the beginning tells', async () => {
    const sound = resolve('src/bridge/gallery/media/melody.mp3');
    const { durationMs } = await read(sound);
    expect(durationMs).toBeGreaterThan(7000);
    const film = join(folder, 'a.webm');
    await writeLongFilm(film, 10);
    const handle = await open(film, 'r+');
    await handle.truncate(300_000);
    // Elements without length, one at each byte.
    await handle.write(Buffer.alloc(MB, 0xff), 0, MB, 200_000);
    await handle.close();
    expect(await read(film)).toMatchObject({ durationMs: 80_000 });
  });
});

/** An MP3 file that is a tag with a title (ID3v2.3, 3.3: encoding 1 is UTF-16). */
function titled(title: string): Buffer {
  const text = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(title, 'utf16le')]);
  const frame = Buffer.alloc(10);
  frame.write('TIT2');
  frame.writeUInt32BE(text.length, 4);
  const head = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1');
  const bytes = frame.length + text.length;
  for (const at of [0, 1, 2, 3]) head[9 - at] = (bytes >> (7 * at)) & 0x7f;
  return Buffer.concat([head, frame, text, Buffer.alloc(2000)]);
}

describe('a title', () => {
  it.each([
    ['Sunrise', 'Sunrise'],
    ['  Sun\r\n\trise  ', 'Sun rise'],
    ['Sun\u001b[31mrise', 'Sun [31mrise'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['x'.repeat(201), null],
    ['   ', null],
  ])('of the tag %j is taken as %j', async (tag, title) => {
    expect((await read(await file('a.mp3', titled(tag)))).title).toBe(title);
  });
});

/** The head of a PNG (PNG, 11.2.2). */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, Buffer.alloc(100)]);
}

it.each([
  [640, 480, 640],
  [0, 480, null],
  [640, 0, null],
  [0xffffffff, 480, null],
])('a picture of %i × %i is taken as one %s wide', async (width, height, taken) => {
  const found = await read(await file('a.png', pngOf(width, height)));
  expect([found.width, found.height]).toEqual(taken === null ? [null, null] : [taken, height]);
});

it('a sound of a length that no sound has is taken as one of unknown length', async () => {
  await writeLongSound(join(folder, 'a.wav'), 1);
  const handle = await open(join(folder, 'a.wav'), 'r+');
  const rate = Buffer.alloc(4);
  rate.writeUInt32LE(0); // samples a second
  await handle.write(rate, 0, 4, 24);
  await handle.close();
  expect((await read(join(folder, 'a.wav'))).durationMs).toBeNull();
});
