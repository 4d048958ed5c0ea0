import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Folders } from '../../src/bridge/web/checkFolders.js';

/** A package folder as the build leaves it, with small files in place of the real ones. */
export interface SamplePackage {
  root: string;
  folders: Folders;
  remove(): Promise<void>;
}

const FILES: Record<string, string> = {
  'dist/plugin/plugin.html':
    '<!doctype html><title>The plugin</title>' +
    '<script type="application/json" id="config"></script><script type="application/json" id="menu"></script>',
  'dist/plugin/menu.json': '{"menu":[]}',
  'dist/plugin/plugin.config.example.json': '{}',
  'dist/plugin/msx/start.json': '{"name":"Sample"}',
  'dist/preview/index.html': '<!doctype html><title>The host</title>',
  'dist/preview/host.js': '// the host',
  'dist/preview/tvx-plugin.min.js': '// the stand-in',
  'dist/bridge/dashboard/index.html': '<!doctype html><title>The dashboard</title>',
  'dist/bridge/dashboard/main.js': '// the dashboard',
  'dist/bridge/gallery/menu.json': '{"menu":["gallery"]}',
  'dist/bridge/gallery/album.json':
    '{"items":[{"title":"Seven","image":"seven.png","properties":{"makapix:post_id":7}}]}',
  'dist/bridge/gallery/media/ten.mp3': '0123456789',
};

export async function samplePackage(): Promise<SamplePackage> {
  const root = await mkdtemp(join(tmpdir(), 'bridge-'));
  for (const [file, content] of Object.entries(FILES)) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), content);
  }
  return {
    root,
    folders: {
      plugin: join(root, 'dist/plugin'),
      preview: join(root, 'dist/preview'),
      gallery: join(root, 'dist/bridge/gallery'),
      dashboard: join(root, 'dist/bridge/dashboard'),
      tvxLibrary: join(root, 'dist/preview/tvx-plugin.min.js'),
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
