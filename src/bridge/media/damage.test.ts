import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask } from '../../../e2e/stage/ask.js';
import { mediaFolder, type MediaFolder } from '../../../e2e/stage/mediaFolder.js';
import { startProgram, type RunningProgram } from '../../../e2e/stage/program.js';
import { samplePackage, type SamplePackage } from '../../../e2e/stage/samplePackage.js';

const MB = 1024 * 1024;
let sample: SamplePackage;
let media: MediaFolder;
let data: string;
let program: RunningProgram | undefined;
beforeEach(async () => {
  sample = await samplePackage();
  media = await mediaFolder();
  data = await mkdtemp(join(tmpdir(), 'damage-'));
});
afterEach(async () => {
  program?.child.kill('SIGKILL');
  await rm(data, { recursive: true });
  await media.remove();
  await sample.remove();
});

it('damaged and huge, empty files hold up neither the others nor the end of the program', async () => {
  for (const ending of ['mp3', 'mp4', 'mkv', 'jpg', 'aac', 'avi', 'mov', 'ts', 'webm'])
    await media.write(`a/ones.${ending}`, Buffer.alloc(20 * MB, 0xff));
  for (let i = 0; i < 11; i++) await media.sparse(`b/${i}.mp3`, 6 * 1024 * MB);
  await media.add('z/film.mp4');
  program = await startProgram(sample, '--media', media.path, '--data', data);
  const { port, child, ended } = program;
  const films = async () => (await ask(port, '/msx/albums/films.json?device_id=a')).text;
  await vi.waitFor(async () => expect(await films()).toContain('"title":"film"'), { timeout: 60_000 });
  child.kill('SIGTERM');
  await ended;
  expect(child.exitCode).toBe(0); // 1 after 4.5 s
}, 90_000);
