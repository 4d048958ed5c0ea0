import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ask } from '../../../e2e/stage/ask.js';
import { hugePicture } from '../../../e2e/stage/hugePicture.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { startProgram, type RunningProgram } from '../../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';

const MB = 1024 * 1024;

/** What a process and its children had in memory at most, in MB, from /proc/<pid>/status. */
function peakOf(pid: number): number {
  const status = new Map<number, { parent: number; peakMb: number }>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one)))
    try {
      const text = readFileSync(`/proc/${name}/status`, 'utf8');
      const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
      status.set(Number(name), { parent: number('PPid'), peakMb: (number('VmHWM') * 1024) / MB });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') continue; // it has ended meanwhile
    }
  const sum = (of: number): number =>
    (status.get(of)?.peakMb ?? 0) +
    [...status].reduce((total, [child, { parent }]) => (parent === of ? total + sum(child) : total), 0);
  return sum(pid);
}

let sample: SamplePackage;
let media: MediaFolder;
let data: string;
let program: RunningProgram;
beforeAll(async () => {
  sample = await samplePackage();
  media = await mediaFolder();
  data = await mkdtemp(join(tmpdir(), 'memory-'));
  for (const name of ['huge1.jpg', 'huge2.jpg']) await media.write(name, hugePicture());
  // As large as they may be and be read, and of the format that takes most.
  const grey = sharp({ create: { width: 3600, height: 3600, channels: 3, background: '#888' } });
  const large = await grey.avif({ effort: 0 }).toBuffer();
  for (const name of ['large1.avif', 'large2.avif'])
    await media.write(name, Buffer.concat([large, Buffer.alloc(70_000)]));
  program = await startProgram(sample, '--media', media.path, '--data', data);
}, 60_000);
afterAll(async () => {
  program.child.kill('SIGTERM');
  await program.ended;
  await rm(data, { recursive: true });
  await media.remove();
  await sample.remove();
}, 60_000);

it.skipIf(process.platform !== 'linux')(
  'the bridge stays below 600 MB when two TVs open an album of huge pictures',
  async () => {
    const images = async (device: string) => {
      const { text } = await ask(program.port, `/msx/albums.json?device_id=${device}`);
      return (
        (JSON.parse(text) as { items?: { image?: string }[] }).items?.flatMap(({ image }) => image ?? []) ??
        []
      );
    };
    await vi.waitFor(async () => expect(await images('a')).toHaveLength(4), { timeout: 60_000 });
    const urls = [...(await images('a')), ...(await images('b'))];
    expect(urls.every((url) => url.includes('/msx/thumb/'))).toBe(true);
    const answers = await Promise.all(
      urls.map((url) => ask(program.port, url.replace(/^http:\/\/[^/]+/, ''))),
    );
    expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 200));
    const peak = peakOf(program.child.pid!);
    expect(peak).toBeGreaterThan(300); // or nothing was measured
    expect(peak).toBeLessThan(600);
  },
  90_000,
);
