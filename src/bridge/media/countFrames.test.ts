import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countFrames } from './countFrames.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'frames-'))));
afterAll(() => rm(folder, { recursive: true }));

const SIDE = 32;
/** So many pictures, one below the other, each another one. */
const frames = (count: number) =>
  sharp(
    Buffer.from(
      Array.from(
        { length: SIDE * SIDE * count * 3 },
        (_, i) => (i * (1 + Math.floor(i / (SIDE * SIDE * 3)))) % 251,
      ),
    ),
    { raw: { width: SIDE, height: SIDE * count, channels: 3, ...(count > 1 ? { pageHeight: SIDE } : {}) } },
  );
async function fileOf(name: string, content: Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('the frames of a picture', () => {
  it.each([1, 2, 7])('are %d in a GIF and in a WebP', async (count) => {
    expect(await countFrames(await fileOf('a.gif', await frames(count).gif().toBuffer()), 'gif')).toBe(count);
    expect(await countFrames(await fileOf('a.webp', await frames(count).webp().toBuffer()), 'webp')).toBe(
      count,
    );
  });

  it('are one in a photo, and what a PNG says of itself', async () => {
    const png = await frames(1).png().toBuffer();
    expect(await countFrames(await fileOf('a.png', png), 'png')).toBe(1);
    const head = 33; // signature and IHDR
    const control = Buffer.alloc(20);
    control.writeUInt32BE(8, 0);
    control.write('acTL', 4, 'latin1');
    control.writeUInt32BE(5, 8);
    const animated = Buffer.concat([png.subarray(0, head), control, png.subarray(head)]);
    expect(await countFrames(await fileOf('b.png', animated), 'png')).toBe(5);
    expect(await countFrames(await fileOf('a.jpg', await frames(1).jpeg().toBuffer()), 'jpg')).toBe(1);
  });

  it.each(['gif', 'webp', 'png'] as const)(
    'are not known of a %s that is damaged, and looked for no longer',
    async (format) => {
      const whole = await frames(format === 'png' ? 1 : 3)
        .toFormat(format)
        .toBuffer();
      for (const length of [0, 5, 13, 20, 30])
        expect(await countFrames(await fileOf('cut', whole.subarray(0, length)), format)).toBeNull();
      expect(await countFrames(await fileOf('zeros', Buffer.alloc(200_000)), format)).toBeNull();
    },
  );

  it('are not looked for beyond eight megabytes', async () => {
    const gif = await frames(1).gif().toBuffer();
    const comment = Buffer.concat([
      Buffer.from([0x21, 0xfe]),
      ...new Array<Buffer>(33_000).fill(Buffer.alloc(256, 255)),
      Buffer.from([0]),
    ]);
    const long = Buffer.concat([gif.subarray(0, -1), comment, Buffer.from([0x3b])]);
    expect(await countFrames(await fileOf('long.gif', long), 'gif')).toBeNull();
  });
});
