// `npm run check` must fail for what nothing uses: knip with our settings, on a project of three files.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

// It starts slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const KNIP = path.join(import.meta.dirname, '../../node_modules/knip/bin/knip.js');
const ours = manifest.knip.workspaces['.'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'unused-'));
  await mkdir(path.join(folder, 'src'));
  await write('package.json', JSON.stringify({ name: 'sample', type: 'module', knip: ours }));
  await write('src/index.ts', "export { used } from './parts.js';\n");
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

/** What knip says, and the exit code that `npm run check` ends with. */
const knip = (): Promise<{ code: unknown; said: string }> =>
  new Promise((done) =>
    execFile(process.execPath, [KNIP], { cwd: folder }, (error, said) =>
      done({ code: error ? error.code : 0, said }),
    ),
  );

test('what nothing uses fails the check: an export, a file', async () => {
  await write('src/parts.ts', 'export const used = 1;\n');
  expect(await knip()).toMatchObject({ code: 0 });
  await write('src/parts.ts', 'export const used = 1;\nexport const forgotten = 2;\n');
  await write('src/left.ts', 'export {};\n');
  const { code, said } = await knip();
  expect(code).toBe(1);
  expect(said).toMatch(/forgotten .*src\/parts\.ts/);
  expect(said).toContain('src/left.ts');
});
